import re
from pathlib import Path

import pytest

from hitl.cli import hitl
from hitl.cli.exit_codes import MEANINGS, Exit
from hitl.domain import Status, Verb
from hitl.events import LEVELS, NOTE
from hitl.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "\n".join(file.read_text(encoding="utf-8") for file in FILES)


def settings_names() -> list[str]:
    return [str(field.validation_alias or f"HITL_{name.upper()}") for name, field in Settings.model_fields.items()]


@pytest.mark.parametrize("name", settings_names())
def test_every_setting_stands_in_the_table_of_settings(name: str) -> None:
    assert f"| `{name}` |" in DOCS


@pytest.mark.parametrize(
    "name", ["model", "writer", "database", "max_revisions", "on_cap", "token_budget", "workers", "log"]
)
def test_the_defaults_in_the_docs_are_the_defaults_of_the_code(name: str) -> None:
    assert f"| `HITL_{name.upper()}` | `{Settings.model_fields[name].default}` |" in DOCS


@pytest.mark.parametrize("event", [*LEVELS, NOTE])
def test_every_event_of_the_log_is_explained(event: str) -> None:
    rows = [line.split("|")[1] for line in DOCS.splitlines() if line.startswith("| `")]

    assert any(f"`{event}`" in row for row in rows)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_explained(status: Status) -> None:
    assert f"**{status.value}**" in DOCS


@pytest.mark.parametrize("verb", Verb)
def test_every_decision_stands_in_the_table_of_the_loop(verb: Verb) -> None:
    rows = [line.split("|")[1] for line in DOCS.splitlines() if line.startswith("|")]

    assert any(verb.value in row for row in rows)


def test_every_page_has_its_address_in_the_docs() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "review"}

    assert pages
    assert all(f"| `/{page}` |" in DOCS for page in pages)


@pytest.mark.parametrize("command", hitl.commands)
def test_every_command_stands_in_the_docs(command: str) -> None:
    assert f"python -m hitl {command}" in DOCS


@pytest.mark.parametrize("status", Exit)
def test_every_exit_status_has_its_meaning_in_the_docs(status: Exit) -> None:
    assert f"| {status.value} | {MEANINGS[status]} |" in DOCS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_link_and_every_picture_leads_to_a_file_and_a_heading_that_are_there(file: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        if "://" not in target:
            linked = (file.parent / name).resolve() if name else file
            assert linked.is_file(), target
            assert not heading or heading in headings(linked), target


def headings(file: Path) -> set[str]:
    """The anchors of a file's headings."""
    found = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


def test_every_picture_is_shown() -> None:
    assert all(f"{picture.name})" in DOCS for picture in (ROOT / "docs").glob("*.png"))


def test_the_readme_is_short_and_leads_to_every_page_of_the_docs() -> None:
    assert len(README.encode()) <= 7_000
    assert all(f"(docs/{file.name})" in README for file in FILES[1:])


@pytest.mark.parametrize("room", sorted(path.parent.name for path in (ROOT / "tests").glob("*/__main__.py")))
def test_every_proof_stands_in_the_docs(room: str) -> None:
    assert f"`python -m tests.{room}" in DOCS


def test_the_commands_name_files_that_exist() -> None:
    assert (ROOT / "streamlit_app.py").is_file()
    assert (ROOT / "requirements.txt").is_file()
    assert "-r requirements-dev.txt && .venv/bin/python -m pytest\n" in README
