from pathlib import Path

import pytest

from hitl.cli import hitl
from hitl.cli.exit_codes import MEANINGS, Exit
from hitl.domain import Status, Verb
from hitl.events import LEVELS, NOTE
from hitl.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def settings_names() -> list[str]:
    return [str(field.validation_alias or f"HITL_{name.upper()}") for name, field in Settings.model_fields.items()]


@pytest.mark.parametrize("name", settings_names())
def test_every_setting_stands_in_the_table_of_settings(name: str) -> None:
    assert f"| `{name}` |" in README


@pytest.mark.parametrize(
    "name", ["model", "writer", "database", "max_revisions", "on_cap", "token_budget", "workers", "log"]
)
def test_the_defaults_in_the_readme_are_the_defaults_of_the_code(name: str) -> None:
    assert f"| `HITL_{name.upper()}` | `{Settings.model_fields[name].default}` |" in README


@pytest.mark.parametrize("event", [*LEVELS, NOTE])
def test_every_event_of_the_log_is_explained(event: str) -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("| `")]

    assert any(f"`{event}`" in row for row in rows)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained(status: Status) -> None:
    assert f"**{status.value}**" in README


@pytest.mark.parametrize("verb", Verb)
def test_every_decision_stands_in_the_table_of_the_loop(verb: Verb) -> None:
    rows = [line.split("|")[1] for line in README.splitlines() if line.startswith("|")]

    assert any(verb.value in row for row in rows)


def test_every_page_has_its_address_in_the_readme() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "review"}

    assert pages
    assert all(f"| `/{page}` |" in README for page in pages)


@pytest.mark.parametrize("command", hitl.commands)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"python -m hitl {command}" in README


@pytest.mark.parametrize("status", Exit)
def test_every_exit_status_has_its_meaning_in_the_readme(status: Exit) -> None:
    assert f"| {status.value} | {MEANINGS[status]} |" in README


def test_the_pictures_in_the_readme_are_those_that_there_are() -> None:
    shown = {part.partition(")")[0] for part in README.split("](docs/")[1:]}

    assert {name for name in shown if name.endswith(".png")} == {path.name for path in (ROOT / "docs").glob("*.png")}
    assert all((ROOT / "docs" / name).is_file() for name in shown)


@pytest.mark.parametrize("room", sorted(path.parent.name for path in (ROOT / "tests").glob("*/__main__.py")))
def test_every_proof_stands_in_the_readme(room: str) -> None:
    assert f"`python -m tests.{room}" in README


def test_the_commands_name_files_that_exist() -> None:
    assert (ROOT / "streamlit_app.py").is_file()
    assert (ROOT / "requirements.txt").is_file()
    assert "-r requirements-dev.txt && .venv/bin/python -m pytest\n" in README
