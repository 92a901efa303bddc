import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from langgraph.checkpoint.sqlite import SqliteSaver

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Author, Brief, Counters, Policy, Review, Status, now
from hitl.errors import StoreFault
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.store.faults import SENTENCES
from hitl.worker import Worker
from tests.conftest import settled, stop_of, wait_for
from tests.fakes import ScriptedWriter
from tests.faulty import OF_POSTGRES, OF_SQLITE, Fault, Place, broken_header, cut_off, file_with, moved_away
from tests.postgres import Postgres
from tests.struck import Outcome, postgres_place, refused, sqlite_place, struck

DRIVERS_WORDS = ("sqlite", "psycopg", "Error", "FATAL", "/", "socket", "disk image", "table")


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look more often for what was left undone, so that the tests are short."""
    monkeypatch.setattr(hitl.worker, "SWEEP_SECONDS", 0.2)


@pytest.fixture
def place() -> Iterator[Place]:
    with sqlite_place() as place:
        yield place


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    """A server that may be stopped."""
    with Postgres() as server:
        yield server


def check(fault: Fault, outcome: Outcome) -> None:
    """The fault has its name and its sentence, and nothing that was acknowledged is lost."""
    assert (outcome.refusal.fault, outcome.readable) == (fault.name, fault.readable)
    assert str(outcome.refusal) == SENTENCES[fault.name]
    assert outcome.during.startswith(SENTENCES[fault.draft_meets or fault.name])
    assert outcome.accepted.status is Status.ACCEPTED
    assert (outcome.decisions, len(outcome.accepted_texts)) == (1, 1)
    assert (outcome.revised.status, outcome.revised.counters.texts) == (Status.WAITING, 2)
    assert [(text.author, text.cause) for text in outcome.revised_texts] == [(Author.MODEL, 0), (Author.MODEL, 1)]
    assert outcome.drafts <= 4  # a draft that could not be saved is written once more, not oftener


@pytest.mark.parametrize("fault", OF_SQLITE, ids=lambda fault: fault.what)
def test_a_desk_survives_each_fault_of_its_file(fault: Fault, place: Place) -> None:
    check(fault, struck(fault, place))


@pytest.mark.parametrize("fault", OF_POSTGRES, ids=lambda fault: fault.what)
def test_a_desk_survives_each_fault_of_its_server(fault: Fault, server: Postgres) -> None:
    with postgres_place(server) as place:
        check(fault, struck(fault, place))


def test_no_sentence_tells_what_a_driver_says() -> None:
    assert not [word for word in DRIVERS_WORDS for sentence in SENTENCES.values() if word in sentence]


def test_a_desk_on_a_damaged_file_does_not_open_and_does_once_it_is_restored(place: Place) -> None:
    settings = Settings(database=place.address, writer="offline")
    desk = ReviewDesk(settings)
    review_id = desk.start(Brief("Topic"), "Ann")
    settled(desk, review_id)
    with broken_header(place, desk):
        desk.close()
        refusal = refused(lambda: ReviewDesk(settings))
    desk = ReviewDesk(settings)
    status = desk.review(review_id).status
    desk.close()

    assert refusal.fault == "corrupt"
    assert status is Status.WAITING


@pytest.mark.parametrize("content", [b"Hello. " * 2000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_said_in_words_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "reviews.sqlite"
    file.write_bytes(content)
    with pytest.raises(StoreFault) as refusal:
        open_database(str(file))

    assert refusal.value.fault == "corrupt"
    assert file.read_bytes() == content


def test_the_place_of_a_folder_that_was_moved_away_stays_free(place: Place) -> None:
    desk = ReviewDesk(Settings(database=place.address, writer="offline"))
    database = open_database(place.address)
    with moved_away(place, desk), pytest.raises(StoreFault) as refusal, database.turn("r1"):
        raise AssertionError("nobody may have a turn")
    database.close()
    desk.close()

    assert refusal.value.fault == "missing"


def test_a_draft_whose_connection_was_cut_is_not_written_over_the_one_that_took_its_place(server: Postgres) -> None:
    settings, writers, held = Settings(database=server.fresh()), (ScriptedWriter(), ScriptedWriter()), threading.Event()
    first, second = (ReviewDesk(settings, writer.for_model) for writer in writers)
    review_id = first.start(Brief("Topic"), "Ann", text="My own words.")
    stop = stop_of(first, review_id)
    writers[0].enqueue(held)
    writers[1].enqueue("The draft of the second.")
    first.revise(review_id, stop, "Ann", "Shorter.")
    wait_for(lambda: bool(first.live(review_id)), "the draft to begin")
    cut_off(settings.database)
    wait_for(lambda: bool(writers[1].history), "the second to take over")
    texts = [settled(second, review_id).counters.texts]
    held.set()
    wait_for(lambda: bool(first.fault(review_id)), "the first to notice")
    texts += [first.review(review_id).counters.texts]
    written = [revision.text for revision in first.revisions(review_id)]
    first.accept(review_id, stop_of(first, review_id), "Ann")
    status = settled(first, review_id).status
    first.close()
    second.close()

    assert texts == [2, 2]
    assert written == ["My own words.", "The draft of the second."]
    assert status is Status.ACCEPTED


def test_a_desk_whose_connections_were_cut_in_the_middle_of_a_draft_goes_on_by_itself(server: Postgres) -> None:
    writer, held = ScriptedWriter(), threading.Event()
    desk = ReviewDesk(Settings(database=server.fresh()), writer.for_model)
    writer.enqueue(held, "The draft once more.")
    review_id = desk.start(Brief("Topic"), "Ann")
    wait_for(lambda: bool(desk.live(review_id)), "the draft to begin")
    cut_off(desk.settings.database)
    held.set()
    settled(desk, review_id)
    texts = [revision.text for revision in desk.revisions(review_id)]
    desk.close()

    assert texts == ["The draft once more."]


@pytest.fixture(scope="module")
def password(server: Postgres) -> str:
    """A user whom the server asks for a password, with the address of a database."""
    address = server.fresh()
    rules = server.rules
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE ann LOGIN PASSWORD 'the right one'")
        file_with(rules, b"local all ann scram-sha-256\n" + rules.read_bytes())
        connection.execute("SELECT pg_reload_conf()")
    return address.replace("postgres:", "ann:{}")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("{}", "hush-hush"), "denied"),
        ((":{}", ""), "denied"),
        (("ann:{}", "nobody"), "denied"),
        (("ann:{}@/desk", "postgres@/no_desk"), "nameless"),
    ],
)
def test_whom_the_server_does_not_let_in_is_told_so(
    password: str, change: tuple[str, str], fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StoreFault) as refusal:
        open_database(password.replace(*change))

    assert refusal.value.fault == fault
    assert "hush" not in f"{refusal.value} {[vars(record) for record in caplog.records]}"


def test_work_that_was_left_undone_is_looked_for_also_after_a_mistake(tmp_path: Path, writer: ScriptedWriter) -> None:
    class Mistaken(Store):
        looks = 0

        def unfinished(self) -> dict[str, int]:
            """The reviews that somebody should be driving, but for the first look."""
            self.looks += 1
            if self.looks == 1:
                raise RuntimeError("a mistake")
            return super().unfinished()

    store = Mistaken(open_database(str(tmp_path / "reviews.sqlite")))
    worker = Worker(store, writer.for_model, 1, "", "all")
    store.add(Review("r1", "T", Status.DRAFTING, "Ann", now(), now(), Brief("T"), Policy(), Counters()))
    wait_for(lambda: store.review("r1").status is Status.WAITING, "the review to be found")
    ended = worker.close()
    store.database.close()

    assert ended
    assert store.looks > 1


def test_a_review_that_begins_while_the_desk_opens_is_not_taken_for_one_that_was_left(
    tmp_path: Path, writer: ScriptedWriter
) -> None:
    begun, looks = threading.Event(), list[dict[str, int]]()

    class Late(Store):
        def unfinished(self) -> dict[str, int]:
            """The reviews that somebody should be driving, asked for once one has begun."""
            begun.wait(10)
            looks.append(super().unfinished())
            return looks[-1]

    store = Late(open_database(str(tmp_path / "reviews.sqlite")))
    worker = Worker(store, writer.for_model, 1, "", "all")
    store.add(Review("r1", "T", Status.DRAFTING, "Ann", now(), now(), Brief("T"), Policy(), Counters()))
    begun.set()
    wait_for(lambda: bool(looks), "the first look")
    worker.close()
    status = store.review("r1").status
    store.database.close()

    assert list(looks[0]) == ["r1"]
    assert status is Status.DRAFTING


def test_the_tables_wait_for_the_disk_and_what_is_deleted_is_gone_in_checkpoints_too(tmp_path: Path) -> None:
    database = open_database(str(tmp_path / "reviews.sqlite"))
    with database.turn("r1") as saver, database.engine.connect() as tables:
        assert isinstance(saver, SqliteSaver)
        pragmas = ("synchronous", "secure_delete")
        of_tables = [tables.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        of_checkpoints = [saver.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    database.close()

    assert of_tables == [2, 1]
    assert of_checkpoints == [1, 1]
