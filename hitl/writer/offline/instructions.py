"""Instructions about the text that stand among the facts of a brief, such as "Keep it short." or "No emoji".

In doubt a line is a fact: a fact that is lost is worse than an instruction that is quoted.
"""

import re

from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.grammar import BULLETS, CALL, EMOJI, EXCLAMATION, HASHTAGS, METRICS, TITLE
from hitl.writer.offline.understanding import understand

_MUST_WISHES = frozenset((Wish.CALL, Wish.HASHTAGS, Wish.EMOJI, Wish.QUESTION, Wish.NO_EMOJI, Wish.NO_HASHTAGS))
_NEVER_WISHES = frozenset((Wish.LEAVE, Wish.REPLACE, Wish.LEAD))
_THINGS = rf"(?:{CALL}|{HASHTAGS}|{EMOJI}|{METRICS}|{EXCLAMATION}|{BULLETS}|{TITLE}|jargon\b|buzzwords\b|questions\b)"
_BAN = re.compile(
    rf"(?:no|without(?: any)?|only|(?:do not|don['’]t|never) (?:use|add|include)(?: any)?|avoid(?: any)?)\s+"
    rf"(?:\w+\s+)?{_THINGS}(?:(?:,| and| or)\s+{_THINGS})*[.!]?",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    r"(?:please\s+)?(?:do not|don['’]t|never|avoid|no)\s+(?:mention|say|talk about|write about|mentioning)\b",
    re.IGNORECASE,
)
_SAY = re.compile(r"(?:please\s+)?(?:mention|point out|say that|state that)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:please\s+)?(?:keep|use|make|add|include|write|end|close|finish|max(?:imum)?|under|at most|up to|tone|style)\b",
    re.IGNORECASE,
)
_OF_TEXT = re.compile(
    rf"(?:\b(?:it|this)\b|\b(?:the )?(?:text|post|draft|e-?mail|tone|style|voice|language|copy|sentences?|words?|"
    rf"characters?|paragraphs?|question|spelling|english)\b|\b{_THINGS})",
    re.IGNORECASE,
)


def wishes_of(words: str) -> tuple[Ask, ...]:
    """The asks in a line of a topic, if it is nothing but an instruction about the text."""
    asks = _asks(words)
    if not asks or _NEVER_WISHES & {ask.wish for ask in asks}:
        return ()
    wishes = {ask.wish for ask in asks}
    if Wish.REMOVE in wishes:
        return asks if _SILENCE.match(words) else ()
    if Wish.MENTION in wishes:
        return asks if _SAY.match(words) else ()
    about_text = _ORDER.match(words) and _OF_TEXT.search(words)
    return asks if _BAN.fullmatch(words) or about_text else ()


def wishes_of_must(words: str) -> tuple[Ask, ...]:
    """The asks in a must-have, such as "CTA" or "#news"; none when it is something to say."""
    asks = _asks(words)
    allowed = all(ask.wish in _MUST_WISHES for ask in asks)
    banned = any(ask.wish in (Wish.NO_EMOJI, Wish.NO_HASHTAGS) for ask in asks)
    if allowed and not (banned and not _BAN.fullmatch(words.strip())):
        return asks
    return asks if asks and all(ask.wish is Wish.REMOVE for ask in asks) and _SILENCE.match(words.strip()) else ()


def _asks(words: str) -> tuple[Ask, ...]:
    read = understand(words)
    return () if read.unknown else read.asks
