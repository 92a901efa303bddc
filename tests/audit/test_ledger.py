"""The chain of the desk itself: what is gone, what was put back, and people who work meanwhile."""

import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from hitl.archive import Archive
from hitl.audit import Ledger
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import BadInput
from hitl.graph import ReviewGraph
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.store.tables import calls, decisions, reviews, revisions
from hitl.upkeep import delete, rebuild
from tests.audit.desks import older, well, whole
from tests.audit.generated import Generator
from tests.audit.tampering import Tampered, everything
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter


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


def test_a_state_that_was_put_where_the_loop_saves_none_is_named_and_a_rebuild_takes_it_away(
    store: Store, graph: ReviewGraph, generator: Generator
) -> None:
    review_id = generator.review("0" * 32, 2)
    with store.database.engine.begin() as tx:
        one = "(SELECT min(checkpoint_id) FROM checkpoints)"
        names = "thread_id, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata"
        copied = f"SELECT 'within', {names} FROM checkpoints WHERE checkpoint_id = {one}"  # noqa: S608 - our own words
        tx.execute(text(f"INSERT INTO checkpoints (checkpoint_ns, {names}) {copied}"))
    found = list(everything(store, lambda: graph))
    changed = rebuild(store, graph, review_id, "Cleo", "put in")

    assert (found, changed) == ([review_id], ("the saved states",))
    assert well(store, graph, review_id)
    assert everything(store, lambda: graph) == {}


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
