"""Feedback read as asks. A clause is understood only as a whole; what says anything more is refused."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile
from pathlib import Path
from typing import Any

from hitl.sentences import body, units

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("builtin.toml").read_text(encoding="utf-8"))
LISTS: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in DATA["words"].items()}
PATTERNS = {name: re.compile(wording, re.IGNORECASE | re.DOTALL) for name, wording in DATA["patterns"].items()}

_QUOTE = r"\"[^\"\n]+\"|“[^“”\n]+”|„[^„“”\n]+[“”]|«[^«»\n]+»|»[^«»\n]+«|‘[^‘’\n]+’(?!\w)|(?<!\w)'[^'\n]+'(?!\w)"
_OPEN = r"(?:[^\"“”„«»‘\u201a']|(?<=\w)')+?"
_JOINT = r"(?:and|but|then|plus|or|&|\+|und|aber|sowie|oder|–|—)\s+"
_CUT = re.compile(rf"(?i){_QUOTE}|(?P<cut>[,;]\s+(?:{_JOINT})*|\s(?:{_JOINT})+|(?<=\w\w\w)(?<!\bmax)[.!?]+\s+)")


@dataclass(frozen=True)
class Ask:
    """A clause of feedback, its wish, "" if that is not understood, and the slots of its wording.

    `number` is a count or a place, 0 for the last; no quotation marks end what `is_open`; `is_but` follows a "but".
    """

    clause: str
    wish: str = ""
    slots: frozenset[str] = frozenset()
    number: int = 0
    value: str = ""
    new: str = ""
    is_open: bool = False
    is_but: bool = False
    refused: str = ""


def read(feedback: str) -> list[Ask]:
    """The asks of a feedback, clause by clause; praise is none. What an unclear clause may bound is refused."""
    asks = [ask for part in units(feedback) for ask in _sentence(part.raw[slice(*body(part.raw))])]
    unclear = [ask for ask in asks if not ask.wish or ask.is_open or ask.wish == "liking"]
    for k, ask in enumerate(asks):
        against = next((each.clause for each in unclear if each is not ask and _bounds(each, ask.wish)), "")
        if against and not ask.refused:
            asks[k] = replace(ask, refused=f"“{against}” may speak against it")
    return [ask for ask in asks if ask.wish != "liking"]


def is_order(words: str) -> bool:
    """Whether a sentence tells the writer what to do, rather than the reader what is so."""
    said = [*dropwhile(LISTS["before"].__contains__, re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", words.lower()))]
    has_verb = LISTS["verbs"] & {*said} or any(word.endswith("ed") for word in said)
    is_told = LISTS["nouns"] & {*said[:1]} and has_verb and not LISTS["objects"] & {*said[1:2]}
    begins = LISTS["orders"] & {*said[:1]} and not is_told
    return bool(begins or PATTERNS["orders"].fullmatch(" ".join(words.split())))


def _bounds(unclear: Ask, wish: str) -> bool:
    """Whether a clause that is not understood may say what another one has to spare."""
    is_heard, clause = unclear.wish != "liking", unclear.clause
    if wish.startswith("keep") or (is_heard and (unclear.is_but or PATTERNS["restricts"].match(clause))):
        return not wish.startswith("keep")
    is_harmless = unclear.is_open or is_order(clause) or PATTERNS["harmless"].match(clause)
    scopes = is_heard and wish in DATA["whole"] and PATTERNS["scopes"].match(clause)
    return bool(scopes) or (wish in DATA["cutting"] and not is_harmless)


def _sentence(sentence: str) -> list[Ask]:
    """The asks of one sentence; one whose words, without quotation marks, may go on in the next clause is refused."""
    found, start, joint, text = [Ask("", "praise")], 0, "", " ".join(sentence.split())
    for end, following in [*(match.span("cut") for match in _CUT.finditer(text) if match["cut"]), (len(text), 0)]:
        clause = re.sub(r"\A[ .,;:!?…]+|(?<!\.\w)[ .,;:!?…]+\Z", "", text[start:end])  # "a.m." has its full stop
        if re.search(r"[^\W_]", clause):
            is_but = found[-1].wish != "praise" and bool(re.search(r"(?i)\b(but|aber)\b", joint))
            found.append(replace(_clause(clause, found[-1]), is_but=is_but))
            goes_on = found[-2].is_open or (found[-2].wish == "replace" and not is_order(clause))
            if goes_on and not found[-1].wish:
                found[-2] = replace(found[-2], refused=f"“{clause}” may belong to it")
        start, joint = following, text[end:following]
    return [ask for ask in found if ask.wish != "praise"]


def _clause(clause: str, before: Ask) -> Ask:
    """One clause as an ask; one that only names a thing goes on with the verb of the one before it."""
    polite = PATTERNS["courtesy"].fullmatch(clause)
    words = re.sub("(?<=n)’(?=t)|(?<=t)’(?=s)", "'", polite["said"] if polite else clause)
    said = {*words.lower().split()}
    if (is_praise := LISTS["praises"] & said and LISTS["praise"] >= said) or PATTERNS["likes"].fullmatch(words):
        return Ask(clause, "praise" if is_praise else "liking")
    verb = before.wish if before.wish in ("remove", "mention", "replace") and re.match(_QUOTE, words) else ""
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
    slots = DATA["slots"] | {"quote": f"(?P<value>{_QUOTE})", "value": f"(?P<value>{_QUOTE}|{_OPEN})"}
    slots["new"] = f"(?P<new>{_QUOTE}|{_OPEN})"
    for wish, wordings in DATA["asks"].items():
        for thing, names in DATA["things"].items() if "{thing}" in wish else [("", "")]:
            for wording in wordings:
                pattern = wording.replace("[", "(").replace("]", ")?").replace("{thing}", f"({names})")
                while slot := re.search(r"\{([a-z_]+)\}", pattern):
                    pattern = pattern.replace(slot[0], slots[slot[1]])
                yield wish.replace("{thing}", thing), re.compile(pattern, re.IGNORECASE)


_WORDINGS = list(_wordings())
