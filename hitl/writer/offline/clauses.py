"""Feedback cut into clauses, each of which may be an ask."""

import re
from dataclasses import dataclass

from hitl.writer.offline.dates import MONTHS

_QUOTE = re.compile(
    r'"([^"\n]+)"|“([^“”\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|`([^`\n]+)`|‘([^‘’\n]+)’(?!\w)|(?<!\w)\'([^\'\n]+)\'(?!\w)'
)
_MASKED = re.compile(r"[\ue100-\uefff]")
_BREAK = re.compile(
    r"[ \t]*(?:\r?\n[-*•\s]*|(?<!\bmr)(?<!\bms)(?<!\bmrs)(?<!\bdr)(?<!\bprof)(?<!\bapprox)(?<!\be\.g)(?<!\bi\.e)"
    rf"[.!?…]+(?=\s|$)(?!(?<=\d\.)\s(?-i:{MONTHS})\b)|;|,(?!\d)|(?<!\S)[–—-](?=\s))[ \t]*"
    r"|\s(?:and then|and also|as well as|and|(?<!all\s)but(?!\s+one\s*(?:$|[.,;]))|then|plus|also|yet|however|while|"
    r"&|\+)"
    r"(?=\s)|\s(?:or|nor)(?=\s(?:any )?(?:emoji|hash ?tag|metric|number|stat|exclamation|question|bullet))",
    re.IGNORECASE,
)
_MOST_QUOTES = 0xEFFF - 0xE100


@dataclass(frozen=True)
class Clause:
    """A piece of feedback, and what stood between it and the one before. Quotes are one masked character each."""

    words: str
    before: str = ""


@dataclass(frozen=True)
class Feedback:
    """Feedback in clauses, with the quotes that were masked."""

    clauses: tuple[Clause, ...]
    quotes: tuple[str, ...]

    def shown(self, words: str) -> str:
        """Masked words as they were typed, with double quotes around the quotes."""
        return _MASKED.sub(lambda found: '"' + self._quote(found[0]) + '"', words)

    def meant(self, words: str) -> str:
        """Masked words as a value: quotes lose their marks, and white space around is dropped."""
        bare = _MASKED.sub(lambda found: self._quote(found[0]), words)
        return bare.strip(" \t,;:")

    def _quote(self, character: str) -> str:
        index = ord(character) - 0xE100
        return self.quotes[index] if index < len(self.quotes) else character


def clauses(feedback: str) -> Feedback:
    """Cut feedback at commas, semicolons, full stops, new lines, "and", "but"; never inside quotes or numbers."""
    quotes: list[str] = []

    def masked(found: re.Match[str]) -> str:
        if len(quotes) >= _MOST_QUOTES:
            return found[0]
        quotes.append(next(filter(None, found.groups())))
        return chr(0xE100 + len(quotes) - 1)

    masked_text = _QUOTE.sub(masked, _MASKED.sub(" ", feedback))
    spaced = re.sub(r"[^\S\n]+", " ", masked_text)
    found, start, before = [], 0, ""
    for cut in _BREAK.finditer(spaced):
        found.append(Clause(spaced[start : cut.start()].strip(), before))
        start, before = cut.end(), cut[0].strip()
    found.append(Clause(spaced[start:].strip(), before))
    return Feedback(
        tuple(clause for clause in found if any(map(str.isalnum, clause.words)) or quoted(clause)), tuple(quotes)
    )


def quoted(clause: Clause) -> bool:
    """True when the clause holds a quote, or a sign such as an emoji that may be asked for."""
    return bool(_MASKED.search(clause.words)) or any(ord(character) > 0x2000 for character in clause.words)
