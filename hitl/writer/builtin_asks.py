"""Feedback read as asks. A clause is understood only as a whole; what says anything more is refused."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hitl.sentences import body, units

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("builtin.toml").read_text(encoding="utf-8"))
LISTS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in DATA["words"].items()}
PATTERNS = {name: re.compile(wording, re.IGNORECASE | re.DOTALL) for name, wording in DATA["patterns"].items()}

_QUOTE = r"\"[^\"\n]+\"|“[^“”\n]+”|„[^„“”\n]+[“”]|«[^«»\n]+»|‘[^‘’\n]+’(?!\w)|(?<!\w)'[^'\n]+'(?!\w)"
_JOINT = r"(?:and|but|then|plus|or|&|\+|und|aber|sowie|oder|–|—)\s+"
_CUT = re.compile(
    rf"{_QUOTE}|(?P<cut>[,;]\s+(?:{_JOINT})*|\s(?:{_JOINT})+|(?<=\w\w\w)(?<!\bmax)[.!?]+\s+)", re.IGNORECASE
)


@dataclass(frozen=True)
class Ask:
    """A clause of feedback in its own words, what it wants, "" if that is not understood, and the slots of its wording.

    `number` is a count or the place of a sentence, 0 for none or the last. `is_open` says that its words stood in no
    quotation marks, so that nobody knows where they end; `refused`, why it must not be carried out.
    """

    clause: str
    wish: str = ""
    slots: frozenset[str] = frozenset()
    number: int = 0
    value: str = ""
    new: str = ""
    is_open: bool = False
    refused: str = ""


def read(feedback: str) -> list[Ask]:
    """The asks of a feedback, clause by clause; praise is none. What an unclear clause may bound is refused."""
    asks = [ask for part in units(feedback) for ask in _sentence(part.raw[slice(*body(part.raw))])]
    unknown = [ask.clause for ask in asks if not ask.wish or ask.is_open]
    bounds = [clause for clause in unknown if PATTERNS["restricts"].match(clause)]
    scopes = [clause for clause in unknown if PATTERNS["scopes"].match(clause)]
    for k, ask in enumerate(asks):
        against = (bounds + scopes * (ask.wish in DATA["whole"]))[:1]
        if against and not ask.refused:
            asks[k] = replace(ask, refused=f"“{against[0]}” is not understood and may speak against it")
    return asks


def _sentence(sentence: str) -> list[Ask]:
    """The asks of one sentence; one whose words, without quotation marks, may go on in the next clause is refused."""
    found, start, text = [Ask("")], 0, " ".join(sentence.split())
    for end, following in [*(match.span("cut") for match in _CUT.finditer(text) if match["cut"]), (len(text), 0)]:
        if re.search(r"[^\W_]", clause := text[start:end].strip(" .,;:!?…")):
            found.append(_clause(clause, found[-1]))
            if found[-2].is_open and not found[-1].wish:
                found[-2] = replace(found[-2], refused="put the words in quotation marks")
        start = following
    return [ask for ask in found[1:] if ask.wish != "praise"]


def _clause(clause: str, before: Ask) -> Ask:
    """One clause as an ask; one that only names a thing goes on with the verb of the one before it."""
    polite = PATTERNS["courtesy"].fullmatch(clause)
    words = re.sub("(?<=n)’(?=t)|(?<=t)’(?=s)", "'", polite["said"] if polite else clause)
    said = {*words.lower().split()}
    if (LISTS["praises"] & said and LISTS["praise"] >= said) or PATTERNS["likes"].fullmatch(words):
        return Ask(clause, "praise")
    verb = before.wish if before.wish in ("remove", "mention") and re.fullmatch(_QUOTE, words) else ""
    if before.wish.removeprefix("no ") in DATA["things"]:
        verb = "no" if before.wish.startswith("no ") else "add"
    for wish, pattern in _WORDINGS:
        if match := pattern.fullmatch(words) or (pattern.fullmatch(f"{verb} {words}") if verb else None):
            slots = {name: given.strip() for name, given in match.groupdict().items() if given}
            value, new = slots.get("value", ""), slots.get("new", "")
            is_open = bool(value) and not re.fullmatch(_QUOTE, new or value)
            value, new = (given[1:-1] if re.fullmatch(_QUOTE, given) else given for given in (value, new))
            number = slots.get("number", slots.get("nth", "0")).lower()
            return Ask(clause, wish, frozenset(slots), int(DATA["counts"].get(number, number)), value, new, is_open)
    return Ask(clause)


def _wordings() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Each wording as a pattern, with its wish."""
    slots = DATA["slots"] | {"quote": f"(?P<value>{_QUOTE})", "value": rf"(?P<value>{_QUOTE}|[^\"“„«]+?)"}
    for wish, wordings in DATA["asks"].items():
        for thing, names in DATA["things"].items() if "{thing}" in wish else [("", "")]:
            for wording in wordings:
                pattern = wording.replace("[", "(").replace("]", ")?").replace("{thing}", f"({names})")
                while slot := re.search(r"\{([a-z_]+)\}", pattern):
                    pattern = pattern.replace(slot[0], slots[slot[1]])
                yield wish.replace("{thing}", thing), re.compile(pattern, re.IGNORECASE)


_WORDINGS = list(_wordings())
