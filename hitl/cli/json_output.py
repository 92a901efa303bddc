"""What `--json` prints, as plain values: these names and shapes stay; new names may come."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hitl.domain import Decision, Line, Review, Revision
from hitl.policy import cap_reason, last_number, revisions_left

if TYPE_CHECKING:
    from hitl.diff import Change

Shape = dict[str, Any]


def review_shape(review: Review, text: Revision | None, decision: Decision | None = None) -> Shape:
    """What most commands print: a review, a text of it, and the decision that was recorded, if any was.

    A text's `cause` is the number of the decision behind it, 0 for the start.
    """
    of_text = "number", "text", "sha256", "author", "cause", "at", "model", "tokens", "seconds", "notes"
    return {
        "review": _review(review),
        "revision": _fields(text, *of_text) if text else None,
        "decision": decision_shape(decision) if decision else None,
    }


def _review(review: Review) -> Shape:
    """A review as it stands; `waiting` is null while nothing can be decided."""
    began, stop = review.begun_from, review.stop
    return _fields(review, "id", "title", "owner", "created_at", "updated_at", "ending", "damage") | {
        "status": review.status.name.lower(),
        "brief": asdict(review.brief) | {"kind": review.brief.kind.name.lower()},
        "begun_from": began and {"review": began[0], "revision": began[1]},
        "revision": review.counters.texts,
        "last_revision": last_number(review.counters, review.policy),
        "drafts_left": revisions_left(review.counters, review.policy),
        "tokens_spent": review.counters.tokens_spent,
        "waiting": stop
        and {
            "revision": stop.number,
            "sha256": stop.sha256 if stop.number else "",
            "last_look": cap_reason(stop.counters, review.policy),
            "problem": stop.problem and asdict(stop.problem),
            "unanswered": stop.ask,
        },
    }


def decision_shape(decision: Decision) -> Shape:
    """What a person decided, on which text; `displayed` is the revision on the screen, null where that is not known."""
    same = _fields(decision, "number", "verb", "actor", "at", "displayed", "feedback", "restored", "reason")
    return same | {"revision": decision.seen_number, "sha256": decision.seen_sha256}


def list_shape(lines: Sequence[Line], total: int) -> Shape:
    """A page of the list, and how many reviews it has in all."""
    same = "id", "title", "owner", "kind", "updated_at", "damaged"
    own = [{"status": line.status.name.lower(), "revision": line.number} for line in lines]
    return {"total": total, "reviews": [_fields(line, *same) | more for line, more in zip(lines, own, strict=True)]}


def diff_shape(changes: "Sequence[Change]") -> Shape:
    """What changed between two texts; `move` is the same number where a text was and where it is now, else null."""
    from hitl.diff import counts

    words = _fields(counts(changes), "added", "removed", "moved", "unchanged")
    return {"words": words, "changes": [_fields(change, "kind", "text", "move") for change in changes]}


def _fields(value: object, *names: str) -> Shape:
    """The fields of a value whose names in JSON are its own."""
    return {name: getattr(value, name) for name in names}
