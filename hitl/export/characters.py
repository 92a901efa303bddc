"""Characters on their way into XML and HTML: what those cannot hold, and which way they run."""

import re
import unicodedata

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def holdable(text: str) -> str:
    """The text as XML 1.0 and HTML can hold it, each other character kept: LF for every line end.

    A control character is shown as its picture ("␀", U+2400 and up); half of a surrogate pair and the two
    noncharacters that XML forbids (https://www.w3.org/TR/xml/#charsets) become U+FFFD.
    """
    return _UNHOLDABLE.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def right_to_left(text: str) -> bool:
    """True if the first letter with a direction runs from right to left: the rule of `dir="auto"`, UAX 9's P2."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
