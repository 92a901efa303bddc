import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import hitl.store
from hitl.domain import (
    Author,
    Brief,
    Counters,
    Decision,
    Outcome,
    Policy,
    Review,
    Revision,
    Status,
    Stop,
    Verb,
    now,
)
from hitl.errors import Damaged, NotFound, Stale, StoreFault
from hitl.store import Level, Reached, Store, open_database
from hitl.store.database import SCHEMA
from hitl.store.rows import review_row
from hitl.store.tables import metadata, reviews
from tests.conftest import ROOT
from tests.postgres import Postgres

STOP = Stop("stop-1", 1, "hash", Counters(texts=1))
FIRST = Revision(1, "The text.", Author.MODEL, 0, now(), "model", 10, 1.5, ("A note.",))


def added(store: Store, review_id: str = "r1", topic: str = "Topic") -> str:
    brief = Brief(topic)
    store.add(Review(review_id, topic, Status.DRAFTING, "Ann", now(), now(), brief, Policy(), Counters()))
    return review_id


def waiting(store: Store) -> Level:
    """A review that waits with its first text."""
    added(store)
    return store.level("r1", Reached(0, Counters(texts=1), FIRST, None), STOP)


def decision(verb: Verb = Verb.ACCEPT, actor: str = "Ann", stop: str = "stop-1") -> Decision:
    return Decision(0, stop, verb, actor, 1, "hash", now(), "finalize", "because", Counters(texts=1))


def test_a_review_comes_back_as_it_was_added(store: Store) -> None:
    review = store.review(added(store))

    assert (review.title, review.status, review.owner, review.brief) == ("Topic", "Drafting", "Ann", Brief("Topic"))
    assert list(store.unfinished()) == ["r1"]


def test_leveling_puts_up_the_stop_and_stores_the_revision_once(store: Store) -> None:
    added(store)
    levels = [store.level("r1", Reached(0, Counters(texts=1), FIRST, None), STOP) for _ in range(2)]

    assert levels == [Level.NEW, Level.KNOWN]
    assert store.review("r1").stop == STOP
    assert store.revisions("r1") == [FIRST]


def test_one_of_many_simultaneous_decisions_wins_and_the_others_are_told(store: Store) -> None:
    waiting(store)
    barrier = threading.Barrier(8)
    outcomes: list[str | None] = []

    def click(n: int) -> None:
        barrier.wait()
        try:
            outcomes.append(store.record("r1", decision(actor=f"Editor {n}")).actor)
        except Stale as refusal:
            outcomes.append(refusal.winner.actor if refusal.winner else None)

    threads = [threading.Thread(target=click, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.decisions("r1")) == 1
    assert set(outcomes) == {store.decisions("r1")[0].actor}


def test_a_checkpoint_that_does_not_know_the_last_decision_changes_nothing(store: Store) -> None:
    waiting(store)
    store.record("r1", decision())
    reached, late = Reached(0, Counters(texts=1), FIRST, None), Outcome(Status.ABANDONED, "late", "", 1, "hash", now())

    assert store.level("r1", reached, STOP) is Level.LATE
    assert store.end("r1", reached, late) is Level.LATE
    assert (store.review("r1").status, store.review("r1").stop) == (Status.DRAFTING, None)


def test_a_decision_on_a_stop_that_is_not_up_is_refused(store: Store) -> None:
    waiting(store)
    with pytest.raises(Stale, match="moved on"):
        store.record("r1", decision(stop="another"))
    with pytest.raises(NotFound):
        store.record("nobody", decision())

    assert store.decisions("r1") == []


def test_decisions_are_numbered_in_the_order_in_which_they_came(store: Store) -> None:
    added(store)
    for n in (1, 2, 3):
        store.level("r1", Reached(n - 1, Counters(texts=1), None, None), replace(STOP, interrupt_id=f"stop-{n}"))
        store.record("r1", decision(stop=f"stop-{n}"))

    assert [d.number for d in store.decisions("r1")] == [1, 2, 3]
    assert store.decision_at("r1", "stop-2") == store.decisions("r1")[1]


def test_only_the_running_draft_can_be_asked_to_halt_and_the_ask_ends_with_it(store: Store) -> None:
    added(store)
    assert not store.ask_to_halt("r1", 3, "Late")
    assert store.halted() == {}
    assert store.ask_to_halt("r1", 0, "Bob")
    assert store.halted() == {"r1": "Bob"}
    store.level("r1", Reached(0, Counters(texts=1), FIRST, None), STOP)

    assert not store.ask_to_halt("r1", 0, "Bob")
    assert store.halted() == {}


def test_a_review_is_added_once_where_another_process_is_about_to_add_it(store: Store) -> None:
    late = threading.Thread(target=added, args=(store,))
    with store.database.engine.begin() as tx:
        brief = Brief("Topic")
        row = review_row(Review("r1", "Topic", Status.DRAFTING, "Ann", now(), now(), brief, Policy(), Counters()))
        tx.execute(reviews.insert().values(row | {"touched": 1}))
        late.start()
        late.join(0.3)
        waits = late.is_alive()
    late.join(20)

    assert waits
    assert store.review("r1").owner == "Ann"


def test_a_line_with_a_time_that_is_none_is_shown_as_damaged_and_the_others_stay(store: Store) -> None:
    added(store, "r1")
    added(store, "r2")
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE reviews SET updated_at = 'yesterday' WHERE id = 'r1'"))

    assert {line.id: line.damaged for line in store.lines()[0]} == {"r1": True, "r2": False}
    with pytest.raises(Damaged):
        store.review("r1")


def test_the_list_is_read_in_the_order_of_its_index(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "list.sqlite"))
    listed = "EXPLAIN QUERY PLAN SELECT id FROM reviews ORDER BY place, touched DESC LIMIT 20"
    with database.engine.connect() as connection:
        plan = [row.detail for row in connection.execute(text(listed))]
    database.close()

    assert plan == ["SCAN reviews USING COVERING INDEX reviews_in_list_order"]


