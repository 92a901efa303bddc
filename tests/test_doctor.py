import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

import hitl.doctor
import hitl.store.sqlite
from hitl.cli import hitl as command_line
from hitl.desk import ReviewDesk
from hitl.doctor import Check, examine, examine_here, healthy
from hitl.domain import Brief, Counters, Policy, Review, Status, now
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.store.database import SCHEMA
from tests.conftest import ROOT
from tests.postgres import Postgres

SECRET = "hush-1234"  # noqa: S105 - planted, to be looked for

LOOKING_WITHOUT_RIGHTS = """
import ctypes, json, os, sys
if sys.argv[1:]:
    ctypes.CDLL(None).prctl(24, 1)
    os.execv(sys.executable, [sys.executable, __file__])
from dataclasses import asdict
from hitl.doctor import examine_here
for folder in ("closed-folder", "closed-locks", "closed-file"):
    os.chdir(folder)
    print(json.dumps([asdict(check) for check in examine_here()]))
    os.chdir("..")
"""
"""A program without root's right to write what is read-only: PR_CAPBSET_DROP of CAP_DAC_OVERRIDE."""


@pytest.fixture(autouse=True)
def bare_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith(("HITL_", "OPENAI_", "STREAMLIT_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def found(checks: list[Check], name: str) -> Check:
    return next(check for check in checks if check.name == name)


def failed(checks: list[Check]) -> list[str]:
    return [check.name for check in checks if check.state == "failed"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() if path.is_file() else b"" for path in folder.rglob("*")}


def content(database: str, postgres: Postgres) -> object:
    """Everything that is in a database: a file's folder, byte for byte, or a server's own dump."""
    if "://" not in database:
        return files(Path(database).parent)
    dump = subprocess.run([postgres.program("pg_dump"), database], capture_output=True, check=True).stdout
    return [line for line in dump.splitlines() if not line.startswith(b"\\")]  # a random key for psql


def drafting(store: Store, *review_ids: str) -> None:
    for each in review_ids:
        store.add(Review(each, "Topic", Status.DRAFTING, "Ann", now(), now(), Brief("Topic"), Policy(), Counters()))


def changed(settings: Settings, statement: str) -> None:
    """Change the tables of a desk by hand."""
    with closing(open_database(settings.database)) as database, database.engine.begin() as tx:
        tx.execute(text(statement))


def written(path: Path, said: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said, encoding="utf-8")


def test_a_fresh_folder_is_healthy_and_stays_empty(tmp_path: Path) -> None:
    checks = examine_here()

    assert failed(checks) == []
    assert "made at the first start" in found(checks, "tables").told
    assert str(tmp_path / ".hitl" / "reviews.sqlite") in found(checks, "database").told
    assert files(tmp_path) == {}


def test_nothing_of_an_empty_database_or_a_desk_is_changed_by_looking(
    settings: Settings, desk: ReviewDesk, review_id: str, engine: str, postgres: Postgres, tmp_path: Path
) -> None:
    empty = postgres.empty() if engine == "postgres" else str(tmp_path / "empty" / "it.sqlite")
    if engine == "sqlite":
        written(Path(empty), "")
    running = examine(settings)
    desk.close()
    for address, tables in ((settings.database, f"version {SCHEMA}, the newest"), (empty, "made at the first start")):
        before = content(address, postgres)
        checks = examine(Settings(database=address))

        assert healthy(checks)
        assert tables in found(checks, "tables").told
        assert found(checks, "writable").told == "It can be written."
        assert content(address, postgres) == before
    assert healthy(running)
    assert {found(running, name).state for name in ("drafting", "damaged", "search")} == {"ok"}


@pytest.mark.parametrize(
    ("version", "told"), [("0005", "before its first release"), ("9999", "Install the newer hitl")]
)
def test_tables_of_another_version_are_a_failure(settings: Settings, version: str, told: str) -> None:
    changed(settings, f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608
    checks = examine(settings)

    assert failed(checks) == ["tables"]
    assert told in found(checks, "tables").told


def test_a_file_that_is_no_database_is_told_in_words(tmp_path: Path) -> None:
    written(tmp_path / "reviews.sqlite", "no database " * 1000)
    checks = examine(Settings(database="reviews.sqlite"))

    assert failed(checks) == ["database"]
    assert "Restore a back-up" in found(checks, "database").told
    assert (tmp_path / "reviews.sqlite").read_bytes() == b"no database " * 1000


def test_a_file_that_somebody_else_holds_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitl.store.sqlite, "LOOKING_SECONDS", 0.3)
    open_database("reviews.sqlite").close()
    with closing(sqlite3.connect("reviews.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        checks = examine(Settings(database="reviews.sqlite"))

    assert failed(checks) == ["writable"]
    assert "busy" in found(checks, "writable").told
    assert time.monotonic() - started < 3


@pytest.mark.skipif(sys.platform != "linux", reason="root's rights are dropped in Linux's own way")
def test_what_can_only_be_read_is_told_in_words(tmp_path: Path) -> None:
    for folder, closed, mode in (
        ("closed-folder", ".hitl", 0o500),
        ("closed-locks", ".hitl/locks", 0o500),
        ("closed-file", ".hitl/reviews.sqlite", 0o400),
    ):
        open_database(f"{folder}/.hitl/reviews.sqlite").close()
        (tmp_path / folder / closed).chmod(mode)
    written(tmp_path / "look.py", LOOKING_WITHOUT_RIGHTS)
    before = files(tmp_path)
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    told = subprocess.run([sys.executable, "look.py", "drop"], capture_output=True, check=True, timeout=60, env=env)
    looked = [[Check(**check) for check in json.loads(line)] for line in told.stdout.splitlines()]

    assert [failed(checks) for checks in looked] == [["database"]] * 3
    assert all("hitl may only read it" in found(checks, "database").told for checks in looked)
    assert files(tmp_path) == before


def test_little_room_on_the_disk_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitl.doctor, "LITTLE_ROOM", 10**12)
    writable = found(examine(Settings(database="reviews.sqlite")), "writable")

    assert writable.state == "warning"
    assert "MB are free" in writable.told


@pytest.mark.parametrize(("version", "state"), [("3.40.1", "warning"), ("3.51.3", "ok"), ("3.100.0", "ok")])
def test_an_sqlite_that_several_processes_may_damage_is_a_warning(version: str, state: str) -> None:
    assert hitl.doctor._sqlite(version)[0] == state


@pytest.mark.parametrize(
    ("options", "state", "told"),
    [
        ("ENCODING 'SQL_ASCII'", "failed", "stores SQL_ASCII"),
        ("ENCODING 'LATIN1' LOCALE 'C'", "failed", "stores LATIN1"),
        ("ENCODING 'UTF8' LOCALE 'C'", "warning", "ASCII only"),
        ("ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'", "ok", "beyond ASCII"),
    ],
)
def test_what_a_database_cannot_store_or_find_is_told(postgres: Postgres, options: str, state: str, told: str) -> None:
    name = f"encoded_{time.monotonic_ns()}"
    psql = [postgres.program("psql"), postgres.url, "-qc", f"CREATE DATABASE {name} TEMPLATE template0 {options}"]
    subprocess.run(psql, check=True)
    check = found(examine(Settings(database=postgres.url.replace("/postgres?", f"/{name}?"))), "encoding")

    assert check.state == state
    assert told in check.told


def test_damaged_reviews_are_a_failure_that_names_some_of_them(settings: Settings) -> None:
    with closing(open_database(settings.database)) as database:
        drafting(Store(database), *(f"review-{number}" for number in range(7)))
    changed(settings, "UPDATE reviews SET damage = 'It cannot be read.'")
    checks = examine(settings)

    assert failed(checks) == ["damaged"]
    assert "cannot be read: 7 (review-0, review-1," in found(checks, "damaged").told
    assert ", ...)" in found(checks, "damaged").told


def test_a_draft_that_should_long_be_finished_is_a_warning(settings: Settings) -> None:
    with closing(open_database(settings.database)) as database:
        drafting(Store(database), "old", "young")
    young = found(examine(settings), "drafting")
    changed(settings, "UPDATE reviews SET updated_at = '2026-01-02T03:04:05.000000Z' WHERE id = 'old'")
    old = found(examine(settings), "drafting")
    changed(settings, "UPDATE reviews SET updated_at = 'then'")

    assert (young.state, old.state) == ("ok", "warning")
    assert "Drafts being written: 2, the oldest since" in young.told
    assert "Drafts being written: 2, the oldest since 2 Jan 2026, 03:04 UTC" in old.told
    assert failed(examine(settings)) == ["drafting"]


@pytest.mark.parametrize(
    ("name", "value", "check"),
    [
        ("HITL_ON_CAP", SECRET, "settings"),
        ("HITL_DATABASE", f"mysql://u:{SECRET}@host/db", "database"),
        ("HITL_DATABASE", f"postgresql:/u:{SECRET}@host/db", "database"),
        ("HITL_DATABASE", f"host=db password={SECRET}", "database"),
        ("HITL_DATABASE", f"postgresql://u:{SECRET}@host:port/db", "database"),
        ("HITL_DATABASE", f"postgresql://u:{SECRET}@127.0.0.1:1/db", "database"),
        ("HITL_DATABASE", f"postgresql://u:x@{SECRET}@127.0.0.1:1/db", "database"),
        ("OPENAI_BASE_URL", f"http://u:{SECRET}@127.0.0.1:1/v1", "model server"),
        ("OPENAI_BASE_URL", f"http://u:1/{SECRET}@127.0.0.1:1/v1", "model server"),
        ("OPENAI_API_KEY", f"\u00e9-{SECRET}", "model server"),
    ],
)
def test_the_command_shows_no_secret_of_a_setting_that_cannot_be_used(
    name: str, value: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(command_line, ["doctor", "--json"])
    told = json.loads(answer.stdout)

    assert (answer.exit_code, told["healthy"]) == (1, False)
    assert failed([Check(**row) for row in told["checks"]]) == [check]
    assert SECRET not in answer.output


def test_a_database_server_that_does_not_answer_is_told_in_words() -> None:
    checks = examine(Settings(database="postgresql://user@127.0.0.1:1/db"))

    assert "cannot be reached" in found(checks, "database").told


def test_the_secrets_of_streamlit_count_as_they_do_for_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITL_DATABASE", "")  # to be put back after the test
    file = tmp_path / ".streamlit" / "secrets.toml"
    written(file, 'HITL_DATABASE = "other.sqlite"\n[auth]\nx = 1\n')
    told = CliRunner().invoke(command_line, ["doctor"])
    written(file, f"OPENAI_API_KEY = {SECRET}")
    wrong = CliRunner().invoke(command_line, ["doctor"])

    assert (told.exit_code, told.stderr) == (0, "")
    assert str(tmp_path / "other.sqlite") in told.stdout
    assert (wrong.exit_code, wrong.stderr) == (1, "")
    assert "secrets.toml cannot be read as TOML" in wrong.stdout
    assert SECRET not in wrong.stdout


def test_the_command_prints_one_aligned_line_for_each_check_with_colour_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    healthy = CliRunner().invoke(command_line, ["doctor"], color=True)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    told = CliRunner().invoke(command_line, ["doctor"])
    lines = told.stdout.splitlines()

    assert "\x1b[32mok     \x1b[0m" in healthy.output
    assert (healthy.exit_code, told.exit_code, told.stderr) == (0, 1, "")
    assert len(lines) == 11
    assert {line.split()[0] for line in lines} <= {"ok", "warning", "FAILED"}
    assert any(line.startswith("FAILED   model server  The model's server could not be reached") for line in lines)
    assert "\x1b" not in told.stdout
