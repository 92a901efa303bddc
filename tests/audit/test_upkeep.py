"""A review deleted, or its tables made anew, while somebody decides or a process dies; rows that no hitl wrote."""

import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Never

import pytest
from sqlalchemy import event, func, select, text, update

from hitl.audit import Ledger, Record, verify
from hitl.bundle import bundle, opened_bundle
from hitl.domain import Status
from hitl.drive import drive
from hitl.errors import NotFound
from hitl.graph import ReviewGraph, Tools, over
from hitl.loop import opening_state
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.tables import calls, decisions, reviews, revisions
from hitl.upkeep import delete, rebuild
from tests.audit.desks import made, stop_in
from tests.audit.generated import Generator
from tests.conftest import WAIT_SECONDS

MOMENT = 0.3


@pytest.fixture
def review_id(store: Store, generator: Generator) -> str:
    """A review that waits at a text."""
    return made(store, generator, Status.WAITING, decided=0)


def rows_of(store: Store) -> int:
    """How many rows there are of all reviews, checkpoints among them."""
    tables = (reviews, decisions, calls, revisions)
    with store.database.engine.connect() as connection:
        kept = sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
        return kept + int(connection.execute(text("SELECT count(*) FROM checkpoints")).scalar_one())


class Clicked(Store):
    """A store in which somebody clicks just while the rows of a review are made anew."""

    def __init__(self, store: Store, click: threading.Thread) -> None:
        super().__init__(store.database)
        self._click = click

    def repair(self, review_id: str, made: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
        def later(rows: dict[str, Any]) -> dict[str, Any] | None:
            self._click.start()
            self._click.join(MOMENT)
            return made(rows)

        super().repair(review_id, later)


def test_a_click_while_the_tables_are_made_anew_is_recorded_and_carried_out(
    store: Store, graph: ReviewGraph, generator: Generator, review_id: str
) -> None:
    decision = generator.decision(review_id, stop_in(store, review_id))
    click = threading.Thread(target=store.record, args=(review_id, decision))
    with store.database.engine.begin() as tx:
        tx.execute(update(revisions).values(text="Something else."))
    rebuild(Clicked(store, click), graph, review_id, "Cleo", "")
    click.join(WAIT_SECONDS)
    recorded = store.decisions(review_id)[-1]
    drive(store, graph, review_id, generator.draft)

    assert (recorded.interrupt_id, recorded.verb) == (decision.interrupt_id, decision.verb)
    assert store.review(review_id).status != "Drafting"
    assert verify(record_of(store, review_id)) == []


def test_a_review_is_deleted_with_what_somebody_decides_at_that_moment(
    store: Store, generator: Generator, review_id: str
) -> None:
    heads: list[str] = []
    deleting = threading.Thread(target=delete, args=(store, review_id, "Cleo", "asked to"))

    def meanwhile(_1: object, _2: object, statement: str, values: dict[str, Any], *_3: object) -> None:
        if statement.startswith("UPDATE reviews SET head"):
            deleting.start()
            deleting.join(MOMENT)
            heads.append(dict(values)["last"] if isinstance(values, dict) else values[0])

    event.listen(store.database.engine, "before_cursor_execute", meanwhile)
    store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
    event.remove(store.database.engine, "before_cursor_execute", meanwhile)
    deleting.join(WAIT_SECONDS)
    noted = store.deletions()

    with pytest.raises(NotFound):
        store.review(review_id)
    assert store.decisions(review_id) == []
    assert [(row["review_id"], row["head"]) for row in noted] == [(review_id, heads[0])]


class Died(BaseException):
    pass


class Dying(Store):
    """A store whose process dies before it takes the rows of a review away."""

    def remove(self, *_: object) -> Never:
        raise Died


def test_a_deletion_that_was_cut_off_is_done_by_the_next_try(store: Store, review_id: str) -> None:
    with store.database.engine.begin() as tx:
        tx.execute(text("DELETE FROM checkpoints WHERE thread_id <> :here"), {"here": review_id})
        for table in (decisions, calls, revisions):
            tx.execute(table.delete().where(table.c.review_id != review_id))
        tx.execute(reviews.delete().where(reviews.c.id != review_id))
    with pytest.raises(Died):
        delete(Dying(store.database), review_id, "Cleo", "asked to")
    left = rows_of(store)
    delete(store, review_id, "Cleo", "asked to")

    assert left
    assert rows_of(store) == 0
    assert [row["review_id"] for row in store.deletions()] == [review_id]


def test_a_state_that_says_nothing_yet_is_made_anew_from_the_start_of_the_review(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = "f" * 32
    store.add(generator._begun(review_id))

    def dies(*_: object) -> Never:
        raise Died

    with store.database.turn(review_id) as saver, pytest.raises(Died):
        assert saver is not None
        over(graph, saver).invoke(
            opening_state(store.review(review_id)),
            {"configurable": {"thread_id": review_id}},
            context=Tools(dies, lambda _: {}),
            durability="sync",
        )
    first = "(SELECT min(checkpoint_id) FROM checkpoints)"
    writes = "writes" if store.database.engine.dialect.name == "sqlite" else "checkpoint_writes"
    with store.database.engine.begin() as tx:
        tx.execute(text(f"DELETE FROM {writes}"))  # noqa: S608
        tx.execute(text(f"DELETE FROM checkpoints WHERE checkpoint_id > {first}"))  # noqa: S608

    assert [state["values"] for state in record_of(store, review_id).snapshots or ()] == [{}]
    assert rebuild(store, graph, review_id, "Cleo", "") == ("the saved states",)
    drive(store, graph, review_id, generator.draft)
    assert store.review(review_id).status is Status.WAITING
    assert verify(record_of(store, review_id)) == []


@pytest.mark.parametrize("value", ["CAST(x'41ff42' AS TEXT)", "x'41ff42'"])
def test_a_text_that_is_none_any_more_is_named_and_the_rest_is_read(
    tmp_path: Path, graph: ReviewGraph, value: str
) -> None:
    with closing(open_database(str(tmp_path / "reviews.sqlite"))) as opened:  # PostgreSQL keeps none
        store = Store(opened)
        review_id = Generator(store, graph, seed=11).review("0" * 32, 2)
        with opened.engine.begin() as tx:
            tx.execute(text(f"UPDATE revisions SET text = {value} WHERE number = 1"))  # noqa: S608
        record = record_of(store, review_id)

        assert verify(record)[0].told == "Revision 1 has another text than the one that was recorded."
        assert verify(record)[0].told in [found.told for found in verify(opened_bundle(bundle(record)).record)]
        assert rebuild(store, graph, review_id, "Cleo", "")
        assert verify(record_of(store, review_id)) == []


def test_a_saved_state_whose_kind_is_no_text_any_more_is_named_and_no_other_review_is_touched(
    tmp_path: Path, graph: ReviewGraph
) -> None:
    with closing(open_database(str(tmp_path / "reviews.sqlite"))) as opened:
        store = Store(opened)
        generator = Generator(store, graph, seed=11)
        one, other = generator.review("0" * 32, 2), generator.review("1" * 32, 2)
        with opened.engine.begin() as tx:
            tx.execute(text("UPDATE checkpoints SET type = CAST(x'ff' AS TEXT) WHERE thread_id = :one"), {"one": one})

        assert [found.told for found in verify(record_of(store, one))] == [
            "The saved states of this review cannot be read."
        ]
        assert verify(record_of(store, other)) == []


@pytest.mark.parametrize("depth", [900, 3000])
def test_a_value_that_is_nested_too_deep_is_found(store: Store, graph: ReviewGraph, review_id: str, depth: int) -> None:
    given = ":deep" if store.database.engine.dialect.name == "sqlite" else "CAST(:deep AS JSON)"
    with store.database.engine.begin() as tx:
        tx.execute(text(f"UPDATE reviews SET policy = {given}"), {"deep": "[" * depth + "]" * depth})  # noqa: S608

    assert verify(record_of(store, review_id))


def test_a_record_that_cannot_be_read_is_named_though_its_seal_was_emptied(ended: Record) -> None:
    del ended.review["brief"]
    ended.review["seal"] = ""

    assert verify(ended)[0].told.startswith("The start is not what was sealed")


def test_an_entry_of_the_ledger_of_which_something_cannot_be_read_is_named(store: Store, review_id: str) -> None:
    delete(store, review_id, "Cleo", "asked to")
    entries, head = store.ledger()
    spoiled = [*entries[:-1], entries[-1] | {"reason": b"\xff"}]

    assert Ledger(entries, head).findings == []
    assert Ledger(spoiled, head).findings == [
        f"Entry {len(entries)} of the ledger is not what was sealed: it was changed, or what stood before it."
    ]


@pytest.mark.parametrize("change", [{"number": 9}, {"sha256": "0" * 64}, {"ask": "Longer."}, {"interrupt_id": "x"}])
def test_what_waits_is_what_was_saved(waiting: Record, change: dict[str, object]) -> None:
    waiting.review["stop"] |= change

    assert [found.told for found in verify(waiting)] == [
        "The line in the list of drafts has another stop than the records say."
    ]


@pytest.mark.parametrize("change", [{"number": 9}, {"sha256": "0" * 64}, {"counters": {}}])
def test_what_was_put_up_for_a_decision_is_what_the_decision_says_was_seen(
    waiting: Record, change: dict[str, object]
) -> None:
    stops = [stop for state in waiting.snapshots or () for stop in state["stops"]]
    stops[0] |= change

    assert [found.told for found in verify(waiting)] == [
        "The saved state after the start put up something else for decision than the record says."
    ]
