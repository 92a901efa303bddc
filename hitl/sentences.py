"""A text cut into its sentences, in many scripts, by short rules; nothing of the text is lost.

No library serves: pySBD has had no release since 2021 and wants to know the language; ICU, after UAX 29, knows
the abbreviations of one language at a time, and ends sentences within addresses and after "z. B.".
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

NEWLINE = "\n\r\x85\u2028\u2029"
_LINE = re.compile(rf"[^{NEWLINE}]*+(?:[{NEWLINE}]++(?:[^\S{NEWLINE}]++(?=[{NEWLINE}]|\Z))?)++|[^{NEWLINE}]++")
_MARK = r".!?…؟\u06d4።\u0589፧\u166e⁇⁈⁉‼"
_CLOSERS = r"(?:[\u00a0\u202f]?[\"'”’»›“‘)\]}」』）】》*_~])*+"  # noqa: RUF001 - the marks of real texts
_WIDE_CLOSERS = r"[\"'”’)\]}」』）】》*_~]*+"  # noqa: RUF001
_EMOJI = r"(?:\s*+[\u2600-\u27bf\U0001F000-\U0001F445\U0001F44A-\U0001FAFF\ufe0f\u200d]++)*+"
_WIDE = "。！？｡．।॥"  # noqa: RUF001 - they end a sentence without a blank
_STOP = re.compile(rf"[{_MARK}{_WIDE}]")
_END = re.compile(
    rf"(?P<wide>[{_WIDE}]++){_WIDE_CLOSERS}{_EMOJI}\s*+"
    rf"|(?P<mark>(?<![{_MARK}])[{_MARK}]++){_CLOSERS}{_EMOJI}\s++"
)
_MARKER = re.compile(r"\s*(?:[-*•·–—+>]\s+|#+\s+|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z])[.)]\s+)*")
_WHOLE_LINE = re.compile(r"\s*(?:#{1,6}\s|\||(?:[-*•–+]|\d{1,3}[.)])\s+(?=\S))")
_CLOSED = re.compile(rf"[.!?…。！？]{_CLOSERS}{_EMOJI}\Z")  # noqa: RUF001
_LAST_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\Z")
_NEXT_WORD = re.compile(r"[\W_]{0,40}+([^\W_]+)")


_WORDS = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")).items()
}
_WRAPPED = 50
"""A line with more characters that ends without a mark, before another one, was wrapped by a program."""

_SEEN = 40
"""Characters before and after a mark that are looked at."""


def split(text: str) -> list[str]:
    """The sentences of `text`, each with the blanks and newlines that follow it; they join to the text.

    A line never runs on into the next, so a headline, an item of a list, or a line of Thai is one
    sentence. Blanks at the very beginning belong to the first sentence.
    """
    ends = [0, *_ends(text)]
    return [text[start:end] for start, end in pairwise(ends)]


def body(sentence: str) -> tuple[int, int]:
    """Where the words of a sentence begin and end: without its marker (list, headline) and the blanks after it."""
    end = len(sentence.rstrip())
    marker = _MARKER.match(sentence)
    start = marker.end() if marker else 0
    return (start, end) if start < end else (min(len(sentence) - len(sentence.lstrip()), end), end)


def _ends(text: str) -> Iterator[int]:
    """Where each sentence of the text ends, in order, the last at the text's end."""
    end = 0
    for line in _LINE.finditer(text):
        if not line[0].strip():
            continue  # only the first line can be blank
        yield from _inside(text, line.start(), line.end())
        yield (end := line.end())
    if end < len(text):
        yield len(text)


def _inside(text: str, start: int, line_end: int) -> Iterator[int]:
    """Where a sentence ends within the line `start:line_end`, its end left out."""
    marker = _MARKER.match(text, start, line_end)
    first = seen = marker.end() if marker else start
    for stop in _STOP.finditer(text, first, line_end):
        found = _END.match(text, stop.start(), line_end) if stop.start() >= seen else None
        if not found:
            continue
        seen = found.end()
        following = _NEXT_WORD.match(text, found.end(), line_end)
        if following and _is_end(text[max(first, found.start() - _SEEN) : found.start()], found, following[1]):
            yield found.end()
            first = found.end()


