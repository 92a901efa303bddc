import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from hitl.audit import Record, prompt_of, verify
from hitl.bundle import Signer, bundle, opened_bundle, signer_of
from hitl.bundle.zip_file import zipped
from hitl.errors import BadInput
from hitl.graph import ReviewGraph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.upkeep import rebuild
from tests.audit.conftest import key_file
from tests.audit.forging import Files, files_of, plain_of, removed, rewritten, sealed_anew, told_anew
from tests.audit.generated import Generator


@pytest.fixture
def record(database: str, graph: ReviewGraph) -> Iterator[Record]:
    with closing(open_database(database)) as open_one:
        store = Store(open_one)
        generator = Generator(store, graph, seed=5)
        ids = [generator.review(f"{n:032x}", 12) for n in range(6)]
        yield max((record_of(store, each) for each in ids), key=lambda found: len(found.calls))


def steps_of(record: Record) -> list[tuple[str, int, str]]:
    return [(kind, number, row["seal"]) for kind, number, row in record.steps()]


def test_a_bundle_holds_all_that_is_sealed_and_comes_back_as_the_same_record(
    graph: ReviewGraph, record: Record
) -> None:
    again = opened_bundle(bundle(record))
    asked = [row for row in record.calls if row["model"]]

    assert steps_of(again.record) == steps_of(record)
    assert (again.record.decisions, again.record.revisions) == (record.decisions, record.revisions)
    assert again.record.snapshots == record.snapshots
    assert [prompt_of(again.record, row) for row in again.record.calls] == [prompt_of(record, r) for r in record.calls]
    assert again.findings() == []
    assert verify(again.record) == []
    assert replay(graph, again.record).head == record.review["head"]
    assert record.review["head"] in again.files["certificate.md"].decode()
    assert [again.files[f"texts/v{row['number']:03}.txt"].decode() for row in record.revisions] == [
        row["text"] for row in record.revisions
    ]
    assert all(json.loads(again.files[f"calls/{row['cause']:03}.json"])["prompt"] for row in asked)
    assert "langgraph" in json.loads(again.files["about.json"])["packages"]


def test_the_story_has_its_times_in_one_form_whoever_stored_them(record: Record) -> None:
    story = opened_bundle(bundle(record)).files["story.md"].decode()
    times = [line.split()[1] for line in story.splitlines() if line[:1].isdecimal()]

    assert len(times) > len(record.decisions)
    assert [time for time in times if not time.endswith("Z")] == []


def test_the_certificate_says_who_approved_which_text_and_what_vouches_for_it(ended: Record, signer: Signer) -> None:
    plain, signed = (opened_bundle(bundle(ended, by)).files["certificate.md"].decode() for by in (None, signer))
    last = ended.decisions[-1]

    assert f"{last['actor']} accepted v{last['seen_number']} on " in plain
    assert f"- SHA-256 of the text: {last['seen_sha256']}\n" in plain
    assert f"- Last seal: {ended.review['head']}\n" in plain
    assert "- Repaired: No.\n" in plain
    assert "- Signed: No." in plain
    assert f"- Signed: Yes, by the key with the fingerprint `{signer.fingerprint}`" in signed


def test_words_of_people_are_no_markup_and_no_line_of_their_own_in_what_is_read(ended: Record) -> None:
    plain = plain_of(bundle(ended))
    for step in plain["records"]:
        if step["kind"] == "decision":
            step["content"]["actor"] = "Ann\n- Repaired: **No** <b>\u202e"
    files = opened_bundle(told_anew(bundle(ended), sealed_anew(plain))).files
    told = (files["certificate.md"] + files["story.md"]).decode()

    assert "Ann - Repaired: \\*\\*No\\*\\* \\<b\\>\ufffd accepted" in told
    assert "\u202e" not in told
    assert "\n- Repaired: \\*" not in told


def test_a_repair_is_told_for_ever(tmp_path: Path, graph: ReviewGraph) -> None:
    with closing(open_database(str(tmp_path / "reviews.sqlite"))) as opened:
        store = Store(opened)
        review_id = Generator(store, graph, seed=11).review("0" * 32, 2)
        with opened.engine.begin() as tx:
            tx.exec_driver_sql("UPDATE reviews SET title = 'Another'")
        rebuild(store, graph, review_id, "Cleo", "The disk broke.")
        found = opened_bundle(bundle(record_of(store, review_id)))
    certificate, story = found.files["certificate.md"].decode(), found.files["story.md"].decode()

    assert found.findings() == []
    assert verify(found.record) == []
    assert "This record was repaired." in certificate
    assert "- Repaired: Yes.\n    - Cleo repaired this record from " in certificate
    assert "The disk broke." in certificate
    assert "Cleo repaired this record" in story


