"""The words of the desk: brief, review, revision, decision.

Everything here is a plain, immutable value; only the standard library is imported.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What sort of text a brief asks for."""

    LINKEDIN = "LinkedIn post"
    X = "X post"
    BLOG = "blog post"
    NEWSLETTER = "newsletter"
    PRESS = "press release"
    EMAIL = "e-mail"
    FREE = "free text"


CHARACTER_LIMITS = {Kind.LINKEDIN: 3_000, Kind.X: 280}
"""Characters that the place of publication takes, by its own help pages; other kinds have no limit."""


MARKDOWN_KINDS = frozenset({Kind.BLOG, Kind.NEWSLETTER, Kind.PRESS, Kind.FREE})
"""The kinds that are written in Markdown; the others are published as they stand, to the letter."""

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")


class Verb(StrEnum):
    """What a person can do at a stop."""

    REVISE = "revise"
    ACCEPT = "accept"
    EDIT = "edit"
    RESTORE = "restore"
    ABANDON = "abandon"
    RETRY = "retry"
    """The same ask once more, after a draft that failed or was stopped."""


class Status(StrEnum):
    """Where a review stands; the value is the wording on the screen."""

    DRAFTING = "Drafting"
    WAITING = "Waiting for you"
    ACCEPTED = "Accepted"
    CLOSED = "Closed at the cap"
    ABANDONED = "Abandoned"

    @property
    def finished(self) -> bool:
        """True when nothing can be decided any more."""
        return self in (Status.ACCEPTED, Status.CLOSED, Status.ABANDONED)


class Author(StrEnum):
    """Who wrote a revision."""

    MODEL = "model"
    EDITOR = "editor"


MAX_TEXT = 60_000
"""Characters of a text, by whomever: some 10,000 words."""

OnCap = Literal["ask", "finalize"]


@dataclass(frozen=True)
class Brief:
    """What to write. `max_characters` 0 means: no limit but the kind's own."""

    topic: str
    kind: Kind = Kind.LINKEDIN
    audience: str = ""
    tone: str = ""
    language: str = "English"
    max_characters: int = 0
    must_haves: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name of the review in lists: the first line of the topic that shows, at most 80 characters of it.

        A mark of Markdown's that makes a heading of it is left out.
        """
        lines = (" ".join(_HEADING.sub("", line).split()) for line in self.topic.splitlines())
        first = next((line for line in lines if visible(line)), "Untitled")
        return first if len(first) <= 80 else first[:79].rstrip() + "…"

    @property
    def character_limit(self) -> int | None:
        """Characters that the text may have: the stricter of the kind's limit and the brief's own."""
        limits = [n for n in (CHARACTER_LIMITS.get(self.kind), self.max_characters) if n]
        return min(limits, default=None)


@dataclass(frozen=True)
class Policy:
    """The rules of one review, copied into it when it starts.

    `max_revisions` counts the model's revisions after the first draft. `token_budget` 0 means no
    budget. `models` is the allow-list; the first one writes. Sizes are in characters.
    """

    max_revisions: int = 5
    on_cap: OnCap = "ask"
    token_budget: int = 0
    draft_seconds: float = 120.0
    models: tuple[str, ...] = ("built-in",)
    max_topic: int = 10_000
    max_feedback: int = 5_000
    max_text: int = MAX_TEXT


@dataclass(frozen=True)
class Counters:
    """What has been used up when a decision is taken; `texts` is the number of the revision that stands."""

    texts: int = 0
    revisions_used: int = 0
    tokens_spent: int = 0


FINAL_FAULTS = frozenset({"nothing_done", "nothing_to_write"})
"""Faults that come again however often the same draft is asked for."""


@dataclass(frozen=True)
class Problem:
    """Why a draft did not come: a fault's name, and the sentence that the editor reads."""

    fault: str
    sentence: str

    @property
    def can_retry(self) -> bool:
        """Whether the same ask may succeed the next time."""
        return self.fault not in FINAL_FAULTS


@dataclass(frozen=True)
class Stop:
    """The place where a review waits, and what is put up for decision there.

    `interrupt_id` names it; `number` and `sha256` name the exact text that waits (0 and the hash
    of nothing when no draft has come yet). `ask` is the feedback that a failed draft left unanswered.
    """

    interrupt_id: str
    number: int
    sha256: str
    counters: Counters
    problem: Problem | None = None
    ask: str = ""


@dataclass(frozen=True)
class Decision:
    """What a person did at one stop, on which text, and the way it was sent.

    `number` counts the review's decisions from 1. `text` is the editor's own text (edit, restore);
    `restored` is the number of the revision that `text` was taken from. `displayed` is the number of the revision
    that was on the screen, 0 where there was none yet, None where that is not known: a command may name a text
    without showing it.
    """

    number: int
    interrupt_id: str
    verb: Verb
    actor: str
    seen_number: int
    seen_sha256: str
    at: str
    goto: str
    reason: str
    counters: Counters
    feedback: str = ""
    text: str | None = None
    restored: int | None = None
    displayed: int | None = None


@dataclass(frozen=True)
class Outcome:
    """How a review ended: why, when, with which text, and the feedback that was never carried out."""

    status: Status
    reason: str
    unresolved: str
    number: int
    sha256: str
    at: str


@dataclass(frozen=True)
class Revision:
    """Text number `number` of a review. `cause` is the number of the decision behind it, 0 for the start."""

    number: int
    text: str
    author: Author
    cause: int
    at: str
    model: str = ""
    tokens: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return sha256(self.text)


@dataclass(frozen=True)
class Review:
    """One brief on its way to a final text.

    `stop` is the place where it waits, None while it does not; `opening` is the editor's own first
    text, where there was one, and `begun_from` the review and the revision that it was taken from;
    `ending` says in words why it ended, `damage` what cannot be read of it.
    """

    id: str
    title: str
    status: Status
    owner: str
    created_at: str
    updated_at: str
    brief: Brief
    policy: Policy
    counters: Counters
    opening: str | None = None
    begun_from: tuple[str, int] | None = None
    stop: Stop | None = None
    ending: str = ""
    damage: str = ""


@dataclass(frozen=True)
class Line:
    """A review as a line of the list."""

    id: str
    title: str
    status: Status
    owner: str
    number: int
    kind: str
    updated_at: str
    damaged: bool = False


def visible(text: str) -> bool:
    """True if a reader would see anything of a text: not only blanks, controls and zero-width characters."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)


def sha256(text: str) -> str:
    """Hex digest of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def now() -> str:
    """The present in UTC as ISO 8601 with microseconds, 27 characters; only a clock, so nothing is ordered by it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def seconds_since(at: str) -> float:
    """How long ago a stored time was, as far as clocks agree: below zero for one in the future."""
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()
