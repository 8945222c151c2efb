"""One client for all that is read from the web."""

import asyncio
import contextlib
import datetime as dt
import random
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from flows import clock
from flows.fetching.bodies import ACCEPTED, read_body
from flows.fetching.faults import FetchError, RefusedError, SlowError
from flows.fetching.guard import Place, guarded_transport
from flows.fetching.manners import PRODUCT, Hosts, Manners, user_agent
from flows.fetching.robots import RobotsFiles
from transforms.robots import NO_RULES, Robots, is_allowed, parse_robots

GOOD, REDIRECTS = {200, 203}, {301, 302, 303, 307, 308}
PASSING = {408, 425, 429, 500, 502, 503, 504}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An answer that can be used: a page, or word that it has not changed."""

    url: str
    status: int
    body: bytes
    content_type: str
    etag: str | None
    last_modified: str | None

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304


class Fetcher:
    """Asks hosts in turn, within the manners, and only what their robots.txt allows."""

    def __init__(self, client: httpx.AsyncClient, manners: Manners, robots: RobotsFiles) -> None:
        self.client, self.manners, self.robots = client, manners, robots
        self.hosts = Hosts(manners.at_once)
        self.asking: dict[str, asyncio.Lock] = {}
        self.unreadable: dict[str, FetchError] = {}  # robots.txt of hosts that are not asked again in this visit

    async def fetch(self, url: str, pause: float = 0, conditions: dict[str, str] | None = None) -> Fetched:
        """The page, tried again while that may help; FetchError when there is none."""
        for attempt in range(1, self.manners.attempts + 1):
            try:
                return await self.follow(url, pause, conditions or {})
            except (RefusedError, SlowError):
                raise
            except FetchError as fault:
                wait = self.wait_after(fault, attempt)
                if fault.is_lasting or attempt == self.manners.attempts or wait > self.manners.longest_wait:
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    def wait_after(self, fault: FetchError, attempt: int) -> float:
        doubled: float = self.manners.backoff * 2.0 ** (attempt - 1)
        return fault.wait if fault.wait is not None else doubled * random.uniform(0.5, 1.5)

    async def follow(self, url: str, pause: float, conditions: dict[str, str], *, robots: bool = True) -> Fetched:
        """The page or what it redirects to."""
        seen = [url]
        while True:
            rules = await self.rules_for(url) if robots else NO_RULES
            if not is_allowed(rules, url):
                raise FetchError("robots.txt asks not to read it", lasting=True)
            answer, location = await self.ask(url, max(pause, rules.delay), conditions)
            if location is None:
                return answer
            url = redirected(url, location)
            if url in seen:
                raise FetchError("redirects in a circle", lasting=True)
            if len(seen) > self.manners.redirects:
                raise FetchError(f"more than {self.manners.redirects} redirects", lasting=True)
            seen.append(url)

    async def ask(self, url: str, pause: float, conditions: dict[str, str]) -> tuple[Fetched, str | None]:
        """One request: the answer, and where it sends us if it does."""
        async with self.hosts.turn(urlsplit(url).netloc, pause):
            try:
                async with asyncio.timeout(self.manners.deadline):
                    return await self.answer(url, conditions)
            except TimeoutError:
                raise SlowError(f"no full answer within {self.manners.deadline:g} s") from None
            except httpx.TimeoutException:
                raise FetchError(f"no answer within {self.manners.read:g} s") from None
            except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
                raise FetchError(f"not a web address: {error}", lasting=True) from None
            except httpx.HTTPError as error:
                raise FetchError(f"connection failed: {error or type(error).__name__}") from None

    async def answer(self, url: str, conditions: dict[str, str]) -> tuple[Fetched, str | None]:
        async with self.client.stream("GET", url, headers=conditions) as response:
            location = response.headers.get("location") if response.status_code in REDIRECTS else None
            if location is None:
                require_good(response, bool(conditions))
            body = await read_body(response, self.manners.size_limit) if response.status_code in GOOD else b""
        headers = response.headers
        return Fetched(
            url=url,
            status=response.status_code,
            body=body,
            content_type=headers.get("content-type", ""),
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        ), location

    async def rules_for(self, url: str) -> Robots:
        """The host's robots.txt, read at most once a day."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        async with self.asking.setdefault(origin, asyncio.Lock()):
            if origin in self.unreadable:
                raise self.unreadable[origin]
            held = self.robots.held(origin, self.manners.robots_age)
            if held is None:
                held = await self.read_robots(origin)
        return parse_robots(held, PRODUCT)

    async def read_robots(self, origin: str) -> bytes:
        """The file's bytes, none where there is no such file; FetchError when nobody can say."""
        try:
            data = (await self.follow(f"{origin}/robots.txt", 0, {}, robots=False)).body
        except RefusedError:
            raise
        except FetchError as fault:
            if fault.status is None or fault.status in PASSING:
                self.unreadable[origin] = FetchError(f"robots.txt cannot be read: {fault}", wait=fault.wait)
                raise self.unreadable[origin] from None
            data = b""
        self.robots.hold(origin, data)
        return data


@contextlib.asynccontextmanager
async def fetching(named: Collection[Place], manners: Manners, robots: RobotsFiles) -> AsyncIterator[Fetcher]:
    """A fetcher for as long as it is needed."""
    headers = {"user-agent": user_agent(), "accept-encoding": ACCEPTED, "accept-language": "ar", "accept": "*/*"}
    timeout = httpx.Timeout(manners.read, connect=manners.connect, pool=None)
    transport = guarded_transport(named, manners.at_once)
    async with httpx.AsyncClient(transport=transport, headers=headers, timeout=timeout, trust_env=False) as client:
        yield Fetcher(client, manners, robots)


def require_good(response: httpx.Response, was_conditional: bool) -> None:
    """FetchError unless the answer holds the page, or says that it is unchanged."""
    status = response.status_code
    if status in GOOD or (status == 304 and was_conditional):
        return
    reason = f"HTTP {status} {response.reason_phrase}".strip()
    if status in PASSING:
        raise FetchError(reason, wait=asked_wait(response.headers.get("retry-after")), status=status)
    raise FetchError(reason, lasting=True, status=status)


def asked_wait(stated: str | None) -> float | None:
    """Seconds until the server wants to be asked again, at most a day; it may state them or the moment."""
    try:
        return min(max(float(int(stated or "")), 0.0), 86_400.0)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(stated or "")
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return min(max((moment - clock.now()).total_seconds(), 0.0), 86_400.0)


def redirected(url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
        is_web = urlsplit(target).scheme in {"http", "https"}
    except ValueError:
        is_web = False
    if not is_web:
        raise FetchError(f"redirects to no web address: {location[:80]!r}", lasting=True)
    return target