def _is_end(before: str, found: re.Match[str], following: str) -> bool:
    """Whether the marks that were found between the last characters before them and the next word end a sentence."""
    if found["wide"]:
        return following[0] not in "とっ"  # "…", he said
    if following[0].islower():
        return False
    return found["mark"] != "." or not _is_abbreviation(before, following)


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop after `before` belongs to its last word, by that word and the one that follows."""
    last = _LAST_WORD.search(before, before.rfind(" ") + 1)
    if not last:
        return False
    word = last[0].casefold()
    if word.isdecimal():
        return len(word) <= 2 and _is_ordinal(before[: last.start()], following)
    if word in _WORDS["never_last"]:
        return True
    if word in _WORDS["before_digit"] and following[0].isdecimal():
        return True
    letters = word.isascii() and word.replace(".", "").isalpha() and max(map(len, word.split("."))) == 1
    begins = following.casefold() in _WORDS["begins"] and len(following) > 1
    if word in _WORDS["may_be_last"] or letters:
        return not begins and last[0] != "I"
    return False


def _is_ordinal(before: str, following: str) -> bool:
    """Whether a number with a full stop is one in German: "am 3. Mai", "das 21. Jahrhundert"."""
    words = before.split()
    return following.casefold() in _WORDS["ordinal_nouns"] or (
        bool(words) and words[-1].casefold() in _WORDS["before_ordinal"]
    )


class Unit(NamedTuple):
    """A part of a text that is kept or dropped as a whole, with the blanks after it.

    `sort` is "sentence", "item", "table", "heading", or "line": a greeting, hashtags, code, anything else.
    """

    raw: str
    start: int
    sort: str

    @property
    def words(self) -> str:
        """The unit without the blanks after it."""
        return self.raw.rstrip()


def units(text: str) -> list[Unit]:
    """The text in units, which join to the text.

    They are sentences, but a quotation, a line of a list or a headline, a table and a block of code stay whole.
    """
    found: list[Unit] = []
    held, start, pieces = "", 0, split(text)
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=False):
        held += piece
        if not following or not _goes_on(held, following):
            found.append(Unit(held, start, _sort(held)))
            held, start = "", start + len(held)
    return found


def join(parts: Sequence[Unit], kept: Collection[int]) -> str:
    """The text of the units that are kept, with its breaks, without headings and lead-ins whose part was dropped."""
    done, gap, left = "", "", set(kept)
    for k in reversed(range(len(parts))):
        if _is_orphan(parts, left, k):
            left.discard(k)
    for k, part in enumerate(parts):
        own = part.raw[len(part.words) :]
        if k in left:
            done, gap = done + gap * bool(done) + part.words, own
        else:
            gap = max(gap, own, key=lambda blanks: blanks.count("\n"))
    return done + "".join(part.raw[len(part.words) :] for part in parts[-1:])


def _goes_on(held: str, following: str) -> bool:
    """Whether what follows belongs to the unit that is held, such as the next line of a sentence that was wrapped."""
    words, mark = held.strip(), following.lstrip()[:1]
    breaks = held[len(held.rstrip()) :].count("\n")
    if words.startswith("```"):
        return words.count("```") < 2
    if _WHOLE_LINE.match(held):
        return not breaks or (breaks == 1 and words[0] == mark == "|")
    if breaks:
        wrapped = mark.islower() or len(words.rpartition("\n")[2]) > _WRAPPED
        return breaks == 1 and wrapped and not _CLOSED.search(words) and not _WHOLE_LINE.match(following)
    opening, closing = "„“" if "„" in held else "“”"
    is_open = any(held.count(a) > held.count(b) for a, b in ((opening, closing), ("(", ")")))
    return is_open or held.count('"') % 2 > 0


def _sort(raw: str) -> str:
    if whole := _WHOLE_LINE.match(raw):
        return {"#": "heading", "|": "table"}.get(whole[0].strip()[:1], "item")
    words = raw.strip()
    return "sentence" if _CLOSED.search(words) and words[0] not in ">`" else "line"


def _is_orphan(parts: Sequence[Unit], kept: Collection[int], k: int) -> bool:
    part = parts[k]
    if k + 1 in kept or k + 1 == len(parts) or not (part.sort == "heading" or part.words.endswith(":")):
        return False
    rest = next((parts[j] for j in range(k + 2, len(parts)) if j in kept), None)
    if part.sort != "heading" or rest is None:
        return rest is None or rest.sort != parts[k + 1].sort
    return rest.sort == "heading" and rest.words.split()[0] <= part.words.split()[0]


def links(parts: Sequence[Unit], common: Collection[str]) -> list[float]:
    """How much of each unit's words, the common ones left out, other units have too."""
    stems = [{word[:6].lower() for word in re.findall(r"[^\W\d_]{4,}", part.raw)}.difference(common) for part in parts]
    seen = Counter(stem for each in stems for stem in each)
    return [sum(seen[stem] > 1 for stem in each) / (len(each) or 1) for each in stems]
