"""What an editor's feedback asks for, as plain data."""

from dataclasses import dataclass
from enum import StrEnum


class Wish(StrEnum):
    """The things that the built-in writer can be asked for."""

    SHORTER = "shorter"
    LONGER = "longer"
    LENGTH = "length"
    FRIENDLIER = "friendlier"
    FORMAL = "formal"
    SIMPLER = "simpler"
    NUMBERS = "numbers"
    ADD_NUMBER = "add number"
    CALL = "call to action"
    NO_CALL = "no call to action"
    HASHTAGS = "hashtags"
    NO_HASHTAGS = "no hashtags"
    EMOJI = "emoji"
    NO_EMOJI = "no emoji"
    QUESTION = "question"
    NO_QUESTION = "no question"
    HOOK = "hook"
    LEAD = "lead"
    TITLE = "title"
    MENTION = "mention"
    REMOVE = "remove"
    REPLACE = "replace"
    BULLETS = "bullets"
    NO_BULLETS = "no bullets"
    ONE_PARAGRAPH = "one paragraph"
    NO_BREAKS = "no line breaks"
    PARAGRAPHS = "paragraphs"
    NO_EXCLAMATION = "no exclamation marks"
    BRITISH = "British spelling"
    AMERICAN = "American spelling"
    LEAVE = "leave"


@dataclass(frozen=True)
class Ask:
    """One thing asked for. `value`, `other` and `number` are its arguments, `clause` the words that asked.

    `number` is a count (0: none given), for LENGTH with the unit in `value` and "max", "min" or "about"
    in `other`; for SHORTER and LONGER a percentage. `quiet` asks want no note when nothing had to be done.
    """

    wish: Wish
    value: str = ""
    other: str = ""
    number: int = 0
    clause: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Understood:
    """The asks of a feedback in its order, and the clauses that say something else."""

    asks: tuple[Ask, ...]
    unknown: tuple[str, ...]