def test_the_list_is_paged_and_counted(store: Store) -> None:
    for n in range(7):
        added(store, f"r{n}", f"Topic {n}")
    first, total, _ = store.lines(limit=3)
    last = store.lines(limit=3, offset=6).lines

    assert total == 7
    assert [line.title for line in first] == ["Topic 6", "Topic 5", "Topic 4"]
    assert [line.title for line in last] == ["Topic 0"]


def test_one_at_a_time_has_its_turn_at_a_review(store: Store, database: str) -> None:
    other = open_database(database)
    with store.database.turn("r1") as mine, store.database.turn("r1") as again, other.turn("r1") as theirs:
        assert mine is not None
        assert (again, theirs) == (None, None)
    with other.turn("r1") as theirs, store.database.turn("r2") as another:
        assert None not in (theirs, another)
    other.close()


APART = ("reviews_in_list_order", "search_grams")
"""SQLite does not tell the order of an index, and each engine has an index of its own for the search, on SQLite some
tables that FTS5 looks after: tests of their own look at both."""


def ours(name: str | None, kind: str, _parents: object) -> bool:
    return name not in APART and (kind != "table" or name in metadata.tables)


@pytest.mark.filterwarnings("ignore:autogenerate skipping")
def test_the_migrations_build_exactly_the_tables_of_the_code(store: Store) -> None:
    folder = Path(hitl.store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    with store.database.engine.connect() as connection:
        options = {"include_name": ours, "include_object": lambda _object, name, *_: name not in APART}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    assert differences == []
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_database_that_is_up_to_date_opens_again_with_what_was_in_it(store: Store, database: str) -> None:
    added(store)
    again = Store(open_database(database))
    title = again.review("r1").title
    again.database.close()

    assert title == "Topic"


@pytest.mark.parametrize(("version", "said"), [("9999", "written by a newer hitl"), ("0005", "before its first")])
def test_tables_of_another_hitl_are_left_alone_and_said_in_words(
    store: Store, database: str, version: str, said: str
) -> None:
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    with pytest.raises(StoreFault, match=said):
        open_database(database)
    with store.database.engine.connect() as connection:
        stands_at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()

    assert stands_at == version


def test_servers_that_start_at_once_on_an_empty_database_do_not_get_in_each_others_way(
    engine: str, postgres: Postgres, tmp_path: Path
) -> None:
    address = postgres.empty() if engine == "postgres" else str(tmp_path / "new.sqlite")
    start = "import sys; from hitl.store import open_database as o; d = o(sys.argv[1]); d.reader().__enter__()"
    servers = [
        subprocess.Popen([sys.executable, "-c", start, address], stderr=subprocess.PIPE, cwd=ROOT) for _ in range(4)
    ]
    said = [server.communicate(timeout=60)[1].decode() for server in servers]

    assert said == [""] * 4
    assert [server.returncode for server in servers] == [0] * 4


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("postgresql://user:hush@127.0.0.1:9/desk", "unreachable"),
        ("postgresql://user:hu@sh@127.0.0.1:9/desk", "unreachable"),
        ("postgresql://user:hush@127.0.0.1:9/desk?nonsense=1", "address"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_in_words_without_its_password(
    address: str, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreFault) as refusal:
        open_database(address)

    told = f"{refusal.value} {[vars(record) for record in caplog.records]}"

    assert refusal.value.fault == fault
    assert "store_failed" in told
    assert "sh@" not in told
    assert "hush" not in told
