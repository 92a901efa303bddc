"""The phrases in which an editor asks, each with the ask that it means; the first one that fits counts."""

import re

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.clauses import Feedback
from hitl.writer.offline.grammar import (
    bare,
    corrected,
)
from hitl.writer.offline.phrases_things import THINGS
from hitl.writer.offline.phrases_words import WORDS

_GOOD = (
    r"(?:good|great|nice|nicely|well|fine|perfect|perfectly|excellent|awesome|lovely|cool|brilliant|amazing|"
    r"wonderful|solid|"
    r"fantastic|beautiful|spot on|super|strong|better|ok|okay|right|done|there)"
)
_PRAISED = re.compile(
    rf"\b(?:is|are|looks?|reads?|sounds?|works?)\s+(?:(?:very|really|so|pretty|quite|already|much|all|"
    rf"just)\s+)*{_GOOD}(?: (?:now|already|to me))?$"
    r"|^(?:i\s+)?(?:really\s+|absolutely\s+|do\s+|just\s+)?(?:love|like|enjoy|appreciate)\b",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    rf"(?:(?:it|this|that|the \w+|all|everything|you|overall|a|what a|so|very|really|much|pretty|quite|already|"
    rf"almost|getting|"
    rf"looks?|reads?|sounds?|is|are|['’]s|that['’]s|it['’]s|i think|nice|now)\s+)*(?:{_GOOD}|thanks|thank you|lgtm|"
    rf"wow|yes|yep|no|"
    r"sure|bravo|sweet|thx|ty|cheers|hi|hello|congrat\w*|approved?|agreed|not bad|on the right track|love)\b",
    re.IGNORECASE,
)


def ask_of(read: Feedback, clause: str) -> Ask | None:
    """What a clause asks for, tried as typed and then with typing errors put right; None when not understood."""
    words = bare(clause)
    if _PRAISED.search(words):
        return None
    return _first(read, words) or _first(read, corrected(words))


def is_praise(clause: str) -> bool:
    """True for a clause that only says something nice, such as "Looks good"."""
    if clause.lower() in ("please", "pls", "plz"):
        return True
    return bool(_PRAISED.search(clause) or _PRAISE.match(clause)) and len(clause.split()) <= 12


def _first(read: Feedback, words: str) -> Ask | None:
    for pattern, reader in (*THINGS, *WORDS):
        found = pattern.search(words)
        if found and (ask := reader(found, read)):
            return ask
    return None
