"""Feedback read as asks: what it wants, clause by clause, and what was not understood."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hitl.writer.offline.asks import Ask, Understood, Wish
from hitl.writer.offline.clauses import Clause, Feedback, clauses
from hitl.writer.offline.grammar import is_thing, with_verb_of
from hitl.writer.offline.phrases import ask_of, is_praise

_OPEN = (Wish.MENTION, Wish.REMOVE, Wish.REPLACE, Wish.TITLE)
_NEW_CLAUSE = re.compile(
    r"(?:please|make|keep|give|be|use|write|put|let|can|could|would|should|it|its|this|that|there|the (?:text|tone|"
    r"post|draft)|"
    r"more|less|too|not|no|do|don't|try|i|we|you|very|a (?:bit|little)|add|remove|drop|change|replace|start|end|"
    r"explain|"
    r"translate|rewrite|rephrase|check|fix|avoid|sounds?|looks?|feels?|so|if|because|otherwise|tell|say|show|move)\b",
    re.IGNORECASE,
)


def understand(feedback: str) -> Understood:
    """Read feedback: what it asks for, and what was not understood. Praise is neither."""
    read = clauses(feedback)
    asks: list[Ask] = []
    unknown: list[str] = []
    before = ""
    for clause in read.clauses:
        found = _with_verb(read, before, clause) or ask_of(read, clause.words)
        before = before if found and is_thing(clause.words) else clause.words
        if found:
            asks.append(replace(found, clause=read.shown(clause.words)))
        elif is_praise(clause.words):
            continue
        elif asks and _belongs(clause, asks[-1], unknown):
            asks[-1:] = _continued(read, asks[-1], clause)
        else:
            unknown.append(read.shown(clause.words))
    return Understood(tuple(asks), tuple(unknown))


def _with_verb(read: Feedback, before: str, clause: Clause) -> Ask | None:
    """What a clause asks for with the verb of the one before it, where it has none: "remove hashtags and emoji"."""
    words = with_verb_of(before, clause.words) if clause.before.lower() in ("and", "or", "nor", ",", "&", "+") else ""
    return ask_of(read, words) if words else None


def _belongs(clause: Clause, ask: Ask, unknown: Sequence[str]) -> bool:
    """Whether a clause goes on with the last ask: "mention Anna" + "and Bob"."""
    joins = clause.before.lower() in (",", "and", "&", "+", "plus", "as well as", "but", "while")
    return joins and not unknown and ask.wish in _OPEN and not _NEW_CLAUSE.match(clause.words)


def _continued(read: Feedback, ask: Ask, clause: Clause) -> list[Ask]:
    """The ask with the clause joined to it; what is to go is asked for one by one."""
    meant, shown = read.meant(clause.words), read.shown(clause.words)
    if ask.wish is Wish.REMOVE:
        return [ask, replace(ask, value=meant, clause=shown)]
    link = clause.before if clause.before == "," else " " + clause.before
    whole = f"{ask.clause}{link} {shown}"
    if ask.wish is Wish.REPLACE:
        return [replace(ask, other=f"{ask.other}{link} {meant}", clause=whole)]
    return [replace(ask, value=f"{ask.value}{link} {meant}", clause=whole)]
