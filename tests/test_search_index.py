"""The index of the words: kept in the background, by several at once, and left by what is deleted."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from sqlalchemy import text

from hitl.desk import ReviewDesk
from hitl.domain import now
from hitl.store import Store
from hitl.upkeep import tidy
from tests.conftest import ROOT, wait_for
from tests.fakes import ScriptedWriter
from tests.searching import add, decision_at, found, index_all, rows_of_search, second


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
    for tenths in (1, 3):
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
    repair = {"number": 1, "place": 2, "at": now(), "actor": "Cleo", "reason": "", "source": "records", "v": 1}
    repair |= {"old_head": rows["review"]["head"], "changed": ["Revision 1"], "seal": "s"}
    store.repair("r1", lambda _: rows | {"repairs": [repair]})
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
