"""The body of an answer, decompressed piece by piece and never over its bound."""

import zlib

import httpx

from flows.fetching.faults import FetchError

RAW, ANY = -zlib.MAX_WBITS, zlib.MAX_WBITS | 32  # deflate without a header; gzip or zlib by their header
ACCEPTED = "gzip, deflate"


async def read_body(response: httpx.Response, limit: int) -> bytes:
    """The whole body; FetchError when it is over the limit, breaks off or cannot be decompressed."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return await read_plain(response, limit)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError(f"compressed in a way not asked for: {coding[:40]}", lasting=True)
    return await read_inflated(response, limit)


async def read_plain(response: httpx.Response, limit: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        require_size(len(body), limit)
    return bytes(body)


async def read_inflated(response: httpx.Response, limit: int) -> bytes:
    body, inflater = bytearray(), None
    async for chunk in response.aiter_raw():
        inflater = inflater or inflater_for(chunk)
        try:
            body += inflater.decompress(chunk, limit + 1 - len(body))
        except zlib.error as error:
            raise FetchError(f"damaged compression: {error}") from None
        require_size(len(body), limit)
    if inflater and not inflater.eof:
        raise FetchError("the compressed answer breaks off")
    return bytes(body)


def inflater_for(head: bytes) -> "zlib._Decompress":
    """A decompressor for what begins so: some servers send deflate without the header it should have."""
    try:
        zlib.decompressobj(ANY).decompress(head[:64], 1)
    except zlib.error:
        return zlib.decompressobj(RAW)
    return zlib.decompressobj(ANY)


def require_size(size: int, limit: int) -> None:
    if size > limit:
        raise FetchError(f"answer of more than {limit / 1024 / 1024:g} MB", lasting=True)
