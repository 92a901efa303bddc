"""The commands of the documentation's section on back-ups, run for real, and the desk on what they restored."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Decision, Review, Revision, Status
from hitl.settings import Settings
from tests.conftest import ROOT, settled, stop_of
from tests.fakes import ScriptedWriter
from tests.postgres import Postgres

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Back up\n")[2].partition("\n## ")[0]
COMMANDS = re.findall(r"```sh\n(.*?)\n```", SECTION, re.DOTALL)

Shown = tuple[Review, list[Revision], list[Decision]]


def command(word: str) -> str:
    """The one command with this word in it."""
    (found,) = [line for line in COMMANDS if word in line]
    return str(found)


def run(line: str, folder: Path, address: str = "") -> None:
    """Run a command as a shell does."""
    env = {"PATH": "/usr/bin:/bin", "HITL_DATABASE": address}
    ended = subprocess.run(["/bin/sh", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert not ended.returncode, ended.stderr


def shown(desk: ReviewDesk, review_id: str) -> Shown:
    """All that there is to see of a review."""
    return desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id)


@pytest.fixture
def told(desk: ReviewDesk, review_id: str) -> Shown:
    """A review with a history, on a desk that is open."""
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    settled(desk, review_id)
    return shown(desk, review_id)


def goes_on(address: str, told: Shown) -> None:
    """The review waits as it did, its history is whole, and it can be revised and accepted."""
    review_id, writer = told[0].id, ScriptedWriter()
    desk = ReviewDesk(Settings(database=address, writer="offline"), writer.for_model)
    restored = shown(desk, review_id)
    desk.revise(review_id, stop_of(desk, review_id), "Bob", "Friendlier.")
    asked = settled(desk, review_id), [work.feedback for work in writer.history]
    desk.accept(review_id, stop_of(desk, review_id), "Bob")
    status = settled(desk, review_id).status
    desk.close()

    assert restored == told
    assert (asked[0].counters.texts, asked[1]) == (3, [("Shorter.", "Friendlier.")])
    assert status is Status.ACCEPTED


@pytest.fixture
def database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The place that the documentation names, or a database of a server."""
    if engine == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.fresh()
    return str(tmp_path / ".hitl/reviews.sqlite")


def test_a_back_up_made_while_the_desk_runs_is_restored_with_all_that_was_in_it(
    engine: str, desk: ReviewDesk, told: Shown, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if engine == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        programs = Path(server.program("pg_dump")).parent
        run(f"{programs}/{command('pg_dump')}", tmp_path, desk.settings.database)
    else:
        run(command("VACUUM").replace(".venv/bin/python", sys.executable), tmp_path)
    desk.start(Brief("Too late for the copy"), "Ann")
    desk.close()
    if engine == "postgres":
        address = server.empty()
        run(f"{programs}/{command('pg_restore')}", tmp_path, address)
    else:
        address = desk.settings.database
        (copy,) = tmp_path.glob("backup-*.sqlite")
        run(re.sub(r"backup-[\d-]+\.sqlite", copy.name, command("rm -f")), tmp_path)

    goes_on(address, told)
