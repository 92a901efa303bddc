import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Counters, Decision, Policy, Review, Status, Verb, now
from hitl.drive import drive
from hitl.errors import Damaged
from hitl.graph import ReviewGraph, build_graph
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.wording import TITLE_IS_LOST
from hitl.writing import Assignment, Call
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter, called
from tests.faulty import small_disk
from tests.poison import Checkpoints, poisoned, unreadable
from tests.postgres import Postgres

POISONINGS = 55
"""On each database."""

SEED = 20_261_124
CUT = '{"cut'
DEEP = "[" * 3_000 + "]" * 3_000
KINDS = [(asks, verb) for asks in (0, 1) for verb in (None, Verb.REVISE, Verb.ACCEPT)]


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this kind; the file lies in memory where it can, since much is written."""
    if engine == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        yield server.fresh()
        return
    with small_disk(64) as folder:
        yield str(folder / "reviews.sqlite")


@pytest.fixture(scope="module")
def graph() -> ReviewGraph:
    return build_graph()


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often for what was left undone, so that the tests are short."""
    monkeypatch.setattr(hitl.worker, "SWEEP_SECONDS", 0.1)


def write(assignment: Assignment) -> Call:
    return called(f"A text after {len(assignment.feedback)} asks.", "model", 3)


def begun(store: Store, graph: ReviewGraph, review_id: str, asks: int, verb: Verb | None = None) -> str:
    """A review with so many revisions behind it, and a decision that nobody has carried out yet."""
    brief = Brief("Topic")
    store.add(Review(review_id, "Topic", Status.DRAFTING, "Ann", now(), now(), brief, Policy(), Counters()))
    drive(store, graph, review_id, write)
    for n in range(asks):
        decide(store, review_id, Verb.REVISE, f"Ask {n}.")
        drive(store, graph, review_id, write)
    if verb:
        decide(store, review_id, verb, "One more.")
    return review_id


def driven(store: Store, graph: ReviewGraph, review_id: str, asks: int, verb: Verb | None) -> str:
    """The same, and the decision carried out."""
    drive(store, graph, begun(store, graph, review_id, asks, verb), write)
    return review_id


def decide(store: Store, review_id: str, verb: Verb, feedback: str = "") -> None:
    stop = store.review(review_id).stop
    assert stop is not None
    seen = Decision(0, stop.interrupt_id, verb, "Ann", stop.number, stop.sha256, now(), "draft", "", stop.counters)
    store.record(review_id, replace(seen, feedback=feedback))


def told(store: Store, review_id: str) -> list[object]:
    """What a review shows, but for the times."""
    review, texts = store.review(review_id), store.revisions(review_id)
    said = [(text.number, text.text, text.cause) for text in texts]
    return [review.status, review.counters, said, len(store.decisions(review_id))]


def test_whatever_becomes_of_a_checkpoint_is_damage_in_words_or_does_no_harm(store: Store, graph: ReviewGraph) -> None:
    rng = random.Random(SEED)  # noqa: S311 - the same tries each time
    twins = {kind: told(store, driven(store, graph, f"twin of {kind}", *kind)) for kind in KINDS}
    odd, damaged = [], 0
    for n in range(POISONINGS):
        kind = rng.choice(KINDS)
        review_id = begun(store, graph, f"sick {n}", *kind)
        checkpoints = Checkpoints(store.database.engine, review_id)
        sound = checkpoints.read()
        with suppress(DBAPIError):  # where the database itself does not take it
            checkpoints.write(poisoned(sound, rng))
        try:
            drive(store, graph, review_id, write)
        except Damaged:
            damaged += 1
            checkpoints.write(sound)
            drive(store, graph, review_id, write)
        if told(store, review_id) != twins[kind]:
            odd.append((n, told(store, review_id), twins[kind]))

    assert odd == []
    assert damaged > POISONINGS / 4


def test_a_damaged_review_says_so_takes_no_click_and_is_sound_again_once_it_is_restored(
    settings: Settings, database: str, writer: ScriptedWriter, brisk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hitl.worker, "BROKEN_SECONDS", 0.3)
    desk = ReviewDesk(settings, writer.for_model)
    sick, other = (desk.start(Brief(topic), "Ann") for topic in ("The sick one", "The other"))
    stops = [stop_of(desk, review_id) for review_id in (sick, other)]
    desk.close()
    store = Store(open_database(database))
    checkpoints = Checkpoints(store.database.engine, sick)
    sound = checkpoints.read()
    checkpoints.write(unreadable(sound))
    desk = ReviewDesk(settings, writer.for_model)
    desk.attend(desk.review(sick))
    wait_for(lambda: bool(desk.review(sick).damage), "the damage to be found")
    with pytest.raises(Damaged, match="cannot be read") as refusal:
        desk.accept(sick, stops[0], "Ann")
    marks = {line.id: line.damaged for line in desk.lines()[0]}
    desk.revise(other, stops[1], "Ann", "Shorter.")
    texts = settled(desk, other).counters.texts
    checkpoints.write(sound)
    wait_for(lambda: not (desk.attend(desk.review(sick)) or desk.review(sick).damage), "the damage to be gone")
    desk.accept(sick, stops[0], "Ann")
    status = settled(desk, sick).status
    store.database.close()
    desk.close()

    assert "No other review is touched" in str(refusal.value)
    assert marks == {sick: True, other: False}
    assert texts == 2
    assert status is Status.ACCEPTED


