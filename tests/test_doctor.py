import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import streamlit.config
from sqlalchemy import text
from streamlit.config_option import ConfigOption

import hitl.doctor
import hitl.store.sqlite
from hitl.desk import ReviewDesk
from hitl.doctor import Check, examine, examine_here, healthy
from hitl.domain import Brief, Counters, Policy, Review, Status, now
from hitl.hosts import sites
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.store.database import SCHEMA
from tests.conftest import ROOT
from tests.postgres import Postgres

WITHOUT_RIGHTS = (
    "import ctypes, os, sys; ctypes.CDLL(None).prctl(24, 1); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Starts a program without root's right to write what is read-only: PR_CAPBSET_DROP of CAP_DAC_OVERRIDE."""


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


def content(database: str, postgres: Postgres | None) -> object:
    """Everything that is in a database: a file's folder, byte for byte, or a server's own dump."""
    if postgres is None:
        return files(Path(database).parent)
    dump = subprocess.run([postgres.program("pg_dump"), database], capture_output=True, check=True).stdout
    return [line for line in dump.splitlines() if not line.startswith(b"\\")]  # a random key for psql


def emptied(engine: str, database: str, postgres: Postgres) -> str:
    """The address of a database of this kind that has nothing in it."""
    if engine == "postgres":
        return postgres.empty()
    Path(database).touch()
    return database


def drafting(store: Store, review_id: str) -> None:
    review = Review(review_id, "Topic", Status.DRAFTING, "Ann", now(), now(), Brief("Topic"), Policy(), Counters())
    store.add(review)


def test_a_fresh_folder_is_healthy_and_stays_empty(tmp_path: Path) -> None:
    checks = examine_here()

    assert failed(checks) == []
    assert "made at the first start" in found(checks, "tables").told
    assert str(tmp_path / ".hitl" / "reviews.sqlite") in found(checks, "database").told
    assert files(tmp_path) == {}


def test_an_empty_database_is_healthy_and_stays_empty(engine: str, database: str, postgres: Postgres) -> None:
    address = emptied(engine, database, postgres)
    server = postgres if engine == "postgres" else None
    before = content(address, server)
    checks = examine(Settings(database=address))

    assert failed(checks) == []
    assert "made at the first start" in found(checks, "tables").told
    assert content(address, server) == before


def test_the_desk_of_a_running_server_is_healthy(settings: Settings, desk: ReviewDesk, review_id: str) -> None:
    checks = examine(settings)

    assert healthy(checks)
    assert found(checks, "tables") == Check("tables", "ok", f"They stand at version {SCHEMA}, the newest.")
    assert found(checks, "writable").told == "It can be written."
    assert {found(checks, name).state for name in ("drafting", "damaged")} == {"ok"}
    assert desk.review(review_id).status == "Waiting for you"


def test_nothing_of_a_desk_is_changed_by_looking(
    settings: Settings, desk: ReviewDesk, review_id: str, engine: str, postgres: Postgres
) -> None:
    server = postgres if engine == "postgres" else None
    desk.close()
    before = content(settings.database, server)
    checks = examine(settings)

    assert healthy(checks)
    assert review_id.encode() in str(before).encode()
    assert content(settings.database, server) == before


@pytest.mark.parametrize("version", ["0005", "9999"])
def test_tables_of_another_version_are_a_failure(settings: Settings, version: str) -> None:
    database = open_database(settings.database)
    with database.engine.begin() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    database.close()

    assert failed(examine(settings)) == ["tables"]


def test_a_file_that_is_no_database_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "reviews.sqlite"
    path.write_bytes(b"no database " * 1000)
    checks = examine(Settings(database=str(path)))

    assert failed(checks) == ["database"]
    assert "Restore a back-up" in found(checks, "database").told
    assert path.read_bytes() == b"no database " * 1000


def test_a_file_that_somebody_else_holds_is_not_waited_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hitl.store.sqlite, "LOOKING_SECONDS", 0.3)
    path = tmp_path / "reviews.sqlite"
    open_database(str(path)).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        checks = examine(Settings(database=str(path)))

    assert failed(checks) == ["writable"]
    assert "busy" in found(checks, "writable").told
    assert time.monotonic() - started < 3


@pytest.mark.skipif(sys.platform != "linux", reason="root's rights are dropped in Linux's own way")
@pytest.mark.parametrize(
    ("closed", "mode"), [(".hitl", 0o500), (".hitl/locks", 0o500), (".hitl/reviews.sqlite", 0o400)]
)
def test_what_can_only_be_read_is_told_in_words(tmp_path: Path, closed: str, mode: int) -> None:
    open_database(".hitl/reviews.sqlite").close()
    (tmp_path / closed).chmod(mode)
    before = files(tmp_path)
    command = [sys.executable, "-c", WITHOUT_RIGHTS, "-m", "hitl", "doctor", "--json"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env)
    checks = [Check(**check) for check in json.loads(told.stdout)["checks"]]

    assert (told.returncode, failed(checks)) == (1, ["database"])
    assert "hitl may only read it" in found(checks, "database").told
    assert files(tmp_path) == before


