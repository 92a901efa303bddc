"""What a search finds, and that it finds the same whether the words have been put into the index yet or not."""

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from hitl.desk import ReviewDesk
from hitl.doctor import examine
from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Stop, Verb, now
from hitl.settings import Settings
from hitl.store import Reached, Store, open_database
from hitl.upkeep import tidy
from tests.conftest import ROOT, wait_for
from tests.fakes import ScriptedWriter
from tests.postgres import Postgres
from tests.test_store import upgrade_to

READ, INDEXED = "read", "indexed"


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    with closing(open_database(database)) as opened:
        yield Store(opened)


def add(store: Store, review_id: str, title: str, words: str = "") -> None:
    """A review that waits with this text; one that is being drafted, without."""
    store.add(Review(review_id, title, Status.DRAFTING, "Ann", now(), now(), Brief(title), Policy(), Counters()))
    if words:
        counters = Counters(texts=1)
        revision = Revision(1, words, Author.MODEL, 0, now(), "model", 10, 1.5, ())
        store.level(review_id, Reached(0, counters, revision, None), Stop(f"{review_id}-1", 1, "hash", counters))


def decision_at(stop: str) -> Decision:
    return Decision(0, stop, Verb.REVISE, "Ann", 1, "hash", now(), "draft", "because", Counters(texts=1))


def second(words: str, review_id: str = "r1") -> tuple[Reached, Stop]:
    """What follows a decision at the first stop."""
    counters = Counters(texts=2)
    revision = Revision(2, words, Author.MODEL, 1, now(), "model", 10, 1.5, ())
    return Reached(1, counters, revision, None), Stop(f"{review_id}-2", 2, "hash", counters)


def index_all(store: Store, at_once: int = 50) -> None:
    while store.index(at_once) == at_once:
        pass


def found(store: Store, phrase: str) -> set[str]:
    return {line.id for line in store.lines(search=phrase, limit=1_000).lines}


def seen_as(store: Store, state: str) -> None:
    """Have all words read, or in the index."""
    if state == INDEXED:
        index_all(store)

        assert store.not_indexed() == 0


TEXT = (
    "The library opens at 9:00 — 100% of it; see_below.\n\nÄpfel für 5 €, Straße 7, «ÉTÉ». 図書館は新しい。 "
    'She said "go", it\'s C:\\new, a*b (NEAR) words:x {b} -c ^d 1/2 👩‍🚀 İzmir.'
)
FOUND = [
    "library",
    "LIBRARY",
    "rary op",
    "äpfel",
    "ÄPFEL FÜR",
    "été",
    "straße",
    "図書館",
    "新し",
    "図",
    "9:00 — 100%",
    "100% of",
    "see_below",
    "below.\n\näpf",
    '"go"',
    "it's",
    "c:\\new",
    "a*b",
    "(near)",
    "words:x",
    "{b} -c ^d",
    "1/2",
    "👩‍🚀",
    "İzmir",
    "€",
    "5 ",
    "  library  ",
    "town hall",
    "TOWN",
]
NOT_FOUND = [
    "libary",
    "100_",
    "%",
    "see%below",
    "lib*",
    "lib OR rary",
    "library AND opens",
    "NEAR(library opens)",
    "words:library",
    "^The",
    "-zebra",
    '"library"',
    "'library'",
    '"',
    '""""',
    "a_b",
    "strasse",
    "apfel",
    "hall The",
    "; DROP TABLE search; --",
    "図書園",
    "x" * 300,
]


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_a_phrase_is_found_anywhere_in_title_and_text_whatever_its_case_and_characters(
    store: Store, state: str
) -> None:
    add(store, "r1", "The new Town Hall", TEXT)
    add(store, "r2", "Another", "Something else.")
    seen_as(store, state)

    assert [phrase for phrase in FOUND if found(store, phrase) != {"r1"}] == []


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_no_character_means_anything_but_itself(store: Store, state: str) -> None:
    add(store, "r1", "The new Town Hall", TEXT.replace("%", "").replace('"', ""))
    seen_as(store, state)

    assert [phrase for phrase in NOT_FOUND if found(store, phrase)] == []


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_a_search_finds_what_a_look_at_every_text_would_find(store: Store, state: str) -> None:
    dice = random.Random(5)  # noqa: S311 - the same texts each time
    letters = "aAbBäÄ%_*\"'()-^:/\\ \n書"
    words = {f"r{n}": "".join(dice.choices(letters, k=dice.randint(1, 30))) for n in range(80)}
    for each, of_it in words.items():
        add(store, each, "zzz", of_it)
    seen_as(store, state)
    for _ in range(150):
        of_it = dice.choice(list(words.values()))
        phrase = of_it[dice.randrange(len(of_it)) :][: dice.randint(1, 6)].strip() or "a"

        assert found(store, phrase) == {each for each, of_it in words.items() if phrase.lower() in of_it.lower()}