def test_what_the_desk_found_that_no_bundle_can_show_is_said_in_it(ended: Record) -> None:
    changed = replace(ended, review=ended.review | {"title": "Another"})
    found = opened_bundle(bundle(changed))
    told = "Not as sealed at the desk when this was written: " + verify(changed)[0].told

    assert verify(found.record) == []
    assert found.findings() == [told]
    assert told in found.files["certificate.md"].decode()


def test_a_record_that_was_changed_at_the_desk_is_not_certified(ended: Record) -> None:
    plain = asdict(ended)
    plain["revisions"][0]["text"] += " And more."
    changed = opened_bundle(bundle(Record(**plain)))

    assert all(told.startswith("Not as sealed at the desk") for told in changed.findings())
    assert verify(changed.record)[0].told.startswith("Revision 1 has another text")
    assert "**This record was changed after it was written" in changed.files["certificate.md"].decode()


def test_a_signature_is_checked_and_only_by_the_right_key(ended: Record, signer: Signer, tmp_path: Path) -> None:
    other = signer_of(key_file(tmp_path / "other.pem"))
    found = opened_bundle(bundle(ended, signer))

    assert found.findings(signer.fingerprint) == []
    assert signer.fingerprint in found.signed
    assert found.findings(other.fingerprint) == [f"It is signed by another key: {signer.fingerprint}."]
    assert opened_bundle(bundle(ended)).findings(signer.fingerprint) == ["It is not signed."]
    assert opened_bundle(bundle(ended)).signed == ""


def test_a_signature_that_does_not_fit_is_wrong_whoever_asks(ended: Record, signer: Signer, tmp_path: Path) -> None:
    data, other = bundle(ended, signer), signer_of(key_file(tmp_path / "other.pem"))

    def of_another_manifest(files: Files) -> None:
        files["manifest.sig"] = signer.sign(b"something else")

    def under_another_key(files: Files) -> None:
        files["manifest.json"] = files["manifest.json"].replace(
            signer.public.hex().encode(), other.public.hex().encode()
        )

    def half(files: Files) -> None:
        files["manifest.sig"] = files["manifest.sig"][:32]

    for change in (of_another_manifest, under_another_key, half, partial(removed, "manifest.sig")):
        found = opened_bundle(rewritten(data, change))
        assert any("signature" in told for told in found.findings())
        assert found.signed == ""


def test_openssl_checks_the_signature_as_the_readme_of_a_bundle_says(
    ended: Record, signer: Signer, tmp_path: Path
) -> None:
    openssl = shutil.which("openssl") or ""
    if not openssl:
        missing = "there is no openssl here"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    for name, content in files_of(bundle(ended, signer)).items():
        if "/" not in name:
            (tmp_path / name).write_bytes(content)
    command = "pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig"
    told = subprocess.run([openssl, *command.split()], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert command in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "Success" in told.stdout, told


def test_a_key_that_cannot_be_used_is_refused_without_being_shown(tmp_path: Path) -> None:
    secret = Path(key_file(tmp_path / "right.pem")).read_text(encoding="utf-8")
    (tmp_path / "no-key.pem").write_text("hush", encoding="utf-8")
    wrong = [
        secret,
        str(tmp_path / "nothing-here.pem"),
        str(tmp_path / "no-key.pem"),
        str(tmp_path),
        key_file(tmp_path / "locked.pem", password=b"pw"),
        key_file(tmp_path / "rsa.pem", generate_private_key(65537, 2048)),
        "\0",
    ]
    for path in wrong:
        with pytest.raises(BadInput, match="HITL_SIGNING_KEY must name a file") as refusal:
            signer_of(path)
        assert path not in str(refusal.value) or path == "\0"
    assert secret.splitlines()[1] not in repr(signer_of(str(tmp_path / "right.pem")))


def test_a_bundle_is_the_same_bytes_but_for_when_it_was_written(ended: Record) -> None:
    one, other = files_of(bundle(ended)), files_of(bundle(ended))

    assert {name for name in one if one[name] != other[name]} == {"about.json", "manifest.json"}
    assert zipped(one) == zipped(dict(reversed(one.items())))
