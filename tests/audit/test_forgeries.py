"""Somebody who can write into the database, and what they do not get approved, read or believed."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import ormsgpack
import pytest
from langgraph.pregel._checkpoint import LATEST_VERSION
from sqlalchemy import text, update

from hitl.audit import FIELDS, Record, seal, verify
from hitl.audit.seals import fits
from hitl.codec import dump
from hitl.domain import Decision, Status, Verb, now
from hitl.drive import drive
from hitl.errors import Damaged
from hitl.graph import ReviewGraph
from hitl.policy import route
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.checkpoints import FORM, plain_state
from hitl.store.tables import decisions, reviews
from hitl.upkeep import rebuild
from tests.audit.desks import forge_approver, made, stop_in, well
from tests.audit.generated import Generator
from tests.audit.tampering import Tampered
from tests.conftest import ROOT


def test_a_forged_stop_gets_no_text_approved(store: Store, graph: ReviewGraph, generator: Generator) -> None:
    review_id = made(store, generator, Status.WAITING)
    stop = stop_in(store, review_id)
    assert stop.number > 1
    first = store.revision(review_id, 1)
    forged = replace(stop, number=1, sha256=first.sha256)
    with store.database.engine.begin() as tx:
        tx.execute(update(reviews).where(reviews.c.id == review_id).values(stop=dump(forged)))
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


CRAFTED = """
import sqlite3, sys
from hitl.audit import verify
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.store.checkpoints import FORM, plain_state
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


def test_a_value_in_a_channel_that_leads_to_a_node_is_none_that_the_loop_wrote(
    store: Store, generator: Generator
) -> None:
    review_id = made(store, generator, Status.WAITING)
    with store.database.reader() as saver:
        last = next(iter(saver.list({"configurable": {"thread_id": review_id}})))
    follows = plain_state(last)["next"]
    last.checkpoint["channel_values"]["branch:to:review"] = "x"

    assert follows == ["review"]
    with pytest.raises(ValueError, match="of another loop"):
        plain_state(last)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", "x"), ("v", None), ("v", 1), ("v", True), ("updated_channels", ["zzz"]), ("updated_channels", "zzz"),
        ("updated_channels", ["branch:to:draft"]), ("step", 10**9), ("step", -2),
        ("channel_versions", "9" * 32 + ".0.1"),
    ],
)  # fmt: skip
def test_a_note_of_langgraphs_own_that_it_could_not_go_on_with_is_named_before_somebody_decides(
    store: Store, graph: ReviewGraph, generator: Generator, name: str, value: object
) -> None:
    review_id = made(store, generator, Status.WAITING)
    with store.database.reader() as saver:
        last = next(iter(saver.list({"configurable": {"thread_id": review_id}})))
    well_before = plain_state(last)
    if name == "channel_versions":
        value = last.checkpoint["channel_versions"] | {"branch:to:review": value}
    (last.metadata if name == "step" else last.checkpoint)[name] = value  # type: ignore[literal-required]

    assert (well_before["next"], FORM) == (["review"], LATEST_VERSION)
    with pytest.raises(ValueError, match=r"form|channels|notes|version"):
        plain_state(last)


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


def test_a_field_that_a_later_version_brings_breaks_no_seal_of_an_earlier_one(
    ended: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = {**FIELDS[1], "decision": (*FIELDS[1]["decision"], "mood")}
    monkeypatch.setitem(FIELDS, 2, kinds)
    later = ended.decisions[-1] | {"v": 2, "mood": "calm"}
    for row in ended.decisions:
        row["mood"] = None

    assert verify(ended) == []
    assert fits(seal("before", "decision", later), "before", "decision", later)
    assert not fits(seal("before", "decision", later), "before", "decision", later | {"mood": "angry"})


def test_a_version_that_is_not_known_is_refused_in_words(ended: Record) -> None:
    ended.decisions[0]["v"] = 9

    assert verify(ended)[0].told == (
        "Decision 1 is sealed by a version (9) that this hitl does not know: a newer one can check it."
    )