def test_words_that_no_longer_stand_are_not_found_and_those_that_followed_are_at_once(store: Store) -> None:
    add(store, "r1", "Topic", "An early zebra.")
    index_all(store)
    store.record("r1", decision_at("r1-1"))
    store.level("r1", *second("A late giraffe."))
    at_once = found(store, "zebra"), found(store, "giraffe"), store.not_indexed()
    index_all(store)

    assert at_once == (set(), {"r1"}, 1)
    assert (found(store, "zebra"), found(store, "giraffe"), store.not_indexed()) == (set(), {"r1"}, 0)


def test_a_review_with_no_text_yet_is_found_by_its_title(store: Store) -> None:
    add(store, "r1", "Nothing but a title")
    before = found(store, "but a")
    index_all(store)

    assert before == found(store, "but a") == {"r1"}


def test_what_is_found_comes_in_the_order_of_the_list_by_pages_and_status(store: Store) -> None:
    for n in range(7):
        add(store, f"r{n}", f"Topic {n}", "The words.")
    add(store, "late", "The words")
    index_all(store)
    pages = [[line.id for line in store.lines(search="words", limit=3, offset=at).lines] for at in (0, 3, 6)]
    drafting = store.lines([Status.DRAFTING], "words")

    assert pages == [["r6", "r5", "r4"], ["r3", "r2", "r1"], ["r0", "late"]]
    assert ([line.id for line in drafting.lines], drafting.total) == (["late"], 1)


def test_what_is_found_is_counted_as_far_as_asked_and_every_page_can_be_reached(store: Store) -> None:
    for n in range(9):
        add(store, f"r{n}", f"Topic {n}", "The words.")
    index_all(store)
    counted = {most: store.lines(search="words", limit=2, most=most)[1:] for most in (3, 8, 9, None)}
    last = store.lines(search="words", limit=2, offset=7, most=3)
    behind = store.lines(search="words", limit=2, offset=20, most=3)

    assert counted == {3: (3, True), 8: (8, True), 9: (9, False), None: (9, False)}
    assert ([line.id for line in last.lines], last.total, last.more) == (["r1", "r0"], 9, False)
    assert behind == ([], 9, False)


def test_several_threads_that_index_at_once_while_texts_change_leave_every_review_ready(store: Store) -> None:
    for n in range(30):
        add(store, f"r{n:02}", "Topic", "first words")
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            store.index(7)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(30):
        store.record(f"r{n:02}", decision_at(f"r{n:02}-1"))
        store.level(f"r{n:02}", *second("second words", f"r{n:02}"))
    over.set()
    for thread in threads:
        thread.join()
    index_all(store)

    assert (found(store, "first"), len(found(store, "second"))) == (set(), 30)
    assert (store.not_indexed(), rows_of_search(store)) == (0, 30)


