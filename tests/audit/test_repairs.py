"""Records and saved states that were changed or lost: what is put in order again, from what, and what stays said."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import ormsgpack
import pytest
from sqlalchemy import text, update

from hitl.archive import Archive
from hitl.audit import FIELDS, Ledger, Record, seal, verify
from hitl.audit.seals import fits
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Decision, Status, Stop, Verb, now, plain
from hitl.drive import drive
from hitl.errors import BadInput, Damaged
from hitl.graph import ReviewGraph, build_graph
from hitl.policy import route
from hitl.replay import replay
from hitl.settings import Settings
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.tables import calls, decisions, repairs, reviews, revisions
from hitl.story import answer, checked
from hitl.upkeep import delete, rebuild
from tests.audit.generated import Generator
from tests.audit.tampering import Tampered, everything
from tests.conftest import ROOT, settled, stop_of
from tests.fakes import ScriptedWriter
from tests.poison import Checkpoints, unreadable

SEEDS = range(20)


@pytest.fixture(scope="module")
def graph() -> ReviewGraph:
    return build_graph()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with closing(open_database(database)) as opened:
        yield Store(opened)


@pytest.fixture
def generator(store: Store, graph: ReviewGraph) -> Generator:
    return Generator(store, graph, seed=11)


def made(store: Store, generator: Generator, *statuses: Status, decided: int = 2) -> str:
    """A review of one of these statuses, with so many decisions at least."""
    for n in SEEDS:
        review_id = generator.review(f"{n:032x}", 4)
        if store.review(review_id).status in statuses and len(store.decisions(review_id)) >= decided:
            return review_id
    raise AssertionError("no such review was made")


def stop_in(store: Store, review_id: str) -> Stop:
    stop = store.review(review_id).stop
    assert stop is not None
    return stop


def well(store: Store, graph: ReviewGraph, review_id: str) -> Record:
    """The record of a review that is sound, in a desk that is."""
    record = record_of(store, review_id)
    again = replay(graph, record)
    assert verify(record) == []
    assert (again.difference, again.head) == (None, record.review["head"])
    assert everything(store, lambda: graph).get(review_id) is None
    return record


def older(store: Store) -> Tampered:
    """All rows as they are now, to be put back later."""
    return Tampered(store.database.engine, 1, {})


def forge_approver(store: Store, review_id: str) -> None:
    """Put another name into the last saved state, as somebody would who can write into the database."""
    desk = older(store)
    for table in ("checkpoints", "checkpoint_blobs"):
        rows = [dict(row) for row in desk.rows.get(table, []) if row["thread_id"] == review_id]
        for row in rows:
            for column in ("checkpoint", "blob"):
                if isinstance(row.get(column), bytes):
                    desk.write_value(table, row, column, lambda value: _renamed(value))


def _renamed(value: Any) -> Any:  # noqa: ANN401 - of a checkpoint
    if isinstance(value, dict):
        return {k: "Eve" if k == "actor" else _renamed(v) for k, v in value.items()}
    return value


def test_a_name_that_was_forged_in_a_saved_state_does_not_get_into_the_record(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    before = record_of(store, review_id)
    forge_approver(store, review_id)
    found = verify(record_of(store, review_id))
    changed = rebuild(store, graph, review_id, "Cleo", "An odd name.")
    after = well(store, graph, review_id)

    assert "saved states" in found[0].told
    assert changed == ("the saved states",)
    assert after.decisions == before.decisions
    assert [(row["actor"], row["reason"], row["source"]) for row in after.repairs] == [
        ("Cleo", "An odd name.", "records")
    ]
    assert after.repairs[0]["old_head"] == before.review["head"]
    assert rebuild(store, graph, review_id, "Cleo", "") == ()


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


def test_a_forged_stop_gets_no_text_approved(store: Store, graph: ReviewGraph, generator: Generator) -> None:
    review_id = made(store, generator, Status.WAITING)
    stop = stop_in(store, review_id)
    assert stop.number > 1
    first = store.revision(review_id, 1)
    forged = replace(stop, number=1, sha256=first.sha256)
    with store.database.engine.begin() as tx:
        tx.execute(update(reviews).where(reviews.c.id == review_id).values(stop=plain(forged)))
    way = route(Verb.ACCEPT, forged.counters, store.review(review_id).policy)
    seen = (forged.interrupt_id, Verb.ACCEPT, "Boss", 1, first.sha256, now(), way.goto, way.reason, forged.counters)
    store.record(review_id, Decision(0, *seen, displayed=1))
    with pytest.raises(Damaged):
        drive(store, graph, review_id, generator.draft)

    assert store.review(review_id).status is Status.DRAFTING
    assert "was taken on something else than was put up" in verify(record_of(store, review_id))[0].told


def test_a_record_that_was_forged_and_sealed_anew_does_not_get_into_the_others(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    before = record_of(store, review_id)
    steps = list(before.steps())
    place = next(place for place, (kind, _, _) in enumerate(steps) if kind == "decision")
    forged = steps[place][2] | {"actor": "Mallory"}
    mine = (decisions.c.review_id == review_id) & (decisions.c.number == 1)
    with store.database.engine.begin() as tx:
        anew = seal(steps[place - 1][2]["seal"], "decision", forged)
        tx.execute(update(decisions).where(mine).values(actor="Mallory", seal=anew))
    changed = rebuild(store, graph, review_id, "Cleo", "")
    after = well(store, graph, review_id)

    assert "Decision 1" in changed
    assert after.decisions == before.decisions
    assert after.repairs[0]["old_head"] == before.review["head"]


def test_a_ledger_whose_head_was_changed_goes_on_and_says_so(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    generator.review("0" * 32, 2)
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE ledger_head SET entries = entries - 1"))
    generator.review("1" * 32, 2)
    entries, head = store.ledger()

    assert Ledger(entries, head).findings == []
    assert [row["event"] for row in entries if row["review_id"] is None] == ["repair"]
    assert well(store, graph, "1" * 32)


def test_an_entry_that_is_no_json_any_more_is_named_and_the_desk_opens(tmp_path: Path, graph: ReviewGraph) -> None:
    database = str(tmp_path / "reviews.sqlite")  # PostgreSQL takes no such value
    with closing(open_database(database)) as opened:
        Generator(Store(opened), graph, seed=11).review("0" * 32, 2)
        with opened.engine.begin() as tx:
            tx.execute(text("UPDATE ledger SET details = '{' WHERE number = 1"))
    desk = ReviewDesk(Settings(database=database))
    with closing(desk):
        found = desk.archive.verify_all().ledger.findings

    assert [told.startswith("Entry 1 of the ledger is not what was sealed") for told in found] == [True]


def test_what_was_deleted_and_put_back_is_not_made_whole_again_and_can_be_deleted_again(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = generator.review("0" * 32, 2)
    desk = older(store)
    delete(store, review_id, "Ann", "asked to")
    for name in desk.checkpoint_tables:
        desk.put_back(name)
    found = everything(store, lambda: graph)
    with pytest.raises(BadInput, match="was deleted"):
        rebuild(store, graph, review_id, "Cleo", "")
    delete(store, review_id, "Ann", "once more")

    assert found[review_id]
    assert everything(store, lambda: graph) == {}


def test_nothing_is_found_in_a_desk_at_which_people_work(
    settings: Settings, writer: ScriptedWriter, graph: ReviewGraph
) -> None:
    desk = ReviewDesk(settings, writer.for_model)
    found: list[object] = []

    def work(person: str) -> None:
        for n in range(4):
            review_id = desk.start(Brief(f"{person} {n}"), person, "A text.")
            desk.accept(review_id, stop_of(desk, review_id), person)
            if n % 2:
                settled(desk, review_id)
                desk.archive.delete(review_id, person, "A test.")

    people = [threading.Thread(target=work, args=(person,)) for person in ("Ann", "Bob")]
    with closing(desk):
        for person in people:
            person.start()
        while any(person.is_alive() for person in people):
            found.append(whole(desk.archive))
        found.append(whole(desk.archive))

    assert len(found) > 2
    assert [each for each in found if each] == []


def whole(archive: Archive) -> list[object]:
    """What is wrong in a whole desk."""
    found = archive.verify_all()
    return [*found.ledger.findings, *(each for each in found.unwell if not each.well)]


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
        ("revisions", "seal", "x"),
        ("calls", "seal", "x"),
        ("decisions", "seal", "x"),
    ],
)
def test_whatever_is_found_can_be_put_in_order_again(
    store: Store, graph: ReviewGraph, generator: Generator, table: str, column: str, value: str
) -> None:
    review_id = made(store, generator, Status.WAITING)
    key = "id" if table == "reviews" else "review_id"
    with store.database.engine.begin() as tx:
        forged = f"UPDATE {table} SET {column} = :value WHERE {key} = :id"  # noqa: S608 - names of this file
        tx.execute(text(forged), {"value": value, "id": review_id})
    found = verify(record_of(store, review_id))
    rebuild(store, graph, review_id, "Cleo", "")
    store.record(review_id, generator.decision(review_id, stop_in(store, review_id)))
    drive(store, graph, review_id, generator.draft)

    assert found
    assert well(store, graph, review_id)


CRAFTED = """
import sqlite3, sys
from hitl.audit import verify
from hitl.snapshots import record_of
from hitl.store import Store, open_database
print([found.told for found in verify(record_of(Store(open_database(sys.argv[1])), sys.argv[2]))])
"""


def test_no_code_runs_out_of_a_checkpoint_that_is_verified(tmp_path: Path, graph: ReviewGraph) -> None:
    database, marker = str(tmp_path / "reviews.sqlite"), tmp_path / "marker"
    with closing(open_database(database)) as opened:
        review_id = Generator(Store(opened), graph, seed=11).review("0" * 32, 2)
        desk = Tampered(opened.engine, 1, {})
        row = desk.rows["checkpoints"][-1]
        code = ormsgpack.Ext(0, ormsgpack.packb(("os", "system", f"touch {marker}")))
        with opened.engine.begin() as tx:
            crafted = ormsgpack.packb({"v": 4, "id": row["checkpoint_id"], "channel_values": {"ask": code}})
            forged = "UPDATE checkpoints SET type = 'msgpack+plain', checkpoint = :crafted WHERE checkpoint_id = :id"
            tx.execute(text(forged), {"crafted": crafted, "id": row["checkpoint_id"]})
    command = [sys.executable, "-W", "ignore", "-c", CRAFTED, database, review_id]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert "cannot be read" in ran.stdout, ran.stderr
    assert not marker.exists()


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


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "Accepted"),
        ("status", "Drafting"),
        ("ending", "x"),
        ("stop_id", None),
        ("stop", None),
        ("decided", 7),
    ],
)
def test_a_column_that_says_where_a_review_stands_is_computed_anew(
    store: Store, graph: ReviewGraph, generator: Generator, column: str, value: object
) -> None:
    review_id = made(store, generator, Status.WAITING)
    before = store.review(review_id)
    with store.database.engine.begin() as tx:
        tx.execute(update(reviews).where(reviews.c.id == review_id).values({column: value}))
    found = [finding.told for finding in verify(record_of(store, review_id))]
    rebuild(store, graph, review_id, "Cleo", "", "drop" if column == "decided" else "refuse")
    after = store.review(review_id)

    assert any(column in told for told in found), found
    assert (after.status, after.stop, after.ending) == (before.status, before.stop, before.ending)
    well(store, graph, review_id)


def test_a_review_of_which_every_row_is_gone_is_named_from_the_ledger(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    kept, gone = (generator.review(f"{n:032x}", 3) for n in range(2))
    head = Archive(store, lambda: graph).ledger().head
    with store.database.engine.begin() as tx:
        for table in (decisions, calls, revisions):
            tx.execute(table.delete().where(table.c.review_id == gone))
        tx.execute(reviews.delete().where(reviews.c.id == gone))
        for name in Tampered(store.database.engine, 1, {}).checkpoint_tables:
            tx.execute(text(f"DELETE FROM {name} WHERE thread_id = :gone"), {"gone": gone})  # noqa: S608
    found = everything(store, lambda: graph)

    assert found == {gone: ["This review was started here and is gone, and no deletion of it is recorded."]}
    assert kept not in found
    assert head in Archive(store, lambda: graph).ledger().seals


def test_an_older_copy_of_the_whole_database_lacks_the_head_that_was_noted(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    generator.review("0" * 32, 3)
    then = older(store)
    generator.review("1" * 32, 3)
    noted = Archive(store, lambda: graph).ledger().head
    for name in [*then.rows][::-1]:
        then.put_back(name)

    assert everything(store, lambda: graph) == {}
    assert noted not in Archive(store, lambda: graph).ledger().seals


def test_a_field_that_a_later_version_brings_breaks_no_seal_of_an_earlier_one(
    store: Store, generator: Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    record = record_of(store, review_id)
    kinds = {**FIELDS[1], "decision": (*FIELDS[1]["decision"], "mood")}
    monkeypatch.setitem(FIELDS, 2, kinds)
    later = record.decisions[-1] | {"v": 2, "mood": "calm"}
    for row in record.decisions:
        row["mood"] = None

    assert verify(record) == []
    assert fits(seal("before", "decision", later), "before", "decision", later)
    assert not fits(seal("before", "decision", later), "before", "decision", later | {"mood": "angry"})


def test_a_version_that_is_not_known_is_refused_in_words(store: Store, generator: Generator) -> None:
    review_id = made(store, generator, Status.ACCEPTED)
    record = record_of(store, review_id)
    record.decisions[0]["v"] = 9

    assert verify(record)[0].told == (
        "Decision 1 is sealed by a version (9) that this hitl does not know: a newer one can check it."
    )
