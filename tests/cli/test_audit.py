"""The commands of an audit: verify, replay, bundle, rebuild, delete."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.audit.conftest import key_file
from tests.cli.conftest import CommandLine


@pytest.fixture
def accepted(cli: CommandLine, started: str) -> str:
    """A review with two texts, of which the second was accepted."""
    cli("revise", started, "--seen", "1", "Shorter.")
    cli("accept", started, "--seen", "2")
    return started


def tamper(statement: str) -> None:
    with closing(sqlite3.connect("reviews.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_sound_review_verifies_and_runs_again_and_a_noted_seal_is_recognised(cli: CommandLine, accepted: str) -> None:
    verified = cli("verify", accepted[:8]).stdout
    told, again = cli.told("verify", accepted), cli.told("replay", accepted)
    head = told["records"][0]["head"]

    assert "Nothing was changed: 8 records" in verified
    assert (told["well"], told["records"][0]["findings"]) == (True, [])
    assert (again["well"], again["records"][0]["same_head"], again["records"][0]["steps"]) == (True, True, 8)
    assert again["records"][0]["head"] == head
    assert "step 8 of 8" in cli("verify", accepted, "--head", head).stdout
    assert cli.told("verify", accepted, "--head", "0" * 64, status=1)["well"] is False
    assert cli.told("verify", accepted, "--head", "no seal", status=1)["well"] is False
    assert "this has 0 characters" in cli.told("verify", accepted, "--head", "", status=1)["records"][0]["told"][1]


def test_what_was_changed_is_named_with_a_status_of_its_own(cli: CommandLine, accepted: str) -> None:
    cli("start", "Another one")
    tamper(f"UPDATE decisions SET actor = 'Eve' WHERE review_id = '{accepted}' AND number = 2")  # noqa: S608
    told = cli.told("verify", "--all", status=1)
    wrong = [each for each in told["records"] if not each["well"]]

    assert next((f["kind"], f["number"]) for f in wrong[0]["findings"]) == ("decision", 2)
    assert (told["checked"], len(told["records"]), len(wrong)) == (2, 1, 1)
    assert "WRONG" in cli("verify", accepted, status=1).stdout


def test_a_bundle_is_checked_and_run_where_there_is_no_desk(
    cli: CommandLine, accepted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = cli.told("bundle", accepted)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(written["file"], elsewhere / "it.zip")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HITL_DATABASE", "nothing/here.sqlite")
    verified, replayed = (cli.told(verb, "it.zip") for verb in ("verify", "replay"))

    assert verified["records"][0]["head"] == replayed["records"][0]["head"] == written["head"]
    assert [path.name for path in elsewhere.iterdir()] == ["it.zip"]


def test_a_bundle_is_signed_and_must_be_by_the_key_that_is_asked_for(
    cli: CommandLine, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITL_SIGNING_KEY", key_file(Path("signing-key.pem")))
    told = cli.told("bundle", accepted, "-o", "signed.zip")
    Path("desk.pem").write_bytes(zipfile.ZipFile("signed.zip").read("key.pem"))
    monkeypatch.delenv("HITL_SIGNING_KEY")
    cli("bundle", accepted, "-o", "bare.zip")

    assert f"Signed by the key {told['key']}. Only comparing" in cli("verify", "signed.zip").stdout.replace("\n", " ")
    for key in ("desk.pem", told["key"], told["key"].upper()):
        assert cli.told("verify", "signed.zip", "--key", key)["well"] is True
    assert "It is not signed." in cli("verify", "bare.zip").stdout
    for file, key in (("bare.zip", "desk.pem"), ("signed.zip", "0" * 64)):
        wrong = cli("verify", file, "--key", key, status=1).stdout
        assert "WRONG" in wrong
        assert "Nothing was changed" not in wrong


def test_what_is_no_bundle_no_key_or_there_already_is_refused(
    cli: CommandLine, accepted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("bundle", accepted, "-o", "bare.zip")
    Path("no-key.pem").write_text("hush", encoding="utf-8")
    Path("mine.zip").write_bytes(b"something of mine")
    for command, said in (
        (f"bundle {accepted} -o mine.zip", "there already"),
        ("verify mine.zip", "no bundle"),
        ("replay nothing.zip", "no file"),
        ("verify", "--all"),
        (f"verify {accepted} --key {'0' * 64}", "for bundles"),
        (f"verify --all --key {'0' * 64}", "for bundles"),
        ("verify bare.zip --key no-key.pem", ""),
        ("verify bare.zip --key nothing.pem", ""),
        ("verify bare.zip --key zz", ""),
    ):
        assert said in cli.refused(*command.split(), status=2)["sentence"]
    monkeypatch.setenv("HITL_SIGNING_KEY", "no-key.pem")
    assert "HITL_SIGNING_KEY" in cli.refused("bundle", accepted, "-o", "x.zip", status=2)["sentence"]
    assert not Path("x.zip").exists()


def test_tables_that_were_lost_are_made_from_the_checkpoints(cli: CommandLine, accepted: str) -> None:
    head = cli.told("verify", accepted)["records"][0]["head"]
    tamper("DELETE FROM reviews")
    assert cli.told("bundle", accepted)["file"] == f"review-{accepted[:8]}.zip"
    for table in ("decisions", "calls", "revisions"):
        tamper(f"DELETE FROM {table}")  # noqa: S608
    rebuilt = cli.told("rebuild", "--all")
    once_more = cli.told("rebuild", accepted)

    assert [(row["review"], row["changed"], row["error"]) for row in rebuilt["reviews"]] == [(accepted, True, None)]
    assert once_more["reviews"][0]["changed"] is False
    assert cli.told("verify", accepted, "--head", head)["well"]
    assert "This record was repaired." in cli("verify", accepted).stdout


def test_a_review_is_deleted_only_on_purpose_and_that_stays_in_the_record(cli: CommandLine, accepted: str) -> None:
    refused = cli.refused("delete", accepted, "--reason", "She asked us to.", status=2)
    cli("delete", accepted, "--reason", "She asked us to.", "--yes")
    noted = cli.told("deletions")["deletions"]

    assert "--yes" in refused["sentence"]
    assert [(row["review_id"], row["actor"], row["reason"]) for row in noted] == [(accepted, "Ann", "She asked us to.")]
    assert cli.refused("show", accepted, status=4)
    assert cli.told("verify", "--all")["ledger"]["findings"] == []
    tamper("UPDATE ledger SET reason = 'No reason.' WHERE event = 'deletion'")
    assert cli.told("verify", "--all", status=1)["ledger"]["findings"]
