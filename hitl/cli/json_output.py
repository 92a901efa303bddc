"""What `--json` prints, as plain values: these names and shapes stay; new names may come."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hitl.domain import Decision, Line, Review, Revision, plain
from hitl.policy import cap_reason, last_number, revisions_left

if TYPE_CHECKING:
    from hitl.diff import Change

Shape = dict[str, Any]


def told(review: Review, text: Revision | None, decision: Decision | None = None) -> Shape:
    """What most commands print: a review, a text of it, and the decision that was recorded, if any was."""
    return {
        "review": _review(review),
        "revision": revision(text) if text else None,
        "decision": decided(decision) if decision else None,
    }


def _review(review: Review) -> Shape:
    """A review as it stands; `waiting` is null while nothing can be decided."""
    began = review.begun_from
    return {
        "id": review.id,
        "title": review.title,
        "status": review.status.name.lower(),
        "owner": review.owner,
        "created_at": review.created_at,
        "updated_at": review.updated_at,
        "brief": plain(review.brief) | {"kind": review.brief.kind.name.lower()},
        "begun_from": {"review": began[0], "revision": began[1]} if began else None,
        "revision": review.counters.texts,
        "last_revision": last_number(review.counters, review.policy),
        "drafts_left": revisions_left(review.counters, review.policy),
        "tokens_spent": review.counters.tokens_spent,
        "waiting": _waiting(review),
        "ending": review.ending,
        "damage": review.damage,
    }


def revision(text: Revision) -> Shape:
    """A text with who wrote it; `cause` is the number of the decision behind it, 0 for the start."""
    return {
        "number": text.number,
        "text": text.text,
        "sha256": text.sha256,
        "author": text.author.value,
        "cause": text.cause,
        "at": text.at,
        "model": text.model,
        "tokens": text.tokens,
        "seconds": text.seconds,
        "notes": list(text.notes),
    }


def decided(decision: Decision) -> Shape:
    """What a person decided, on which text.

    `displayed` is the number of the revision that was on the screen, null where that is not known; `restored` that
    of the revision that was brought back.
    """
    return {
        "number": decision.number,
        "verb": decision.verb.value,
        "actor": decision.actor,
        "at": decision.at,
        "revision": decision.seen_number,
        "sha256": decision.seen_sha256,
        "displayed": decision.displayed,
        "feedback": decision.feedback,
        "restored": decision.restored,
        "reason": decision.reason,
    }


def _line(line: Line) -> Shape:
    """A review as a line of the list."""
    return {
        "id": line.id,
        "title": line.title,
        "status": line.status.name.lower(),
        "owner": line.owner,
        "revision": line.number,
        "kind": line.kind,
        "updated_at": line.updated_at,
        "damaged": line.damaged,
    }


def lines(found: Sequence[Line], total: int) -> Shape:
    """A page of the list, and how many reviews it has in all."""
    return {"total": total, "reviews": [_line(line) for line in found]}


def changes(found: "Sequence[Change]") -> Shape:
    """What changed between two texts; `move` is the same number where a text was and where it is now, else null."""
    from hitl.diff import counts

    count = counts(found)
    words = {"added": count.added, "removed": count.removed, "moved": count.moved, "unchanged": count.unchanged}
    return {"words": words, "changes": [{"kind": c.kind, "text": c.text, "move": c.move} for c in found]}


def _waiting(review: Review) -> Shape | None:
    stop = review.stop
    if stop is None:
        return None
    return {
        "revision": stop.number,
        "sha256": stop.sha256 if stop.number else "",
        "last_look": cap_reason(stop.counters, review.policy),
        "problem": {"fault": stop.problem.fault, "sentence": stop.problem.sentence} if stop.problem else None,
        "unanswered": stop.ask,
    }
