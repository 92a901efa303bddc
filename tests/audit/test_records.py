import json
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import text

from hitl.audit import Record, verify
from hitl.domain import Brief, Counters, Policy, Review, Status, now
from hitl.drive import drive
from hitl.graph import ReviewGraph
from hitl.replay import Difference, replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.tables import calls, decisions, reviews, revisions
from hitl.upkeep import delete, rebuild
from tests.audit.__main__ import replayed, tampered
from tests.audit.generated import Generator
from tests.conftest import ROOT

REVIEWS = 25
FEW = 8


@pytest.fixture
def ids(store: Store, graph: ReviewGraph) -> list[str]:
    generator = Generator(store, graph, seed=7)
    return [generator.review(f"{n:032x}") for n in range(FEW)]


def test_every_review_runs_again_from_its_record_to_the_same_seals_with_no_model(
    store: Store, graph: ReviewGraph, ids: list[str]
) -> None:
    assert replayed(store, Generator(store, graph, 1), ids) == []


def test_whatever_is_changed_in_any_table_or_checkpoint_is_noticed_and_named(store: Store, graph: ReviewGraph) -> None:
    assert tampered(store, Generator(store, graph, seed=3), reviews=6, tampers=100, seed=3) == []


OTHER_RULES = (
    (
        "policy.py",
        "revisions_used >= policy.max_revisions",
        "revisions_used > policy.max_revisions",
        {"goto", "its place"},
    ),
    ("policy.py", '"accepted by the editor"', '"accepted"', {"reason"}),
    ("writer/prompt.py", "You write for an editor", "You work for an editor", {None}),
)

REPLAY_ALL = """
import json, pathlib, sys
from hitl.audit import Record
from hitl.graph import build_graph
from hitl.replay import replay
graph = build_graph()
for plain in json.loads(pathlib.Path(sys.argv[1]).read_text()):
    again = replay(graph, Record(**plain))
    different = again.difference
    print(json.dumps([different and different.number, different and different.field, again.notes]))
"""


def test_a_replay_by_other_rules_differs_at_the_first_step_that_they_touch(graph: ReviewGraph, tmp_path: Path) -> None:
    with closing(open_database(str(tmp_path / "reviews.sqlite"))) as opened:
        store = Store(opened)
        generator = Generator(store, graph, seed=7)
        records = [record_of(store, generator.review(f"{n:032x}")) for n in range(REVIEWS)]
    for file, rule, other, fields in OTHER_RULES:
        came = replayed_by_others(tmp_path, records, file, rule, other)
        touched = [(number, field) for number, field, _ in came if field]
        if fields == {"reason"}:
            assert [number for number, _ in touched] == [
                row["number"] for record in records for row in record.decisions if row["verb"] == "accept"
            ]
        if fields == {None}:
            assert [bool(notes) for _, _, notes in came] == [any(c["model"] for c in r.calls) for r in records]

        assert {field for _, field in touched} == fields - {None}, rule


def replayed_by_others(
    folder: Path, records: list[Record], file: str, rule: str, other: str
) -> list[tuple[int | None, str | None, list[str]]]:
    """The number and field of the first difference of each record, and the notes, by a hitl with another rule."""
    changed = folder / rule.replace("/", "-")[:20].strip() / "hitl"
    shutil.copytree(ROOT / "hitl", changed, ignore=shutil.ignore_patterns("__pycache__"))
    words = (changed / file).read_text()
    assert words.count(rule) == 1
    (changed / file).write_text(words.replace(rule, other))
    listed = folder / "records.json"
    listed.write_text(json.dumps([asdict(record) for record in records]))
    command = [sys.executable, "-c", REPLAY_ALL, str(listed)]
    ran = subprocess.run(command, cwd=changed.parent, capture_output=True, text=True, timeout=60, check=True)
    return [tuple(json.loads(line)) for line in ran.stdout.splitlines()]


