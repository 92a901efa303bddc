import csv
import io
import json

import pytest

from hitl import export, wording
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


def rows(desk: ReviewDesk, review_id: str) -> list[wording.Row]:
    return wording.rows(desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id))


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
    lines = list(csv.DictReader(io.StringIO(export.as_csv(rows(desk, ended)).decode("utf-8-sig"))))

    assert lines[2]["words"] == "'=cmd|'/C calc'!A0"
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("words", "inert"),
    [
        ("=1", "'=1"), (" \u200b+1", "' \u200b+1"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"), ("\uff0d1", "'\uff0d1"), ("\uff20a", "'\uff20a"), ("\ufeff@a", "'\ufeff@a"),
        ("a;=1;b", "a;'=1;b"), ("a\n =1", "a\n' =1"), ("a\n- b;-)", "a\n- b;-)"), ("2 = 1 + 1", "2 = 1 + 1"),
    ],
)  # fmt: skip
def test_a_formula_is_inert_however_it_is_disguised_and_all_else_is_as_it_was(words: str, inert: str) -> None:
    row: wording.Row = {**dict.fromkeys(wording.COLUMNS, ""), "words": words}
    [line] = csv.DictReader(io.StringIO(export.as_csv([row]).decode("utf-8-sig"), newline=""))

    assert line["words"] == inert


def test_the_json_has_every_text_exactly(desk: ReviewDesk, ended: str) -> None:
    whole = json.loads(export.as_json(desk.review(ended), rows(desk, ended), desk.revisions(ended)))

    assert [r["text"] for r in whole["revisions"]] == [r.text for r in desk.revisions(ended)]
    assert whole["status"] == "Accepted"


def test_the_markdown_keeps_its_table_and_fences_whatever_the_texts_hold(desk: ReviewDesk, ended: str) -> None:
    page = export.as_markdown(desk.review(ended), rows(desk, ended), desk.revisions(ended))
    table = [line for line in page.splitlines() if line.startswith("| ")]

    assert len(table) == 2 + 8
    assert "~~~~\n=1+1 is a draft\n~~~\nwith a fence\n~~~~" in page
    assert r"\<b\>" in page


def test_a_review_that_was_not_accepted_says_so_at_the_end(desk: ReviewDesk, review_id: str) -> None:
    desk.abandon(review_id, stop_of(desk, review_id), "Ann", "No longer needed.")
    settled(desk, review_id)

    assert rows(desk, review_id)[-1]["event"] == "ended: Abandoned, not approved"


def test_a_text_that_was_taken_over_is_named_as_such_in_every_file(desk: ReviewDesk, review_id: str) -> None:
    again = desk.start_again(review_id, 1, "Bob")
    desk.edit(again, stop_of(desk, again), "Bob", "My own text.")
    settled(desk, again)
    told = rows(desk, again)
    whole = json.loads(export.as_json(desk.review(again), told, desk.revisions(again)))
    page = export.as_markdown(desk.review(again), told, desk.revisions(again))

    assert [row["who"] for row in told] == ["Bob", "from v1 of an earlier review", "Bob", "by hand"]
    assert [text["taken_from"] for text in whole["revisions"]] == [{"review": review_id, "revision": 1}, None]
    assert f"## Revision 1 (taken from v1 of review {review_id})" in page
    assert "## Revision 2 (editor)" in page


@pytest.mark.parametrize(
    ("text", "length", "beginning"),
    [
        ("Short.", 6, "Short."), (" One\n\n two ", 7, "One two"), ("One two three", 9, "One two …"),
        ("One two three", 8, "One …"), ("一二三四五", 4, "一二三…"), ("", 5, ""),
    ],
)  # fmt: skip
def test_the_beginning_of_a_text_keeps_words_whole_where_it_has_any(text: str, length: int, beginning: str) -> None:
    assert wording.beginning(text, length) == beginning
    assert len(beginning) <= length
