"""The text on the desk while it is being revised, and the places in it where things belong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hitl.domain import Brief
from hitl.writer.offline.asks import Ask
from hitl.writer.offline.text import Unit, joined, kept, units
from hitl.writer.offline.words import COURTEOUS, WARM

_THANKS = frozenset((*WARM, *COURTEOUS))
_HASHTAGS_ONLY = re.compile(r"(?:#\w+[\s,]*)+")
_SIGN_OFF = re.compile(
    r"(?:(?:with )?(?:best|kind|warm|many)? ?(?:regards|wishes)|(?:yours )?sincerely|cheers|best|thanks|warmly)[\w "
    r"]{0,20},",
    re.IGNORECASE,
)
_GREETING = re.compile(r"(?:dear|hi|hello|hey|good (?:morning|day|afternoon))\b[^.!?]{0,60},", re.IGNORECASE)
CONTACT = re.compile(r"(?:[^.!?:\n]{1,40}:\s+)?(?:https?://|www\.|[\w.+-]+@)\S{2,200}")
"""A link or a mail address by itself, or with a word before it that says what it is."""

_BANNER = "for immediate release"
_CALL = re.compile(
    r"(?:p\.s\.\s*)?(?:please\s+|so\s+|now\s+|just\s+|want to [^?]{1,60}\?\s*|curious\?\s*|to [^,]{1,60},\s*)?"
    r"(?:sign up|learn more|get in touch|contact|reply|book|register|join|visit|download|subscribe|send (?:us|me)|"
    r"tell us|"
    r"share|let us know|let's talk|try|comment|click|buy|order|follow|start your|read (?:more|the)|find out|see "
    r"(?:for|how)|"
    r"write to|drop us|call|apply|request|schedule|get (?:your|the|a)|ask (?:us|for)|save|reserve)\b(?!\s*:)",
    re.IGNORECASE,
)


NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True)
class Miss:
    """Something asked for that was not done: the words that asked, and why, as the end of a sentence."""

    clause: str
    reason: str = NOT_UNDERSTOOD


@dataclass(frozen=True)
class Sheet:
    """A text under revision. `fresh` are the words that this revision brought and must not lose again."""

    text: str
    brief: Brief
    before: str
    notes: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    missed: tuple[Miss, ...] = ()

    def with_text(self, text: str, *fresh: str) -> "Sheet":
        """The sheet with another text, and with words to hold on to."""
        return replace(self, text=text, fresh=self.fresh + fresh)

    def noting(self, *notes: str) -> "Sheet":
        """The sheet with more sentences for the editor."""
        return replace(self, notes=self.notes + notes)

    def missing(self, ask: Ask, reason: str = NOT_UNDERSTOOD) -> "Sheet":
        """The sheet with an ask that could not be carried out, and why."""
        return replace(self, missed=(*self.missed, Miss(ask.clause, reason)))


def is_call(unit: Unit) -> bool:
    """True for a call to action: a sentence that starts by telling the reader what to do."""
    return bool(_CALL.match(unit.words))


def is_contact(unit: Unit) -> bool:
    """True for a line such as "Contact: press@example.org", which stands below the body."""
    return bool(CONTACT.fullmatch(unit.words))


def is_hashtags(unit: Unit) -> bool:
    """True when the unit is hashtags and nothing else."""
    return bool(_HASHTAGS_ONLY.fullmatch(unit.words))


def is_frame(unit: Unit) -> bool:
    """True for what stands around the body: title, subject line, greeting, sign-off."""
    words = unit.words
    if unit.lead.lstrip().startswith("#") or words.lower().startswith("subject:"):
        return True
    if _GREETING.fullmatch(words) or _SIGN_OFF.fullmatch(words):
        return True
    return not unit.closed and not unit.listed and "\n" in unit.gap and words[-1:] not in ":," and len(words) <= 120


def head_size(parts: Sequence[Unit]) -> int:
    """How many units stand before the body: title, subject line, greeting."""
    size = 0
    while size < min(3, len(parts) - 1) and is_frame(parts[size]) and not _SIGN_OFF.fullmatch(parts[size].words):
        size += 1
    return size


def sign_off_at(parts: Sequence[Unit]) -> int | None:
    """The index of the sign-off of a letter, if there is one near the end."""
    start = max(1, len(parts) - 5)
    return next((index for index in range(start, len(parts)) if _SIGN_OFF.fullmatch(parts[index].words)), None)


def body_end(parts: Sequence[Unit]) -> int:
    """The index where the body ends and thanks, calls to action, sign-off and hashtags begin."""
    signed = sign_off_at(parts)
    end = len(parts) if signed is None else signed
    while end > 1 and _is_tail(parts[end - 1]):
        end -= 1
    return end


def _is_tail(unit: Unit) -> bool:
    return is_hashtags(unit) or is_call(unit) or is_contact(unit) or unit.words in _THANKS


def title_at(parts: Sequence[Unit]) -> int | None:
    """The index of the title, headline or subject line; None without one. The banner of a press release is none."""
    at = 1 if parts and parts[0].words.lower().startswith(_BANNER) else 0
    return at if at < head_size(parts) and not parts[at].words.endswith(",") else None


def with_sentence(text: str, words: str, *, paragraph: bool = False) -> str:
    """The text with a sentence at the end of its body, before calls, sign-off and hashtags."""
    parts = units(text)
    end = body_end(parts)
    before, after = joined(parts[:end]).rstrip(), joined(parts[end:])
    if not before:
        return words + ("\n\n" + after if after else "")
    apart = paragraph or parts[end - 1].listed or is_frame(parts[end - 1]) or not parts[end - 1].closed
    return before + ("\n\n" if apart else " ") + words + ("\n\n" + after if after else "")


def with_opening(text: str, words: str) -> str:
    """The text with a paragraph of its own in front of the body, after title and greeting."""
    parts = units(text)
    size = head_size(parts)
    before, after = joined(parts[:size]).rstrip(), joined(parts[size:])
    return "\n\n".join(part for part in (before, words, after) if part.strip())


def with_closing(text: str, words: str) -> str:
    """The text with a paragraph of its own at the very end, but before a last line of hashtags."""
    parts = units(text)
    end = len(parts)
    while end > 1 and is_hashtags(parts[end - 1]):
        end -= 1
    before, after = joined(parts[:end]).rstrip(), joined(parts[end:])
    return "\n\n".join(part for part in (before, words, after) if part.strip())


def without(text: str, indexes: Sequence[int]) -> str:
    """The text without the units at these indexes; the rest closes up."""
    parts = units(text)
    gone = set(indexes)
    return joined(kept(parts, {index for index in range(len(parts)) if index not in gone})).strip()
