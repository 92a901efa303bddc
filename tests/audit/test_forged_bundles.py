"""Bundles that somebody changed: each change is noticed, but for one that seals everything anew."""

import hashlib
import json
import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from hitl.audit import Record, verify
from hitl.bundle import Signer, bundle, opened_bundle
from hitl.bundle.exact_json import dumped
from hitl.domain import sha256
from hitl.errors import BadInput, NotReplayable
from hitl.graph import ReviewGraph
from hitl.replay import replay
from hitl.wording.verdicts import compared
from tests.audit.forging import (
    Files,
    Plain,
    doubled,
    lengthened,
    mutated,
    noticed,
    one_byte,
    plain_of,
    removed,
    rewritten,
    sealed_anew,
    told_anew,
)

ATTACKS = 150


def test_every_paper_of_a_bundle_that_was_changed_is_named(ended: Record) -> None:
    data = bundle(ended)
    for name in opened_bundle(data).files:
        if name.endswith(".json") and "/" not in name and name not in ("brief.json", "policy.json", "decisions.json"):
            continue
        with_more, without = partial(lengthened, name), partial(removed, name)
        changed, gone = opened_bundle(rewritten(data, with_more)), opened_bundle(rewritten(data, without))

        assert changed.findings() == [f"{name} was changed: it is not what the record says."]
        assert gone.findings() == [f"{name} is missing."]
    more = opened_bundle(rewritten(data, lambda files: files.update({"more.txt": b"x"})))
    assert more.findings() == ["more.txt was put in."]


@pytest.mark.parametrize("signs", [False, True])
def test_whatever_is_done_to_any_file_of_a_bundle_is_noticed(ended: Record, signer: Signer, signs: bool) -> None:
    dice = random.Random(11)  # noqa: S311 - the same changes each time
    data = bundle(ended, signer if signs else None)
    names = opened_bundle(data).files
    ways = [partial(one_byte, name, dice) for name in names for _ in range(5)]
    ways += [partial(way, name) for name in names for way in (lengthened, removed, doubled)]
    unnoticed = [way for way in ways if not noticed(rewritten(data, way))]

    assert not noticed(data)
    assert len(ways) > 100
    assert unnoticed == []


def test_a_record_that_was_changed_is_noticed_though_all_was_made_anew_and_replayed_without_harm(
    graph: ReviewGraph, ended: Record
) -> None:
    dice = random.Random(12)  # noqa: S311 - the same changes each time
    data = bundle(ended)
    plain, unnoticed = plain_of(data), []
    for _ in range(ATTACKS):
        other = mutated(plain, dice)
        for forged in (told_anew(data, other), rewritten(data, partial(put, other))):
            if not noticed(forged):
                unnoticed.append(other)
            with suppress(BadInput, NotReplayable):
                replay(graph, opened_bundle(forged).record)

    assert not noticed(told_anew(data, plain))
    assert unnoticed == []


def put(plain: Plain, files: Files) -> None:
    files["record.json"] = dumped(plain)


def other_words(plain: Plain) -> Plain:
    """The record of a review in which somebody else accepted another text."""
    last = [step for step in plain["records"] if step["kind"] == "revision"][-1]
    last["text"], old = f"{last['text']} And more.", last["content"]["sha256"]
    last["content"]["sha256"] = sha256(last["text"])
    for step in plain["records"]:
        for name in ("seen_sha256", "sha256"):
            if step["content"].get(name) == old:
                step["content"][name] = last["content"]["sha256"]
        if step["kind"] == "decision":
            step["content"]["actor"] = "Eve"
        if step["kind"] == "call" and step["content"]["answer"] is not None:
            step["content"]["answer"] = None
    return sealed_anew(plain)


def cut_off(plain: Plain) -> Plain:
    """The record as it stood before the last decision."""
    place = max(place for place, step in enumerate(plain["records"]) if step["kind"] == "decision")
    return {"records": plain["records"][:place], "head": plain["records"][place - 1]["seal"]}


@pytest.mark.parametrize("forge", [other_words, cut_off])
def test_a_chain_that_was_sealed_anew_shows_only_by_a_noted_seal_or_a_signature(
    ended: Record, signer: Signer, forge: Callable[[Plain], Plain]
) -> None:
    data, noted = bundle(ended, signer), ended.review["head"]
    found = opened_bundle(told_anew(data, forge(plain_of(data))))

    assert found.findings() == []
    assert verify(found.record) == []
    assert compared(found.record, [], noted).well is False
    assert found.findings(signer.fingerprint) == ["It is not signed."]


FORGERIES = {
    "README.md": (b"Nothing", b"Everything"),
    "certificate.md": (b"Repaired: No", b"Repaired: never"),
    "story.md": (b"1. ", b"1) "),
    "decisions.json": (b'"verb": "accept"', b'"verb": "refuse"'),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_paper_that_was_forged_with_its_digest_is_named(ended: Record, name: str) -> None:
    data = bundle(ended)

    def forge(files: Files) -> None:
        files[name] = files[name].replace(*FORGERIES[name]) + (b"And more.\n" if name == "README.md" else b"")
        digests = json.loads(files["manifest.json"])
        digests["files"][name] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = dumped(digests)

    found = opened_bundle(rewritten(data, forge)).findings()

    assert found == [f"{file} was changed: it is not what the record says." for file in (name, "manifest.json")]