INDEX = """
import sys
from hitl.store import Store, open_database
store = Store(open_database(sys.argv[1]))
print("begun", flush=True)
while True:
    store.index(1)
    with store.database.engine.begin() as tx:
        tx.exec_driver_sql("UPDATE reviews SET search_key = NULL WHERE id IN ('r3', 'r4', 'r5')")
"""


def test_a_server_that_is_killed_while_it_indexes_leaves_an_index_that_says_what_stands(
    store: Store, database: str
) -> None:
    for n in range(8):
        add(store, f"r{n}", "Topic", f"words number {n}")
    for tenths in range(4):
        server = subprocess.Popen([sys.executable, "-c", INDEX, database], stdout=subprocess.PIPE, cwd=ROOT)
        assert server.stdout
        server.stdout.readline()
        time.sleep(0.05 + tenths / 10)
        server.send_signal(signal.SIGKILL)
        server.communicate(timeout=20)
        in_between = [found(store, f"words number {n}") for n in range(8)]

        assert in_between == [{f"r{n}"} for n in range(8)]
    index_all(store)

    assert [found(store, f"number {n}") for n in range(8)] == [{f"r{n}"} for n in range(8)]
    assert rows_of_search(store) == 8
    if store.database.engine.dialect.name == "sqlite":
        with store.database.engine.begin() as tx:
            tx.execute(text("INSERT INTO search_grams(search_grams, rank) VALUES ('integrity-check', 1)"))


def test_a_rebuilt_review_is_found_by_the_words_that_it_has_then(store: Store) -> None:
    add(store, "r1", "Topic", "The real words.")
    rows = store.raw_rows("r1")
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE revisions SET text = 'Slipped in.'"))
    index_all(store)
    slipped = found(store, "slipped")
    store.remake("r1", lambda _: rows)
    at_once = found(store, "slipped"), found(store, "real words")
    index_all(store)

    assert "search_key" not in rows["review"]
    assert (slipped, at_once) == ({"r1"}, (set(), {"r1"}))
    assert (found(store, "slipped"), found(store, "real words")) == (set(), {"r1"})


GONE = "鸞鳳麟龘靐齉"


def in_the_files(database: str) -> list[str]:
    """Which characters of what is gone stand side by side in a file of a SQLite database.

    The index has three at a time, but leaves out what they begin with if the ones before them begin so too.
    """
    on_disk = b"".join(path.read_bytes() for path in Path(database).parent.glob("reviews.sqlite*"))
    return [GONE[at : at + 2] for at in range(1, len(GONE) - 1) if GONE[at : at + 2].encode() in on_disk]


def test_what_is_deleted_leaves_the_index_and_its_files_too(store: Store, database: str) -> None:
    add(store, "r1", "Topic", f"Said {GONE}.")
    index_all(store)
    for n in range(2, 60):
        add(store, f"r{n}", "Topic", f"Other words, number {n}.")
        index_all(store)
    before = found(store, GONE), in_the_files(database)
    store.remove("r1", "Ann", "asked to")
    store.purge()

    assert before[0] == {"r1"}
    assert (found(store, GONE), rows_of_search(store), store.has_traces()) == (set(), 58, False)
    assert len(found(store, "number")) == 58
    if store.database.engine.dialect.name == "sqlite":
        assert (bool(before[1]), in_the_files(database)) == (True, [])


def test_a_deletion_that_was_cut_off_is_cleared_up_by_the_next_server(store: Store, database: str) -> None:
    add(store, "r1", "Topic", f"Said {GONE}.")
    add(store, "r2", "Topic", "Other words.")
    index_all(store)
    store.remove("r1", "Ann", "asked to")
    cut_off = store.has_traces()
    tidy(store, 10.0, threading.Event())

    assert (cut_off, store.has_traces(), rows_of_search(store)) == (True, False, 1)
    if store.database.engine.dialect.name == "sqlite":
        assert in_the_files(database) == []


