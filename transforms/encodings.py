"""Bytes to text: UTF-8, UTF-16 by its mark, a declared charset, windows-1256 by plausibility."""

import codecs
import re

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ARABIC = re.compile("[\u0620-\u064a]")
LETTER = re.compile(r"[^\W\d_]")
# Arabic UTF-8 read as windows-1256 is every second letter a tah or a zah (lead bytes D8 and D9).
LEAD_BYTES = re.compile("[طظ]")
NOT_WORDS = re.compile(r"[\x00-\x7f]+")
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE | re.ASCII)
DECLARED = re.compile(
    rb"""<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)|<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
# Servers declare western charsets without asking; only one in which Arabic can be written is believed.
ARABIC_CHARSETS = frozenset({"cp1256", "iso8859-6", "cp864", "cp720", "mac-arabic", "utf-16-le", "utf-16-be"})
MOST_BROKEN = 0.05  # share of the characters that are not ASCII
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r")


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of the bytes; ValueError when no reading of them is plausible."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = f"broken UTF-8 at byte {error.start}"
    if declared and known(declared) not in {None, "utf-8"}:
        return strict(data, declared)
    text = data.decode("cp1256")
    if is_plausible(text):
        return text
    raise ValueError(broken)


def decode_markup(data: bytes, declared: str | None = None) -> str:
    """Like decode(), for HTML and XML: tags prove nothing, declarations lie, a stray byte costs one character."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= MOST_BROKEN * (len(text) - len(text.encode("ascii", "ignore"))):
        return text
    charset = known(declared) if declared else ""
    if charset in ARABIC_CHARSETS:
        return data.decode(charset, "replace")
    arabic = data.decode("cp1256", "replace")
    if is_plausible(NOT_WORDS.sub(" ", arabic)):
        return arabic
    raise ValueError(f"text in no known encoding, declared as {declared or 'nothing'}")


def declared_charset(head: bytes, content_type: str = "") -> str | None:
    """The charset that the header, the XML declaration or the page's meta element states."""
    match = HEADER_CHARSET.search(content_type)
    if match:
        return match[1]
    found = DECLARED.search(head[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(f"broken {encoding} at byte {error.start}") from None


def known(name: str) -> str | None:
    """Python's name of a charset, None when it has none."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def is_plausible(text: str) -> bool:
    """Whether a windows-1256 reading gave Arabic words and not the ruins of UTF-8."""
    arabic = len(ARABIC.findall(text))
    return arabic > 0.5 * len(LETTER.findall(text)) and len(LEAD_BYTES.findall(text)) < 0.2 * arabic


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are no text in any encoding."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    controls = len(head) - len(head.translate(None, CONTROLS))
    return b"\0" in head or head.startswith(b"%PDF-") or controls > 0.02 * len(head)


def printable(data: bytes, limit: int = 60) -> str:
    """The first bytes for a reader's eye: readable where they are UTF-8, escaped elsewhere."""
    text = data[:limit].decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
