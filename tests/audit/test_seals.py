"""Seals of fixed records: whatever becomes of the code, an old record keeps its seal, byte for byte."""

from dataclasses import replace
from typing import Any

import pytest

from hitl.audit import VERSION, Kind, seal
from hitl.codec import dump
from hitl.domain import (
    Author,
    Brief,
    Counters,
    Decision,
    Outcome,
    Policy,
    Problem,
    Review,
    Revision,
    Status,
    Verb,
    sha256,
)
from hitl.domain import Kind as Form
from hitl.store.rows import review_row
from hitl.writing import Assignment, Call

AT = "2026-11-30T09:41:07.000123Z"
BRIEF = Brief("Die neue Bücherei 茶", Form.PRESS, "all", "calm", "German", 900, ("Sundays", "“free”"))
POLICY = Policy(3, "finalize", 2_000, 90.5, ("gpt", "built-in"))
BEGUN = Review("0" * 32, "Die neue Bücherei 茶", Status.DRAFTING, "Ann", AT, AT, BRIEF, POLICY, Counters())
REVISION = Revision(2, "Ein Text.\n👩‍👧", Author.MODEL, 1, AT, "gpt-4", 31, 2.25, ("A note.",))
DECISION = Decision(
    1, "a" * 32, Verb.REVISE, "Bob", 1, sha256("x"), AT, "draft", "1 of 3", Counters(1, 0, 12), "Kürzer.", displayed=1
)
EDITED = replace(DECISION, verb=Verb.RESTORE, goto="amend", feedback="", text="Ein Text.", restored=1, displayed=None)
CALL = Call(AT, 90, 2.25, 31, "gpt", "127.0.0.1:9", (("system", "Rules."), ("human", "Kürzer.")))
FAILED = replace(CALL, partial="Ein T", problem=Problem("timeout", "It took too long."))
OUTCOME = Outcome(Status.CLOSED, "3 of 3 used", "Kürzer.", 2, REVISION.sha256, AT)

SEALED: dict[str, tuple[Kind, dict[str, Any], str]] = {
    "start": ("start", review_row(BEGUN), "3b55291d44ac53b836afd9ef5887a57ddf2870a491d932f01360069dfa90d44b"),
    "start with a text": (
        "start",
        review_row(replace(BEGUN, opening="Mine.", begun_from=("b" * 32, 2))),
        "6432ca391ad18dd09a2cb945846fcca1b09e3ab7b57b01eb2ca311252b965564",
    ),
    "decision": ("decision", dump(DECISION), "0b4e0c4728dc4bffe70de7a3fbecaba4a59eeefa99f68c6ba830fe79a606371e"),
    "restoring": ("decision", dump(EDITED), "b4e8e5990b93500683f3ad7f4a42a5f064beeee08b401e6dad3982f8f5eb8d12"),
    "revision": (
        "revision",
        dump(REVISION) | {"sha256": REVISION.sha256},
        "45b956c9871a67e31caab46877bb82bff068c0c1b5531f235ee7fcd59e151673",
    ),
    "call": (
        "call",
        CALL.kept(1, Assignment(BRIEF)),
        "cc7d4d6bde9aafcc37ac3d1f83e410ac71a6f6a35eb7559a6ad8d291eef9dec7",
    ),
    "failed call": (
        "call",
        FAILED.kept(1, Assignment(BRIEF)),
        "1f8a54c84f9f962599249f91dbc315507724e2b1f0e9378e981d0ac60feb8bb2",
    ),
    "outcome": ("outcome", dump(OUTCOME), "25836de72900cfd223e4b57c89cdcd9cb9cc50b1d0575c9bf854409cdec122c6"),
}


@pytest.mark.parametrize("name", SEALED)
def test_a_record_has_the_seal_that_it_always_had(name: str) -> None:
    kind, row, expected = SEALED[name]

    assert seal("before", kind, row | {"v": VERSION}) == expected