def test_a_running_review_is_verified_and_replayed_as_far_as_it_has_come(store: Store, graph: ReviewGraph) -> None:
    begun = Review("r1", "Topic", Status.DRAFTING, "Ann", now(), now(), Brief("Topic"), Policy(), Counters())
    store.add(begun)
    record = record_of(store, "r1")

    assert verify(record) == []
    assert replay(graph, record).steps == 1


def test_tables_that_are_gone_are_made_from_the_checkpoints_with_the_same_seals(
    store: Store, graph: ReviewGraph, ids: list[str]
) -> None:
    before = {each: record_of(store, each) for each in ids}
    with store.database.engine.begin() as tx:
        for table in (decisions, calls, revisions, reviews):
            tx.execute(table.delete())
    changed = [rebuild(store, graph, each, "Cleo", "") for each in ids]
    after = {each: record_of(store, each) for each in ids}

    assert all(changed)
    for each in ids:
        *restored, repair = after[each].steps()
        assert [row["seal"] for *_, row in restored] == [row["seal"] for *_, row in before[each].steps()]
        assert (repair[0], repair[2]["actor"], repair[2]["source"]) == ("repair", "Cleo", "checkpoints")
    assert [finding for each in ids for finding in verify(after[each])] == []
    assert not any(rebuild(store, graph, each, "Cleo", "") for each in ids)


def test_a_decision_that_nobody_has_carried_out_survives_the_rebuilding(store: Store, graph: ReviewGraph) -> None:
    generator = Generator(store, graph, seed=11)
    review_id = next(
        each for n in range(20) if not store.review(each := generator.review(f"{n:032x}", 2)).status.finished
    )
    stop = store.review(review_id).stop
    assert stop is not None
    decided = store.record(review_id, generator.decision(review_id, stop))
    with store.database.engine.begin() as tx:
        tx.execute(revisions.delete())
    rebuild(store, graph, review_id, "Cleo", "")
    rebuilt = store.decisions(review_id)
    drive(store, graph, review_id, generator.draft)

    assert rebuilt[-1] == decided
    assert verify(record_of(store, review_id)) == []
    assert replay(graph, record_of(store, review_id)).difference is None


def test_a_deleted_review_leaves_no_trace_but_that_it_was_deleted(
    store: Store, graph: ReviewGraph, ids: list[str], database: str
) -> None:
    kept, gone = ids[0], [each for each in ids if each != ids[0]]
    texts = [row for each in gone for row in store.raw_rows(each)["revisions"]]
    heads = [store.raw_rows(each)["review"]["head"] for each in gone]
    for each in gone:
        delete(store, each, "Ann", "asked to")
    noted = store.deletions()
    with store.database.engine.connect() as connection:
        left = connection.execute(text("SELECT DISTINCT thread_id FROM checkpoints")).scalars().all()

    assert left == [kept]
    assert [(row["review_id"], row["actor"], row["reason"], row["head"]) for row in noted] == [
        (each, "Ann", "asked to", head) for each, head in zip(gone, heads, strict=True)
    ]
    assert verify(record_of(store, kept)) == []
    if not database.startswith("postgres"):
        words = [row["text"].encode() for row in texts if len(row["text"]) > 40]
        on_disk = b"".join(path.read_bytes() for path in Path(database).parent.glob("reviews.sqlite*"))
        assert words
        assert [each for each in words if each in on_disk] == []


def test_a_difference_is_told_in_words() -> None:
    missing = Difference("decision", 2, "its place", "a stop", "the end of the loop")
    new = Difference("revision", 3, "its being there", "nothing", "a record")
    other = Difference("decision", 1, "goto", "draft", "close")

    assert (
        missing.sentence
        == "Decision 2 is in the record, but does not come now: the loop is at the end of the loop there."
    )
    assert new.sentence == "Revision 3 came now, but is not in the record."
    assert other.told == "Decision 1 has another next step in the record than now. Recorded: 'draft'. Now: 'close'."
