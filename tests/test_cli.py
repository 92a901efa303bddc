import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from hitl.cli import hitl as command_line
from hitl.doctor import Check
from tests.conftest import ROOT
from tests.model_server import ModelServer
from tests.postgres import Postgres
from tests.test_doctor import bare_environment, failed, found  # noqa: F401 - the first is a fixture

SECRET = "hush-1234"  # noqa: S105 - planted, to be looked for


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hitl", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=env)


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
def test_no_secret_is_shown_by_a_setting_that_cannot_be_used(
    name: str, value: str, check: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(command_line, ["doctor", "--json"])

    assert (answer.exit_code, failed([Check(**row) for row in json.loads(answer.stdout)["checks"]])) == (1, [check])
    assert SECRET not in answer.output


def test_no_secret_is_shown_of_a_desk_that_works(
    postgres: Postgres, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HITL_DATABASE", postgres.fresh().replace("://postgres:@", f"://postgres:{SECRET}@"))
    monkeypatch.setenv("OPENAI_BASE_URL", server.url.replace("://", f"://someone:{SECRET}@"))
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    answer = CliRunner().invoke(command_line, ["doctor"])

    assert SECRET in os.environ["HITL_DATABASE"]
    assert answer.exit_code == 0
    assert SECRET not in answer.output
    assert "someone" not in answer.output


def test_the_secrets_of_streamlit_count_as_they_do_for_the_pages(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('HITL_DATABASE = "other.sqlite"\n[auth]\nx = 1\n', "utf-8")
    told = run("doctor")

    assert (told.returncode, told.stderr) == (0, "")
    assert str(tmp_path / "other.sqlite") in told.stdout


def test_secrets_that_are_no_toml_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f"OPENAI_API_KEY = {SECRET}", "utf-8")
    told = run("doctor")

    assert (told.returncode, told.stderr) == (1, "")
    assert "secrets.toml cannot be read as TOML" in told.stdout
    assert SECRET not in told.stdout


def test_the_command_prints_one_aligned_line_for_each_check_without_colour_where_it_is_no_terminal() -> None:
    told = run("doctor", HITL_WRITER="openai", OPENAI_BASE_URL="http://127.0.0.1:1/v1")
    lines = told.stdout.splitlines()

    assert (told.returncode, told.stderr) == (1, "")
    assert len(lines) == 11
    assert {line.split()[0] for line in lines} <= {"ok", "warning", "FAILED"}
    assert any(line.startswith("FAILED   model server  The model's server could not be reached") for line in lines)
    assert "\x1b" not in told.stdout


def test_a_terminal_is_given_colour_beside_the_word() -> None:
    answer = CliRunner().invoke(command_line, ["doctor"], color=True)

    assert "\x1b[32mok     \x1b[0m" in answer.output


def test_the_command_prints_one_json_object_for_a_monitor() -> None:
    told = run("doctor", "--json")
    answer = json.loads(told.stdout)

    assert (told.returncode, told.stderr) == (0, "")
    assert answer["healthy"] is True
    assert {frozenset(check) for check in answer["checks"]} == {frozenset(("name", "state", "told"))}


def test_wrong_usage_has_a_status_of_its_own_and_help_names_them_all() -> None:
    runner = CliRunner()

    assert runner.invoke(command_line, ["doctor", "--nope"]).exit_code == 2
    assert "is 0 when nothing failed" in runner.invoke(command_line, ["doctor", "--help"]).output
    assert "doctor" in runner.invoke(command_line, ["--help"]).output