def test_nobody_clears_up_after_a_deletion_that_goes_on(store: Store) -> None:
    add(store, "r1", "Topic", "Words.")
    store.remove("r1", "Ann", "asked to")
    with store.database.turn("deletions"):
        tidy(store, 10.0, threading.Event())
        left = store.has_traces()

    assert left


def test_the_desk_puts_texts_into_the_index_by_itself(desk: ReviewDesk, review_id: str, writer: ScriptedWriter) -> None:
    wait_for(lambda: desk._store.not_indexed() == 0, "the index")

    assert rows_of_search(desk._store) == 1


def test_an_older_desk_is_searched_as_before_from_the_first_moment_and_indexed_once_it_runs(
    engine: str, postgres: Postgres, tmp_path: Path, settings: Settings
) -> None:
    address = postgres.empty() if engine == "postgres" else str(tmp_path / "old.sqlite")
    older(address)
    with closing(open_database(address)) as opened:
        store = Store(opened)
        at_once = found(store, "WORDS 7"), store.not_indexed()
    desk = ReviewDesk(settings.model_copy(update={"database": address}), ScriptedWriter().for_model)
    with closing(desk):
        wait_for(lambda: desk._store.not_indexed() == 0, "the index")
        later = {line.id for line in desk.lines(search="WORDS 7").lines}

    assert at_once == ({"r7"}, 50)
    assert later == {"r7"}


def test_a_sqlite_without_an_index_of_words_finds_the_same_and_the_doctor_says_that_it_takes_longer(
    tmp_path: Path,
) -> None:
    address = str(tmp_path / "reviews.sqlite")
    with closing(open_database(address)) as opened:
        store = Store(opened)
        with opened.engine.begin() as tx:
            for what in ("TRIGGER search_kept", "TRIGGER search_dropped", "TABLE search_grams"):
                tx.execute(text(f"DROP {what}"))
        add(store, "r1", "Topic", "The words.")
        add(store, "r2", "Topic", "Other things.")
        read = found(store, "words")
        index_all(store)
        kept = found(store, "words")
        store.remove("r2", "Ann", "asked to")
        store.purge()
    told = {check.name: check for check in examine(Settings(database=address, writer="offline"))}

    assert read == kept == {"r1"}
    assert told["search"].state == "warning"
    assert "FTS5" in told["search"].told


def test_the_doctor_says_how_many_reviews_are_not_in_the_index_yet(store: Store, database: str) -> None:
    add(store, "r1", "Topic", "The words.")
    settings = Settings(database=database, writer="offline")
    before = {check.name: check for check in examine(settings)}["search"]
    index_all(store)
    after = {check.name: check for check in examine(settings)}["search"]

    assert (before.state, after.state) == ("ok", "ok")
    assert "not in the index yet: 1" in before.told
    assert after.told == "The words of all reviews are in the index."


def older(address: str) -> None:
    """A database of the version before, with reviews that have ended."""
    reviews = (
        "INSERT INTO reviews (id, title, kind, status, place, number, owner, created_at, updated_at, brief, policy, "
        "counters, ending) VALUES (:id, 'Topic', 'x', 'Accepted', 2, 1, 'Ann', :at, :at, '{}', '{}', '{}', '')"
    )
    revisions = (
        "INSERT INTO revisions (review_id, number, text, sha256, author, cause, at, model, tokens, seconds, notes) "
        "VALUES (:id, 1, :text, '', 'model', 0, :at, 'm', 1, 1, '[]')"
    )
    driver = address.replace("postgresql://", "postgresql+psycopg://")
    made = create_engine(driver if driver != address else f"sqlite:///{address}")
    upgrade_to("0004", made)
    with made.begin() as tx:
        for n in range(50):
            tx.execute(text(reviews), {"id": f"r{n}", "at": now()})
            tx.execute(text(revisions), {"id": f"r{n}", "text": f"Words {n}.", "at": now()})
    made.dispose()


def rows_of_search(store: Store) -> int:
    with store.database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM search")).scalar_one())
