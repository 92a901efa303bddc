"""Records and saved states that were changed or lost: what is put in order, from what, and what stays said."""

from contextlib import closing

import pytest
from sqlalchemy import text, update

from hitl.audit import verify
from hitl.desk import ReviewDesk
from hitl.domain import Decision, Status, Verb, now
from hitl.drive import drive
from hitl.errors import BadInput, Damaged
from hitl.graph import ReviewGraph
from hitl.policy import route
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.tables import calls, decisions, repairs, reviews, revisions
from hitl.upkeep import rebuild
from hitl.wording.answer import answer
from hitl.wording.verdicts import checked
from tests.audit.desks import SEEDS, made, older, stop_in, well
from tests.audit.generated import Generator
from tests.audit.tampering import everything
from tests.conftest import settled, stop_of
from tests.poison import Checkpoints, unreadable


def test_a_repair_is_said_for_ever(store: Store, graph: ReviewGraph, generator: Generator) -> None:
    review_id = made(store, generator, Status.WAITING)
    with store.database.engine.begin() as tx:
        tx.execute(update(reviews).where(reviews.c.id == review_id).values(ending="Something."))
    rebuild(store, graph, review_id, "Cleo", "")
    store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
    drive(store, graph, review_id, generator.draft)
    record = well(store, graph, review_id)
    verdict = checked(record, [])

    assert (verdict.well, verdict.sentence.startswith("This record was repaired.")) == (None, True)
    assert "Cleo repaired this record from its sealed records" in verdict.more[0]
    assert "This record was repaired." in answer(record)
    with store.database.engine.begin() as tx:
        tx.execute(repairs.delete())
    assert verify(record_of(store, review_id))
    assert everything(store, lambda: graph)[review_id]


def test_a_record_that_was_changed_comes_back_from_the_saved_states_with_its_own_seal(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.ACCEPTED, Status.CLOSED, Status.WAITING)
    before = record_of(store, review_id)
    with store.database.engine.begin() as tx:
        tx.execute(update(decisions).where(decisions.c.review_id == review_id).values(actor="Eve"))
        tx.execute(calls.delete().where(calls.c.review_id == review_id, calls.c.cause == 0))
    rebuild(store, graph, review_id, "Cleo", "")
    after = well(store, graph, review_id)

    assert [row for *_, row in after.steps()][:-1] == [row for *_, row in before.steps()] or (
        [row["seal"] for *_, row in after.steps()][:-1] == [row["seal"] for *_, row in before.steps()]
    )
    assert after.repairs[0]["source"] == "checkpoints"
    assert "Decision 1" in after.repairs[0]["changed"]


@pytest.mark.parametrize("put_back", ["checkpoints", "tables"])
def test_no_decision_is_dropped_where_an_older_copy_of_one_half_was_put_back(
    store: Store, graph: ReviewGraph, generator: Generator, put_back: str
) -> None:
    review_id = made(store, generator, Status.WAITING)
    then = older(store)
    for _ in range(2):
        if store.review(review_id).stop:
            store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
            drive(store, graph, review_id, generator.draft)
    decided = store.decisions(review_id)
    halves = {
        "checkpoints": ("checkpoints", "writes", "checkpoint_writes", "checkpoint_blobs"),
        "tables": ("reviews", "decisions", "calls", "revisions"),
    }
    for name in halves[put_back]:
        if name in then.rows:
            then.put_back(name)
    found = verify(record_of(store, review_id))
    with pytest.raises(Damaged, match="Nothing was changed"):
        drive(store, graph, review_id, generator.draft)
    if put_back == "tables":
        with pytest.raises(BadInput, match=r"Nothing was changed.*--take-decisions"):
            rebuild(store, graph, review_id, "Cleo", "")
    rebuild(store, graph, review_id, "Cleo", "", "take" if put_back == "tables" else "refuse")
    record = well(store, graph, review_id)

    assert found
    assert store.decisions(review_id) == decided
    assert record.repairs[0]["source"] == ("records" if put_back == "checkpoints" else "checkpoints")


def test_what_would_lose_a_decision_is_done_only_where_somebody_says_so(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.WAITING)
    recorded = store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
    with store.database.engine.begin() as tx:
        mine = (decisions.c.review_id == review_id) & (decisions.c.number == recorded.number)
        tx.execute(update(decisions).where(mine).values(reason="Another."))
    rows = store.raw_rows(review_id)
    with pytest.raises(BadInput, match=rf"Nothing was changed.*decision {recorded.number} \({recorded.verb}"):
        rebuild(store, graph, review_id, "Cleo", "")
    left = store.raw_rows(review_id)
    changed = rebuild(store, graph, review_id, "Cleo", "It is lost.", "drop")
    record = well(store, graph, review_id)

    assert left == rows
    assert f"Decision {recorded.number}, which is taken away" in changed
    assert len(record.decisions) == recorded.number - 1
    assert store.review(review_id).status is Status.WAITING


