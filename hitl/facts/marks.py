"""Links and quotations: what its marks give away."""

import re
from collections.abc import Iterator

from hitl.facts.fact import Found, Key, found_at

_LINK = re.compile(
    r"""
    (?:https?://|www\.) [^\s<>"“”«»]++
    | (?<![\w.+-]) [\w.+-]++ @ [\w-]++ (?:\.[\w-]++)++
    | (?<![\w/&@#.]) @ [\w.-]*+
    | (?<![\w/&@#]) \# \w++
    | (?<![\w@.-]) (?:[A-Za-z0-9][A-Za-z0-9-]*+\.)+
      (?:com|org|net|io|de|at|ch|eu|fr|es|it|uk|app|dev|ai|info|edu|gov) (?![\w-]) (?:/[^\s<>"“”«»]*+)?
    """,
    re.VERBOSE,
)
_QUOTATION = re.compile(
    r"""
    „[^„“”"\n]++[“”"] | “[^“”\n]++” | «[^«»\n]++» | »[^«»\n]++«
    | \u2039[^\u2039\u203a\n]++\u203a | \u203a[^\u2039\u203a\n]++\u2039
    | \u201a[^\u201a‘’\n]++[‘’] | (?<!\w)‘(?:[^‘’\n]|’(?=\w))++’(?!\w)
    | 「[^「」\n]++」 | 『[^『』\n]++』 | 《[^《》\n]++》
    | (?<![\w"])"(?=\S)[^"\n]++"(?!\w)
    | (?<![\w'])'(?=[^\W\d])(?=[^'\n]*+(?:(?<=\w)'(?=\w)[^'\n]*+)*+')[^'\n]++(?:(?<=\w)'(?=\w)[^'\n]++)*+'(?!\w)
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"[^\W\d_][a-zß-ÿ]*|\d+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def links(text: str) -> Iterator[Found]:
    """Web and mail addresses, @names and #hashtags; a hashtag is known by its words too."""
    if not any(mark in text for mark in ("@", "#", ".")):
        return
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?)]}'’*_-")
        name = link.lstrip("@#")
        if not name or (link[0] == "#" and name.isdecimal()):
            continue
        same: Key = ("l", re.sub(r"^https?://(?:www\.)?|^www\.", "", link.casefold()).rstrip("/"))
        parts = _CAMEL.findall(link) if link[0] == "#" else []
        needs = [{same, ("w", name.casefold()), ("w", part.casefold())} for part in parts] or [{same}]
        yield found_at("link", text, (match.start(), match.start() + len(link)), *needs)


def quotations(text: str) -> Iterator[Found]:
    """What stands in quotation marks of any kind, with the marks; in single straight ones two words at least."""
    for match in _QUOTATION.finditer(text):
        inside = folded(match[0])
        if inside and (match[0][0] != "'" or " " in inside):
            yield found_at("quotation", text, match.span(), {("q", inside)})


def folded(text: str) -> str:
    """The words of a text in small letters with one blank between two."""
    return " ".join(_WORD.findall(text.casefold()))


def is_said(quotation: str, source: str) -> bool:
    """Whether a source says the words of a quotation, both folded."""
    return f" {quotation} " in f" {source} " or (bool(_UNSPACED.search(quotation)) and quotation in source)
