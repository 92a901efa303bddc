import re
from pathlib import Path

import pytest

from hitl.cli import hitl
from hitl.cli.group import MEANINGS
from hitl.domain import Status, Verb
from hitl.events import LEVELS, NOTE
from hitl.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
DOCS = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
FIRST_CELLS = "\n".join(line.split("|")[1] for line in DOCS.splitlines() if line.startswith("|"))


def missing(*wanted: str, where: str = DOCS) -> list[str]:
    """What is wanted, and is not there."""
    return [each for each in wanted if each not in where]


def test_every_setting_stands_in_the_table_of_settings_with_its_default() -> None:
    fields = Settings.model_fields
    names = [str(field.validation_alias or f"HITL_{name.upper()}") for name, field in fields.items()]
    shown = ("model", "writer", "database", "max_revisions", "on_cap", "token_budget", "workers", "log")

    assert missing(*(f"| `{name}` |" for name in names)) == []
    assert missing(*(f"| `HITL_{name.upper()}` | `{fields[name].default}` |" for name in shown)) == []


def test_every_event_of_the_log_and_every_status_and_decision_is_explained() -> None:
    assert missing(*(f"`{event}`" for event in (*LEVELS, NOTE)), where=FIRST_CELLS) == []
    assert missing(*(f"**{status.value}**" for status in Status)) == []
    assert missing(*(verb.value for verb in Verb), where=FIRST_CELLS) == []


def test_every_page_has_its_address_in_the_readme() -> None:
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "review"}

    assert pages
    assert missing(*(f"| `/{page}` |" for page in pages), where=README) == []


def test_every_command_and_every_exit_status_stands_in_the_docs() -> None:
    assert missing(*(f"python -m hitl {command}" for command in hitl.commands)) == []
    assert missing(*(f"| {status.value} | {meaning} |" for status, meaning in MEANINGS.items())) == []


def test_every_proof_stands_in_the_docs() -> None:
    rooms = [path.parent.name for path in (ROOT / "tests").glob("*/__main__.py")]

    assert rooms
    assert missing(*(f"`python -m tests.{room}" for room in rooms)) == []


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
    assert missing(*(f"{picture.name})" for picture in (ROOT / "docs").glob("*.png"))) == []


def test_the_readme_is_short_and_leads_to_every_page_of_the_docs() -> None:
    assert len(README.encode()) <= 7_000
    assert missing(*(f"(docs/{file.name})" for file in FILES[1:]), where=README) == []


def test_the_commands_name_files_that_exist() -> None:
    assert (ROOT / "streamlit_app.py").is_file()
    assert (ROOT / "requirements.txt").is_file()
    assert "-r requirements-dev.txt && .venv/bin/python -m pytest\n" in README
