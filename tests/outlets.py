"""A web server on this machine that plays outlets, good ones and bad ones; it notes what it was asked."""

import contextlib
import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Handler = BaseHTTPRequestHandler
Reply = Callable[[Handler], None]

BODY = "سقطت ثلاثة صواريخ كاتيوشا على المنطقة الخضراء وسط بغداد مساء الأحد، من دون وقوع إصابات، بحسب مصدر أمني."
MORE = "وقال المصدر إن القوات الأمنية فتحت تحقيقا في الحادث الذي لم تتبنه أي جهة حتى الآن."


@dataclass
class Outlet:
    """The server: its replies by path, and the requests that came."""

    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stopping: bool = False

    def url(self, path: str = "/feed") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def plays(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.replies[path] = lambda handler: answer(handler, 200, data, {"content-type": kind, **dashed(headers)})

    def fails(self, path: str, status: int, **headers: str) -> None:
        self.replies[path] = lambda handler: answer(handler, status, b"", dashed(headers))

    def redirects(self, path: str, target: str) -> None:
        self.replies[path] = lambda handler: answer(handler, 302, b"", {"location": target})

    def times(self, path: str) -> int:
        """How often the path was asked for."""
        return sum(asked == path for asked, _ in self.asked)


def dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@contextlib.contextmanager
def outlet_server() -> Iterator[Outlet]:
    outlet = Outlet()

    class Playing(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            outlet.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            reply = outlet.replies.get(self.path) or outlet.replies.get(self.path.partition("?")[0])
            with contextlib.suppress(OSError):
                (reply or (lambda handler: answer(handler, 404, b"", {})))(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Playing)
    server.daemon_threads = True
    outlet.port = server.server_port
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield outlet
    finally:
        outlet.stopping = True
        server.shutdown()
        server.server_close()


def answer(handler: Handler, status: int, body: bytes, headers: dict[str, str]) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    if status != 304:
        handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def with_etag(body: str, kind: str, etag: str) -> Reply:
    """A reply that says 304 to those who have it."""

    def reply(handler: Handler) -> None:
        if handler.headers.get("if-none-match") == etag:
            answer(handler, 304, b"", {"etag": etag})
        else:
            answer(handler, 200, body.encode(), {"content-type": kind, "etag": etag})

    return reply


def endless(outlet: Outlet) -> Reply:
    """A body that never ends."""

    def reply(handler: Handler) -> None:
        begin(handler, {"content-type": "application/xml"})
        while not outlet.stopping:
            handler.wfile.write(b"<item><title>x</title></item>" * 1000)

    return reply


def dripping(outlet: Outlet, seconds: float) -> Reply:
    """A body of one byte at a time, each soon enough for the silence bound."""

    def reply(handler: Handler) -> None:
        begin(handler, {"content-type": "application/xml"})
        while not outlet.stopping:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(seconds)

    return reply


def silent(outlet: Outlet) -> Reply:
    """No answer at all."""

    def reply(handler: Handler) -> None:
        while not outlet.stopping:
            time.sleep(0.05)
        handler.close_connection = True

    return reply


def gzip_bomb(megabytes: int) -> Reply:
    data = gzip.compress(b" " * 1024 * 1024 * megabytes)
    return lambda handler: answer(handler, 200, data, {"content-type": "text/xml", "content-encoding": "gzip"})


def begin(handler: Handler, headers: dict[str, str]) -> None:
    handler.send_response(200)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("connection", "close")
    handler.end_headers()
    handler.close_connection = True


def rss(items: list[str], encoding: str = "utf-8") -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<rss version="2.0"><channel><title>مدار</title>'
    return head + "".join(items) + "</channel></rss>"


def item(link: str, title: str = "خبر", date: str = "Sun, 23 Aug 2020 19:30:00 GMT", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"


def page(text: str = BODY, title: str = "صواريخ على المنطقة الخضراء", head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><article><h1>{title}</h1><p>{text}</p><p>{MORE}</p></article></body></html>"
    )
