"""A review and those that its text was taken over from, told as one history.

The first text of a review that was begun from another one stands there already. Numbered through, the texts
of both are a history of which `hitl.blame` finds who brought what.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hitl.domain import Decision, Review, Revision
from hitl.errors import Damaged, NotFound

MOST = 20
"""Reviews that are followed, each begun from the one before."""


class Lost(StrEnum):
    """Why the first text of a lineage can be followed no further back, as the end of a sentence."""

    UNREADABLE = "that review cannot be read any more"
    CIRCLE = "the reviews lead back to themselves"
    TOO_FAR = f"only the last {MOST} reviews are followed"


@dataclass(frozen=True)
class Generation:
    """A review with its decisions and its texts; of an earlier one, those up to the text that was taken over."""

    review: Review
    revisions: Sequence[Revision]
    decisions: Sequence[Decision]


Read = Callable[[str], Generation]
"""A review by its id. Raises NotFound, Damaged."""


@dataclass(frozen=True)
class Lineage:
    """A review, which is the last of the generations, after those that it came from, oldest first.

    `lost` says why the oldest one's own origin is not among them, None if it has none.
    """

    generations: tuple[Generation, ...]
    lost: Lost | None = None

    @property
    def own(self) -> Generation:
        """The review itself."""
        return self.generations[-1]

    def history(self, number: int) -> list[Revision]:
        """The texts of all generations up to revision `number` of the review itself, numbered through from 1."""
        later = sum(revision.number > number for revision in self.own.revisions)
        numbered = enumerate(self._told(), 1)
        history = [replace(revision, number=place) for place, (_, revision) in numbered]
        return history[: len(history) - later]

    def at(self, place: int) -> tuple[Generation, Revision]:
        """The revision that has the number `place` in the history, as it stands in its own review."""
        return self._told()[place - 1]

    def _told(self) -> list[tuple[Generation, Revision]]:
        return [(each, revision) for each in self.generations for revision in each.revisions]


def traced(own: Generation, read: Read) -> Lineage:
    """A review with all that it came from, as far as they can be read; `MOST` at most, and none twice."""
    found: tuple[Generation, ...] = (own,)
    while origin := found[0].review.begun_from:
        review_id, number = origin
        if review_id in [each.review.id for each in found]:
            return Lineage(found, Lost.CIRCLE)
        if len(found) == MOST:
            return Lineage(found, Lost.TOO_FAR)
        try:
            earlier = read(review_id)
        except (NotFound, Damaged):
            return Lineage(found, Lost.UNREADABLE)
        revisions = [revision for revision in earlier.revisions if revision.number <= number]
        if not revisions or revisions[-1].number != number:
            return Lineage(found, Lost.UNREADABLE)
        found = (replace(earlier, revisions=revisions), *found)
    return Lineage(found)
