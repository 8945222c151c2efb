"""robots.txt by RFC 9309: which addresses a site asks us to leave alone, and how often it wants to be asked."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

LIMIT = 512 * 1024  # bytes that count, by the RFC
LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
ESCAPED = re.compile("%([0-9a-fA-F]{2})")
RULES, MOST_DELAY = 5000, 60.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for one crawler, its delay in seconds, the sitemaps named for all."""

    rules: tuple[tuple[str, bool], ...] = ()  # pattern, whether allowed
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()


NO_RULES = Robots()


def parse_robots(data: bytes, agent: str) -> Robots:
    """What the file says to the agent: its own groups, else those for everyone."""
    lines = [
        (match[1].lower(), match[2].strip())
        for line in data[:LIMIT].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
        if (match := LINE.match(line))
    ]
    groups = groups_of(lines)
    own = groups.get(agent.lower()) or groups.get("*") or []
    return Robots(
        rules=tuple((value, name == "allow") for name, value in own if name in {"allow", "disallow"} and value)[:RULES],
        delay=max([seconds(value) for name, value in own if name == "crawl-delay"], default=0.0),
        sitemaps=tuple(value for name, value in lines if name == "sitemap"),
    )


def groups_of(lines: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """The lines of each agent's groups, by its name."""
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    is_heading = False
    for name, value in lines:
        if name == "user-agent":
            agents = [*(agents if is_heading else []), value.lower()]
            groups.setdefault(value.lower(), [])
        elif name != "sitemap":
            for agent in agents:
                groups[agent].append((name, value))
        is_heading = name == "user-agent" or (is_heading and name == "sitemap")
    return groups


def seconds(value: str) -> float:
    try:
        return min(max(float(value), 0.0), MOST_DELAY) if value != "nan" else 0.0
    except ValueError:
        return 0.0


def is_allowed(robots: Robots, url: str) -> bool:
    """Whether the longest rule that matches lets the address be fetched; on a tie it does."""
    parts = urlsplit(url)
    path = unescaped((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    matching = [(len(pattern), allowed) for pattern, allowed in robots.rules if matches(unescaped(pattern), path)]
    return max(matching, default=(0, True))[1]


def unescaped(path: str) -> str:
    """The path with its escapes in one form."""
    return ESCAPED.sub(lambda match: match[0].upper(), path)


def matches(pattern: str, path: str) -> bool:
    """Whether the path begins as the pattern says: * is anything, $ the end. Linear in both."""
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if is_whole else rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if not is_whole:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else at == len(path)
