"""What the record of a review shows while somebody works on it: no click, and no crash, looks like a forgery."""

from collections.abc import Callable
from functools import partial
from typing import Any, Never

import pytest

from hitl.audit import Record, verify
from hitl.drive import drive
from hitl.graph import ReviewGraph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store
from tests.audit.generated import Generator

REVIEWS = 12


class Died(BaseException):
    pass


class Dying(Store):
    """A store whose process dies between the saved state and the tables."""

    def level(self, *_: object) -> Never:
        raise Died

    def end(self, *_: object) -> Never:
        raise Died


class Moved(Store):
    """A store in which somebody does something just after the rows of a review were read."""

    def __init__(self, store: Store, *moves: Callable[[], object]) -> None:
        super().__init__(store.database)
        self.moves = list(moves)

    def raw_rows(self, review_id: str) -> dict[str, Any]:
        rows = super().raw_rows(review_id)
        if self.moves:
            self.moves.pop(0)()
        return rows


def decided(store: Store, generator: Generator, review_id: str) -> bool:
    """Whether a review waited, and something was decided there that nobody has carried out."""
    stop = store.review(review_id).stop
    if stop is None:
        return False
    store.record(review_id, generator.decision(review_id, stop))
    return True


def odd(graph: ReviewGraph, record: Record) -> list[str]:
    """What verify and replay find in a record that nobody has touched."""
    again = replay(graph, record)
    other_head = [] if again.head == record.review["head"] else ["another last seal"]
    difference = [again.difference.told] if again.difference else []
    return [finding.told for finding in verify(record)] + difference + other_head


def test_nothing_is_found_at_any_moment_between_a_click_and_its_end(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    verbs = set()
    for n in range(REVIEWS):
        review_id = generator.review(f"{n:032x}", 2)
        if not decided(store, generator, review_id):
            continue
        verbs.add(store.decisions(review_id)[-1].verb)
        recorded = odd(graph, record_of(store, review_id))
        with pytest.raises(Died):
            drive(Dying(store.database), graph, review_id, generator.draft)
        saved = odd(graph, record_of(store, review_id))
        drive(store, graph, review_id, generator.draft)

        assert recorded == saved == odd(graph, record_of(store, review_id)) == []
    assert len(verbs) >= 3


def test_a_record_is_read_of_one_moment_though_the_review_moves_on_meanwhile(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    for review_id in [generator.review(f"{n:032x}", 2) for n in range(REVIEWS)]:

        def turn(here: str = review_id) -> None:
            if decided(store, generator, here):
                drive(store, graph, here, generator.draft)

        moved = Moved(store, turn, partial(decided, store, generator, review_id), turn)

        assert odd(graph, record_of(moved, review_id)) == []
        assert not moved.moves or store.review(review_id).status.finished
