import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import hitl.store
from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Stop, Verb, now
from hitl.errors import NotFound, Stale, StoreFault
from hitl.store import Database, Store
from hitl.store.database import SCHEMA
from hitl.store.tables import metadata

STOP = Stop("stop-1", 1, "hash", Counters(texts=1))
FIRST = Revision(1, "The text.", Author.MODEL, 0, now(), "model", 10, 1.5, ("A note.",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Database(tmp_path / "reviews.sqlite"))
    yield store
    store.database.close()


def added(store: Store, review_id: str = "r1", topic: str = "Topic") -> str:
    brief = Brief(topic)
    store.add(Review(review_id, topic, Status.DRAFTING, "Ann", now(), now(), brief, Policy(), Counters()))
    return review_id


def decision(verb: Verb = Verb.ACCEPT, actor: str = "Ann", stop: str = "stop-1") -> Decision:
    return Decision(0, stop, verb, actor, 1, "hash", now(), "finalize", "because", Counters(texts=1))


def test_a_review_comes_back_as_it_was_added(store: Store) -> None:
    review = store.review(added(store))

    assert (review.title, review.status, review.owner, review.brief) == ("Topic", "Drafting", "Ann", Brief("Topic"))
    assert store.unfinished() == ["r1"]


def test_leveling_puts_up_the_stop_and_stores_the_revision_once(store: Store) -> None:
    added(store)
    for _ in range(2):
        assert store.level("r1", FIRST, Counters(texts=1), STOP)

    assert store.review("r1").stop == STOP
    assert store.revisions("r1") == [FIRST]


def test_one_of_many_simultaneous_decisions_wins_and_the_others_are_told(store: Store) -> None:
    added(store)
    store.level("r1", FIRST, Counters(texts=1), STOP)
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


def test_a_stop_that_was_decided_is_not_put_up_again(store: Store) -> None:
    added(store)
    store.level("r1", FIRST, Counters(texts=1), STOP)
    store.record("r1", decision())

    assert not store.level("r1", FIRST, Counters(texts=1), STOP)
    assert store.review("r1").status is Status.DRAFTING


def test_a_decision_on_a_stop_that_is_not_up_is_refused(store: Store) -> None:
    added(store)
    store.level("r1", FIRST, Counters(texts=1), STOP)
    with pytest.raises(Stale, match="moved on"):
        store.record("r1", decision(stop="another"))
    with pytest.raises(NotFound):
        store.record("nobody", decision())

    assert store.decisions("r1") == []


def test_decisions_are_numbered_in_the_order_in_which_they_came(store: Store) -> None:
    added(store)
    for n in (1, 2, 3):
        store.level("r1", None, Counters(texts=1), replace(STOP, interrupt_id=f"stop-{n}"))
        store.record("r1", decision(stop=f"stop-{n}"))

    assert [d.number for d in store.decisions("r1")] == [1, 2, 3]
    assert store.decision_at("r1", "stop-2") == store.decisions("r1")[1]


def test_only_a_running_draft_can_be_asked_to_halt_and_the_ask_ends_with_it(store: Store) -> None:
    added(store)
    store.ask_to_halt("r1", 3, "Late")
    assert store.halted_by("r1") is None
    store.ask_to_halt("r1", 0, "Bob")
    assert store.halted_by("r1") == "Bob"
    store.level("r1", FIRST, Counters(texts=1), STOP)
    store.ask_to_halt("r1", 1, "Bob")

    assert store.halted_by("r1") is None


def test_the_list_is_paged_and_counted(store: Store) -> None:
    for n in range(7):
        added(store, f"r{n}", f"Topic {n}")
    first, total = store.lines(limit=3)
    last, _ = store.lines(limit=3, offset=6)

    assert total == 7
    assert [line.title for line in first] == ["Topic 6", "Topic 5", "Topic 4"]
    assert [line.title for line in last] == ["Topic 0"]


def test_a_lock_is_held_by_one_at_a_time(store: Store) -> None:
    with store.database.lock("r1") as mine, store.database.lock("r1") as theirs:
        assert (mine, theirs) == (True, False)
    with store.database.lock("r1") as mine:
        assert mine


def test_the_migrations_build_exactly_the_tables_of_the_code(store: Store) -> None:
    folder = Path(hitl.store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    with store.database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA


def test_a_database_that_is_up_to_date_opens_again_with_what_was_in_it(store: Store, tmp_path: Path) -> None:
    added(store)
    again = Store(Database(tmp_path / "reviews.sqlite"))
    title = again.review("r1").title
    again.database.close()

    assert title == "Topic"


def test_a_file_that_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "reviews.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreFault, match="file is not a database"):
        Database(tmp_path / "reviews.sqlite")


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFault, match="cannot be made"):
        Database(tmp_path / "file" / "reviews.sqlite")


def test_a_database_that_is_gone_is_said_in_words(store: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "reviews.sqlite") as connection:
        connection.execute("DROP TABLE revisions")
    connection.close()
    with pytest.raises(StoreFault, match="could not be used just now"):
        store.revisions("r1")