def test_little_room_on_the_disk_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitl.doctor, "LITTLE_ROOM", 10**12)
    checks = examine(Settings(database=str(tmp_path / "reviews.sqlite")))

    assert found(checks, "writable").state == "warning"
    assert "MB are free" in found(checks, "writable").told


@pytest.mark.parametrize(("version", "state"), [("3.40.1", "warning"), ("3.51.3", "ok"), ("3.100.0", "ok")])
def test_an_sqlite_that_several_processes_may_damage_is_a_warning(version: str, state: str) -> None:
    assert hitl.doctor._sqlite(version)[0] == state


def test_a_database_server_that_is_stopped_is_told_in_words(postgres: Postgres) -> None:
    settings = Settings(database=postgres.fresh())
    postgres.stop()
    try:
        checks = examine(settings)
    finally:
        postgres.start()

    assert failed(checks) == ["database"]
    assert "cannot be reached" in found(checks, "database").told
    assert healthy(examine(settings))


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
    store = Store(open_database(settings.database))
    for number in range(7):
        drafting(store, f"review-{number}")
        store.mark(f"review-{number}", "It cannot be read.")
    store.database.close()
    checks = examine(settings)

    assert failed(checks) == ["damaged"]
    assert "cannot be read: 7 (review-0, review-1," in found(checks, "damaged").told
    assert ", ...)" in found(checks, "damaged").told


@pytest.mark.parametrize(("at", "state"), [("", "ok"), ("2026-01-02T03:04:05.000000Z", "warning")], ids=["new", "old"])
def test_a_draft_that_should_long_be_finished_is_a_warning(settings: Settings, at: str, state: str) -> None:
    store = Store(open_database(settings.database))
    drafting(store, "old")
    drafting(store, "young")
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE reviews SET updated_at = :at WHERE id = 'old'"), {"at": at or now()})
    store.database.close()
    check = found(examine(settings), "drafting")

    assert check.state == state
    assert "Drafts being written: 2, the oldest since" in check.told
    assert ("2 Jan 2026, 03:04 UTC" in check.told) == (state == "warning")


def test_a_time_that_cannot_be_read_is_told_in_words(settings: Settings) -> None:
    store = Store(open_database(settings.database))
    drafting(store, "r1")
    with store.database.engine.begin() as tx:
        tx.execute(text("UPDATE reviews SET updated_at = 'then'"))
    store.database.close()

    assert failed(examine(settings)) == ["drafting"]


def test_the_hosts_that_a_server_answers_to_are_named(settings: Settings) -> None:
    listed = "https://desk.example.com:8443, desk.example.com"
    alone, shared = (examine(Settings(database=settings.database, hosts=sites(value))) for value in ("", listed))

    assert "127.0.0.1, [::1], localhost" in found(alone, "hosts").told
    assert "HITL_HOSTS" in found(alone, "hosts").told
    assert "https://desk.example.com:8443, desk.example.com (HITL_HOSTS)" in found(shared, "hosts").told


def test_a_wrong_host_is_a_failed_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_HOSTS", "desk.example.com, *")

    assert failed(examine_here()) == ["settings"]
    assert "HITL_HOSTS: entry 2 is no host" in found(examine_here(), "settings").told


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [
        ("enableAgentApi", "true", "false"),
        ("enableCORS", "false", "true"),
        ("enableXsrfProtection", "false", "true"),
        ("corsAllowedOrigins", '["https://example.com"]', "[]"),
        ("xsrfCookieSameSite", '"none"', '"strict"'),
    ],
)
@pytest.mark.parametrize("folder", [".", "home"])
def test_an_option_of_streamlit_that_opens_the_door_is_a_failure(
    tmp_path: Path, folder: str, option: str, wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / folder / ".streamlit" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f"[server]\n{option} = {right}\n", encoding="utf-8")
    assert failed(examine_here()) == []
    file.write_text(f"[server]\n{option} = {wrong}\n", encoding="utf-8")
    assert failed(examine_here()) == ["protection"]
    assert f"server.{option}" in found(examine_here(), "protection").told
    file.unlink()
    variable = config_option(option).env_var
    assert variable not in found(examine_here(), "protection").told
    monkeypatch.setenv(variable, wrong.strip('[]"'))

    assert failed(examine_here()) == ["protection"]
    assert variable in found(examine_here(), "protection").told


def test_the_folders_own_option_and_the_environment_come_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, on in (("home", "true"), (".", "false")):
        (tmp_path / folder / ".streamlit").mkdir(parents=True)
        text = f"[server]\nenableAgentApi = {on}\n"
        (tmp_path / folder / ".streamlit" / "config.toml").write_text(text, encoding="utf-8")
    assert failed(examine_here()) == []
    monkeypatch.setenv("STREAMLIT_SERVER_ENABLE_AGENT_API", "true")

    assert failed(examine_here()) == ["protection"]


def test_a_configuration_that_is_no_toml_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("server = [", encoding="utf-8")

    assert "cannot be read as TOML" in found(examine_here(), "protection").told


def config_option(name: str) -> ConfigOption:
    """What Streamlit itself knows of an option of its server."""
    return streamlit.config.get_config_options()[f"server.{name}"]
