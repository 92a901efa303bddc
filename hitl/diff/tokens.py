"""A text cut into sentences, and into words as an editor would count them.

Classes of characters come from `regex`, sentences from `hitl.sentences`, the words of scripts written without
blanks from ICU, which alone has dictionaries of them.
"""

from functools import lru_cache
from itertools import accumulate

import regex
from icu4py.breakers import WordBreaker
from rapidfuzz.distance import Postfix, Prefix

from hitl.sentences import NEWLINE, split

_SCRIPTS = "".join(rf"\p{{scx={name}}}" for name in ("Han", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"))
_UNSPACED = rf"[[{_SCRIPTS}]&&[\p{{L}}\p{{M}}\p{{Nl}}]]"
_LETTER = rf"[[\p{{L}}\p{{N}}]--{_UNSPACED}]"
_WORD = rf"{_LETTER}+(?:[\p{{M}}\u00AD\u200C\u200D]+{_LETTER}*)*"
_TOKEN = regex.compile(
    rf"""
    [0-9A-Za-z]++(?=[ ]) | [ ](?=[A-Za-z])  # nothing new, but most of a text, and much faster
    | https?://[^\s<>"”]*[\p{{L}}\p{{N}}/]
    | [\#@]?{_WORD} (?: (?: [-'’._@\u2010\u2011\u05F3\u05F4] | (?<=\d)[,:/](?=\d)
                          | (?<=\d)[\u00A0\u202F](?=\d{{3}}(?!\d)) ) {_WORD} )*
    | {_UNSPACED} [{_UNSPACED}\p{{M}}\u200B-\u200D]*
    | \r\n | [{NEWLINE}]
    | [[\s]--[{NEWLINE}]]+
    | \X
    """,
    regex.VERBOSE | regex.VERSION1,
)
_RUN = regex.compile(_UNSPACED, regex.VERSION1)
_MARK = regex.compile(r"[\p{M}\u200B-\u200D]")
_LONE = regex.compile(r"[\uD800-\uDFFF]")
_PIECE = regex.compile(rf"\s*[{NEWLINE}](?:\s+\Z)?|[^{NEWLINE}]+")
_SMALL_WORDS = """
    a an the and or but as at by for from in into of on to with is are was be it its i you he she we they this that
    our your their his her der die das den dem des ein eine einen und oder in im am an auf für mit von zu zum zur ist
    sind es wir sie ihr unser le la les un une de du des et ou à au aux en est nous vous il elle ce que qui pour dans
    el los las y o del al es se su con por di e da i il lo per che 的 了 是 在 和 の は が を に と で も です ます
"""
_SMALL = frozenset(_SMALL_WORDS.split())

BARRIER = 10**9
"""Half words that a newline counts for: more than any text has."""


class Whole(str):
    """A stretch of text, longer than a word, that nothing happens to and that nobody needs to look into."""

    __slots__ = ()


def tokens(text: str) -> list[str]:
    """Cut a text into words, single punctuation marks, runs of blanks, and newlines; they join to the text.

    A word keeps its apostrophes, hyphens and inner dots, a number its commas, colons and slashes; a web or
    mail address, a #hashtag and an @name are one word. Marks and joined emoji stay with their base. Words
    of scripts that are written without blanks are those of ICU's dictionaries.
    """
    if text.isascii() or not _RUN.search(text):
        return _TOKEN.findall(text)
    ends = frozenset(accumulate(map(len, WordBreaker(_LONE.sub("\ufffd", text), "und"))))
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if _RUN.match(match[0]):
            for cut in range(start + 1, end):
                if cut in ends:
                    found.append(text[start:cut])
                    start = cut
        found.append(text[start:end])
    return found


def sentences(text: str) -> list[str]:
    """Cut a text into sentences, with the blanks behind them, and runs of newlines; they join to the text."""
    found: list[str] = []
    for sentence in split(text):
        found += [sentence] if sentence.isprintable() else _PIECE.findall(sentence)
    return found


def alike(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at the start and at the end though ICU cut them in other words.

    What is in common goes up to where two words of either text meet.
    """
    first, second = tokens(old), tokens(new)
    start = end = 0
    seams = {*accumulate(map(len, first)), *accumulate(map(len, second))}
    if first[0] != second[0]:
        common = Prefix.similarity(old, new)
        start = max((k for k in seams if k <= common and _is_seam(old, k) and _is_seam(new, k)), default=0)
    if first[-1] != second[-1]:
        common = min(Postfix.similarity(old, new), len(old) - start, len(new) - start)
        seams = {*accumulate(map(len, first[::-1])), *accumulate(map(len, second[::-1]))}
        meet = (k for k in seams if k <= common and _is_seam(old, len(old) - k) and _is_seam(new, len(new) - k))
        end = max(meet, default=0)
    return start, end


def is_word(token: str) -> bool:
    """Whether a token has a letter or a digit."""
    return token[0].isalnum() or (token[0] in "#@" and len(token) > 1)


def is_blank(token: str) -> bool:
    """Whether a token is white space within a line."""
    return token[0].isspace() and token[0] not in NEWLINE


@lru_cache(maxsize=1 << 16)
def half_words(token: str) -> int:
    """How much a token says: a word 2, a small word such as "of" 1, punctuation and blanks nothing."""
    if token[0] in NEWLINE:
        return BARRIER
    if token.lower() in _SMALL:
        return 1
    return 2 * is_word(token)


def _is_seam(text: str, k: int) -> bool:
    """Whether words of a script without blanks may meet here."""
    return all(map(_RUN.match, text[max(k - 1, 0) : k + 1])) and not _MARK.match(text[k : k + 1])
