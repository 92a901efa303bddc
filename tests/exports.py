"""Reviews made of given texts, for tests of what is taken along."""

from collections.abc import Sequence

from hypothesis import settings
from hypothesis import strategies as st

from hitl.domain import Author, Brief, Counters, Decision, Kind, Policy, Review, Revision, Status, Verb, sha256

Case = tuple[Review, list[Revision], list[Decision]]

PARTS = [
    "a",
    "b",
    "c ",
    " ",
    "\t",
    "\n",
    "\n\n",
    "\n\n\n",
    "# ",
    "- ",
    "**",
    "word ",
    "שלום",
    "\x0b",
    "<b>",
    "🙂",
    "\u2029",
]
texts = st.lists(st.sampled_from(PARTS), min_size=1, max_size=12).map("".join)


few = settings(max_examples=40, deadline=None)
"""For properties of Word documents: writing and reading one takes 0.1 s, and longer beside other work."""


def at(number: int, second: int = 0) -> str:
    """The time of a text by its number, as the desk writes it."""
    return f"2026-03-{number:02}T10:00:{second:02}.250000Z"


def day(number: int) -> str:
    """The time of a text by its number, as Word writes it."""
    return f"2026-03-{number:02}T10:00:00Z"


def case(*written: str, kind: Kind = Kind.BLOG, language: str = "German", feedback: Sequence[str] = ()) -> Case:
    """A review that waits with these texts of a model; Ann and Bob ask in turn, each with their feedback."""
    brief = Brief("The new <b>library", kind, language=language)
    revisions = [Revision(n, text, Author.MODEL, n - 1, at(n), "gpt-4.1-mini") for n, text in enumerate(written, 1)]
    decisions = [asked(r, feedback[n] if feedback else f"Ask {n + 2}.") for n, r in enumerate(revisions[:-1])]
    counters = Counters(texts=len(written))
    review = Review("r1", brief.title, Status.WAITING, "Ann", at(1), at(9), brief, Policy(), counters)
    return review, revisions, decisions


def asked(seen: Revision, feedback: str, verb: Verb = Verb.REVISE) -> Decision:
    """What Ann, or after every second text Bob, decides on a text."""
    actor, hashed = ("Bob", "Ann")[seen.number % 2], sha256(seen.text)
    return Decision(
        seen.number, f"i{seen.number}", verb, actor, seen.number, hashed, at(seen.number, 30), "draft", "", Counters(),
        feedback,
    )  # fmt: skip