@pytest.mark.parametrize("decided", [False, True])
def test_a_review_whose_saved_states_are_lost_goes_on_where_its_records_say(
    store: Store, graph: ReviewGraph, generator: Generator, decided: bool
) -> None:
    for n in SEEDS:
        review_id = generator.review(f"{n:032x}", 3)
        if not (stop := store.review(review_id).stop):
            continue
        recorded = store.record(review_id, generator.decision(review_id, stop)) if decided else None
        with store.database.turn(review_id) as saver:
            assert saver is not None
            saver.delete_thread(review_id)
        rebuild(store, graph, review_id, "Cleo", "")
        asked = generator.asked
        drive(store, graph, review_id, generator.draft)
        if stop := store.review(review_id).stop:
            store.record(review_id, generator.decision(review_id, stop))
            drive(store, graph, review_id, generator.draft)

        assert generator.asked - asked <= 2
        record = well(store, graph, review_id)
        assert recorded is None or record.decisions[recorded.number - 1]["interrupt_id"] == recorded.interrupt_id


def test_a_record_is_repaired_more_than_once(store: Store, graph: ReviewGraph, generator: Generator) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    for number in (1, 2):
        with store.database.engine.begin() as tx:
            mine = (revisions.c.review_id == review_id) & (revisions.c.number == 1)
            tx.execute(update(revisions).where(mine).values(text="Other words."))
        rebuild(store, graph, review_id, f"Cleo {number}", "")

    assert [row["actor"] for row in well(store, graph, review_id).repairs] == ["Cleo 1", "Cleo 2"]


def test_nothing_is_made_where_neither_rows_nor_saved_states_tell_what(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    checkpoints = Checkpoints(store.database.engine, review_id)
    checkpoints.write(unreadable(checkpoints.read()))
    with store.database.engine.begin() as tx:
        tx.execute(update(calls).where(calls.c.review_id == review_id).values(seconds=calls.c.seconds + 1))
    rows = store.raw_rows(review_id)
    with pytest.raises(Damaged, match="no saved states"):
        rebuild(store, graph, review_id, "Cleo", "")

    assert store.raw_rows(review_id) == rows


def test_an_outcome_goes_with_the_decision_that_led_to_it(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.WAITING)
    then, stop = older(store), stop_in(store, review_id)
    way = route(Verb.ACCEPT, stop.counters, store.review(review_id).policy)
    seen = (stop.interrupt_id, Verb.ACCEPT, "Ann", stop.number, stop.sha256, now(), way.goto, way.reason, stop.counters)
    number = store.record(review_id, Decision(0, *seen)).number
    drive(store, graph, review_id, generator.draft)
    for name in then.checkpoint_tables:
        then.put_back(name)
    with store.database.engine.begin() as tx:
        mine = (decisions.c.review_id == review_id) & (decisions.c.number == number)
        tx.execute(update(decisions).where(mine).values(actor="Eve"))
    with pytest.raises(BadInput, match=rf"Nothing was changed.*decision {number} \(accept"):
        rebuild(store, graph, review_id, "Cleo", "")
    rebuild(store, graph, review_id, "Cleo", "", "drop")

    assert well(store, graph, review_id).review["outcome"] is None
    assert store.review(review_id).status is Status.WAITING


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("reviews", "updated_at", "garbage"),
        ("reviews", "outcome_seal", "x"),
        ("reviews", "status", "Accepted"),
        ("reviews", "status", "Drafting"),
        ("reviews", "ending", "x"),
        ("reviews", "stop_id", None),
        ("reviews", "stop", None),
        ("reviews", "decided", 7),
        ("revisions", "seal", "x"),
        ("calls", "seal", "x"),
        ("decisions", "seal", "x"),
    ],
)
def test_whatever_is_found_can_be_put_in_order_again(
    store: Store, graph: ReviewGraph, generator: Generator, table: str, column: str, value: object
) -> None:
    review_id = made(store, generator, Status.WAITING)
    before = store.review(review_id)
    key = "id" if table == "reviews" else "review_id"
    with store.database.engine.begin() as tx:
        forged = f"UPDATE {table} SET {column} = :value WHERE {key} = :id"  # noqa: S608 - names of this file
        tx.execute(text(forged), {"value": value, "id": review_id})
    found = [finding.told for finding in verify(record_of(store, review_id))]
    rebuild(store, graph, review_id, "Cleo", "", "drop" if column == "decided" else "refuse")
    after = store.review(review_id)
    well(store, graph, review_id)
    store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
    drive(store, graph, review_id, generator.draft)

    assert [told for told in found if (column if table == "reviews" else "sealed") in told], found
    assert (after.status, after.stop, after.ending) == (before.status, before.stop, before.ending)
    assert well(store, graph, review_id)


@pytest.mark.tampers
def test_words_in_the_column_of_damage_block_no_sound_review(desk: ReviewDesk, review_id: str) -> None:
    stop = stop_of(desk, review_id)
    desk.close()
    with closing(open_database(desk.settings.database)) as opened:
        store = Store(opened)
        store.mark(review_id, "Nobody can read this.")
        found = [finding.told for finding in verify(record_of(store, review_id))]
    again = ReviewDesk(desk.settings, drives="asked")
    with closing(again):
        again.accept(review_id, stop, "Ann")
        review = settled(again, review_id)

    assert found == ["The line in the list of drafts says that the review is damaged, but it can be read."]
    assert (review.status, review.damage) == (Status.ACCEPTED, "")
