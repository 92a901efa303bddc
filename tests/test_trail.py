import csv
import io
import json

import pytest

from hitl import trail
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter


@pytest.fixture
def ended(desk: ReviewDesk, writer: ScriptedWriter) -> str:
    writer.enqueue("=1+1 is a draft\n~~~\nwith a fence")
    review_id = desk.start(Brief("A | pipe and <b>"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "=cmd|'/C calc'!A0")
    desk.restore(review_id, stop_of(desk, review_id), "Bob", 1)
    desk.accept(review_id, stop_of(desk, review_id), "Bob", "Good.")
    settled(desk, review_id)
    return review_id


def rows(desk: ReviewDesk, review_id: str) -> list[trail.Row]:
    return trail.rows(desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id))


def test_the_trail_tells_the_review_from_start_to_end(desk: ReviewDesk, ended: str) -> None:
    told = rows(desk, ended)

    assert [row["event"] for row in told] == [
        "started", "revision", "asked", "revision", "restored revision 1", "revision", "accepted",
        "ended: Accepted",
    ]  # fmt: skip
    assert [row["revision"] for row in told] == [0, 1, 1, 2, 2, 3, 3, 3]
    assert told[-1]["why"] == "accepted by the editor"
    assert told[-1]["sha256"] == desk.revision(ended, 3).sha256


def test_a_cell_that_a_spreadsheet_would_run_is_made_inert(desk: ReviewDesk, ended: str) -> None:
    lines = list(csv.DictReader(io.StringIO(trail.as_csv(rows(desk, ended)).decode("utf-8-sig"))))

    assert lines[2]["words"] == "'=cmd|'/C calc'!A0"
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]


def test_the_json_has_every_text_exactly(desk: ReviewDesk, ended: str) -> None:
    whole = json.loads(trail.as_json(desk.review(ended), rows(desk, ended), desk.revisions(ended)))

    assert [r["text"] for r in whole["revisions"]] == [r.text for r in desk.revisions(ended)]
    assert whole["status"] == "Accepted"


def test_the_markdown_keeps_its_table_and_fences_whatever_the_texts_hold(desk: ReviewDesk, ended: str) -> None:
    page = trail.as_markdown(desk.review(ended), rows(desk, ended), desk.revisions(ended))
    table = [line for line in page.splitlines() if line.startswith("| ")]

    assert len(table) == 2 + 8
    assert "~~~~\n=1+1 is a draft\n~~~\nwith a fence\n~~~~" in page
    assert r"\<b\>" in page


def test_a_review_that_was_not_accepted_says_so_at_the_end(desk: ReviewDesk, review_id: str) -> None:
    desk.abandon(review_id, stop_of(desk, review_id), "Ann", "No longer needed.")
    settled(desk, review_id)

    assert rows(desk, review_id)[-1]["event"] == "ended: Abandoned, not approved"