def test_a_damaged_draft_is_not_tried_over_and_over_and_holds_up_no_other(
    store: Store, graph: ReviewGraph, settings: Settings, brisk: None, caplog: pytest.LogCaptureFixture
) -> None:
    sick, other = "a" * 32, "b" * 32
    for review_id in (sick, other):
        begun(store, graph, review_id, 0)
        decide(store, review_id, Verb.REVISE, "Shorter.")
    checkpoints = Checkpoints(store.database.engine, sick)
    sound = checkpoints.read()
    checkpoints.write(unreadable(sound))
    writer = ScriptedWriter()
    desk = ReviewDesk(settings, writer.for_model)
    wait_for(lambda: desk.review(other).status is Status.WAITING, "the other one")
    wait_for(lambda: bool(desk.review(sick).damage), "the damage to be found")
    for _ in range(100):
        desk.attend(desk.review(sick))
        time.sleep(0.01)
    tries = sum(record.getMessage() == "damaged" for record in caplog.records)
    desk.close()
    checkpoints.write(sound)
    desk = ReviewDesk(settings, writer.for_model)
    desk.attend(desk.review(sick))
    wait_for(lambda: desk.review(sick).status is Status.WAITING, "the decision to be carried out after all")
    decisions = [d.feedback for d in desk.decisions(sick)]
    desk.close()

    assert tries == 1
    assert decisions == ["Shorter."]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("reviews.brief", CUT),
        ("reviews.brief", DEEP),
        ("reviews.policy", "5"),
        ("reviews.counters", CUT),
        ("reviews.stop", "[]"),
        ("revisions.notes", "true"),
        ("revisions.notes", CUT),
        ("decisions.counters", CUT),
    ],
)
@pytest.mark.tampers
def test_a_row_that_cannot_be_read_damages_one_review_and_not_the_list(
    desk: ReviewDesk, review_id: str, engine: str, column: str, value: str
) -> None:
    table, _, name = column.partition(".")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    stop = stop_of(desk, review_id)
    other = desk.start(Brief("The other"), "Ann")
    settled(desk, other)
    here = f"{'id' if table == 'reviews' else 'review_id'} = :id"
    with desk._store.database.engine.begin() as tx:
        broken = value.replace(CUT, CUT if engine == "sqlite" else "7")  # PostgreSQL itself takes no broken JSON
        tx.execute(text(f"UPDATE {table} SET {name} = :to WHERE {here}"), {"to": broken, "id": review_id})  # noqa: S608

    with pytest.raises(Damaged):
        {"reviews": desk.review, "revisions": desk.revisions, "decisions": desk.decisions}[table](review_id)
    assert len(desk.lines()[0]) == 2
    desk.accept(other, stop_of(desk, other), "Ann")
    assert settled(desk, other).status is Status.ACCEPTED
    if table == "reviews":
        with pytest.raises(Damaged):
            desk.accept(review_id, stop, "Ann")


@pytest.mark.tampers
def test_a_status_that_nobody_knows_is_a_damaged_line_of_the_list(desk: ReviewDesk, review_id: str) -> None:
    with desk._store.database.engine.begin() as tx:
        tx.execute(text("UPDATE reviews SET status = 'no status'"))

    assert [line.damaged for line in desk.lines()[0]] == [True]
    with pytest.raises(Damaged):
        desk.review(review_id)


@pytest.mark.parametrize("column", ["title", "owner", "kind"])
def test_a_value_of_another_type_damages_one_review_and_not_the_list(tmp_path: Path, column: str) -> None:
    store = Store(open_database(str(tmp_path / "reviews.sqlite")))  # PostgreSQL takes no such value
    for review_id in ("ours", "other"):
        store.add(Review(review_id, "T", Status.DRAFTING, "Ann", now(), now(), Brief("Topic"), Policy(), Counters()))
    with store.database.engine.begin() as tx:
        tx.execute(text(f"UPDATE reviews SET {column} = x'ff00' WHERE id = 'ours'"))  # noqa: S608
    lines = {line.id: line for line in store.lines().lines}
    if column != "kind":  # the brief has it too
        with pytest.raises(Damaged):
            store.review("ours")
    store.database.close()

    assert (lines["other"].title, lines["other"].damaged) == ("T", False)
    assert (lines["ours"].title, lines["ours"].owner, lines["ours"].kind) == (TITLE_IS_LOST, "", "")
    assert lines["ours"].damaged
