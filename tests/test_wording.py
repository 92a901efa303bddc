"""The events of a review in words, as rows of its trail, and the files of the whole trail."""

import csv
import io
import json
from typing import Any

import pytest

from hitl import export, wording
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from tests.conftest import settled, stop_of
from tests.exports import Case
from tests.exports import case as made
from tests.fakes import ScriptedWriter


def went(desk: ReviewDesk, review_id: str) -> Case:
    settled(desk, review_id)
    return desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id)


def files(*of: *Case) -> tuple[list[dict[str, str]], str, dict[str, Any]]:
    """The trail as CSV, read again, as Markdown, and as JSON, read again."""
    table, page, whole = (file.of(*of) for file in export.HISTORY_FORMATS[:3])
    lines = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    return list(lines), page.decode(), json.loads(whole)


def test_the_trail_tells_the_review_from_start_to_end_and_every_file_keeps_it_harmless(
    desk: ReviewDesk, writer: ScriptedWriter
) -> None:
    writer.enqueue("=1+1 is a draft\n~~~\nwith a fence")
    ended = desk.start(Brief("A | pipe and <b>"), "Ann")
    desk.revise(ended, stop_of(desk, ended), "Ann", "=cmd|'/C calc'!A0")
    desk.restore(ended, stop_of(desk, ended), "Bob", 1)
    desk.accept(ended, stop_of(desk, ended), "Bob", "Good.")
    case = went(desk, ended)
    told, revisions, (lines, page, whole) = wording.rows(*case), case[1], files(*case)

    assert [row["event"] for row in told] == [
        "started", "revision", "asked", "revision", "restored revision 1", "revision", "accepted",
        "ended: Accepted",
    ]  # fmt: skip
    assert [row["revision"] for row in told] == [0, 1, 1, 2, 2, 3, 3, 3]
    assert (told[-1]["why"], told[-1]["sha256"]) == ("accepted by the editor", revisions[2].sha256)
    assert lines[2]["words"] == "'=cmd|'/C calc'!A0"
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "-", "@"))]
    assert ([r["text"] for r in whole["revisions"]], whole["status"]) == ([r.text for r in revisions], "Accepted")
    assert len([line for line in page.splitlines() if line.startswith("| ")]) == 2 + 8
    assert "~~~~\n=1+1 is a draft\n~~~\nwith a fence\n~~~~" in page
    assert r"\<b\>" in page


@pytest.mark.parametrize(
    ("words", "inert"),
    [
        ("=1", "'=1"), (" \u200b+1", "' \u200b+1"), ("\tx", "'\tx"), ("\rx", "'\rx"), ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"), ("\uff0d1", "'\uff0d1"), ("\uff20a", "'\uff20a"), ("\ufeff@a", "'\ufeff@a"),
        ("a;=1;b", "a;'=1;b"), ("a\n =1", "a\n' =1"), ("a\n- b;-)", "a\n- b;-)"), ("2 = 1 + 1", "2 = 1 + 1"),
    ],
)  # fmt: skip
def test_a_formula_is_inert_however_it_is_disguised_and_all_else_is_as_it_was(words: str, inert: str) -> None:
    lines, _, _ = files(*made("One.", "Two.", feedback=[words]))

    assert [line["words"] for line in lines if line["event"] == "asked"] == [inert]


def test_a_text_that_was_taken_over_and_a_review_that_was_not_accepted_are_named_as_such(
    desk: ReviewDesk, review_id: str
) -> None:
    again = desk.start_again(review_id, 1, "Bob")
    desk.edit(again, stop_of(desk, again), "Bob", "My own text.")
    desk.abandon(again, stop_of(desk, again), "Bob", "No longer needed.")
    case = went(desk, again)
    told, (_, page, whole) = wording.rows(*case), files(*case)

    assert [row["who"] for row in told] == ["Bob", "from v1 of an earlier review", "Bob", "by hand", "Bob", ""]
    assert told[-1]["event"] == "ended: Abandoned, not approved"
    assert [text["taken_from"] for text in whole["revisions"]] == [
        {"review": review_id, "revision": 1},
        None,
    ]
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
