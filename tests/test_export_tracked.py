import zipfile
from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from hitl import export
from hitl.domain import Author, Status, Verb
from hitl.export.layout import holdable
from tests.docx_reader import accepted, as_of, body, changes, part, rejected, text_of
from tests.exports import asked, at, case, day, few, texts

histories = st.lists(texts, min_size=1, max_size=5)


@few
@given(histories)
def test_accepting_all_gives_the_last_text_rejecting_all_the_first_and_any_date_the_text_of_that_day(
    written: list[str],
) -> None:
    file = export.tracked_docx(*case(*written))

    assert accepted(file) == holdable(written[-1])
    assert rejected(file) == holdable(written[0])
    assert [as_of(file, day(n)) for n in range(1, len(written) + 1)] == [holdable(text) for text in written]


@few
@given(histories)
def test_the_markup_is_what_word_and_libreoffice_ask_for(written: list[str]) -> None:
    file = export.tracked_docx(*case(*written))
    read = body(file)
    ids = [mark.get(qn("w:id")) for mark in changes(file)]
    nested = read.xpath(".//w:ins/w:del")
    comments = sorted(str(comment.comment_id) for comment in Document(BytesIO(file)).comments)

    assert len(ids) == len(set(ids))
    assert all(words.getparent().getparent().tag == qn("w:del") for words in read.iter(qn("w:delText")))
    assert not read.xpath(".//w:del//w:t | .//w:del//w:ins | .//w:p/*[position()>1][self::w:pPr]")
    assert not [d for d in nested if d.get(qn("w:author")) == d.getparent().get(qn("w:author"))], (
        "LibreOffice forgets it"
    )
    for tag in ("w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"):
        assert sorted(mark.get(qn("w:id")) for mark in read.iter(qn(tag))) == comments


def test_a_change_carries_the_model_who_asked_and_when() -> None:
    file = export.tracked_docx(*case("One two.", "One three.", "One three four."))

    assert {(c.get(qn("w:author")), c.get(qn("w:date")), text_of(c)) for c in changes(file)} == {
        ("gpt-4.1-mini, asked by Ann (v2)", day(2), "two"),
        ("gpt-4.1-mini, asked by Ann (v2)", day(2), "three"),
        ("gpt-4.1-mini, asked by Bob (v3)", day(3), " four"),
    }


def test_text_that_came_and_went_is_a_deletion_within_an_insertion() -> None:
    file = export.tracked_docx(*case("One.", "One. Two.", "One."))
    inserted, deleted = changes(file)

    assert deleted.getparent() is inserted
    assert (inserted.get(qn("w:date")), deleted.get(qn("w:date"))) == (day(2), day(3))
    assert text_of(deleted) == " Two."


def test_the_end_of_a_paragraph_is_tracked_too_and_one_that_came_and_went_is_left_as_two_line_breaks() -> None:
    for written, change in ((("One.", "One.\n\nTwo."), "w:ins"), (("One.\n\nTwo.", "One."), "w:del")):
        [mark] = body(export.tracked_docx(*case(*written))).xpath("./w:p/w:pPr/w:rPr/*")

        assert (mark.tag, mark.get(qn("w:date"))) == (qn(change), day(2))
    both = body(export.tracked_docx(*case("One.", "One.\n\nTwo.", "One.")))

    assert len(both.findall(qn("w:p"))) == 1
    assert "".join(text_of(deleted) for deleted in both.iter(qn("w:del"))) == "\n\nTwo."


def test_a_hand_edit_is_by_its_editor() -> None:
    review, revisions, decisions = case("One.", "One two.")
    by_hand = replace(revisions[1], author=Author.EDITOR, model="")
    edit = replace(decisions[0], verb=Verb.EDIT, actor="Eve & <Co>", feedback="")
    file = export.tracked_docx(review, [revisions[0], by_hand], [edit])

    assert {change.get(qn("w:author")) for change in changes(file)} == {"Eve & <Co> (v2)"}
    assert not [*Document(BytesIO(file)).comments]


def test_the_feedback_is_a_comment_by_who_gave_it_at_the_first_change_it_caused() -> None:
    file = export.tracked_docx(*case("One.\n\nTwo.", "One.\n\nTwo three.", feedback=["Add\nthree."]))
    [comment] = Document(BytesIO(file)).comments
    [start] = body(file).iter(qn("w:commentRangeStart"))

    assert (comment.text, comment.author, comment.initials) == ("v2: Add\nthree.", "Ann", "A")
    assert comment._comment_elm.get(qn("w:date")) == "2026-03-01T10:00:30Z"
    assert text_of(start.getnext()) == " three"
    assert start.get(qn("w:id")) == str(comment.comment_id)


def test_feedback_that_changed_nothing_is_a_comment_at_the_start() -> None:
    file = export.tracked_docx(*case("One.", "One.", "One. Two."))
    first = body(file).find(qn("w:p"))

    assert [comment.text for comment in Document(BytesIO(file)).comments] == ["v2: Ask 2.", "v3: Ask 3."]
    assert [child.get(qn("w:id")) for child in first if child.tag == qn("w:commentRangeStart")] == ["0", "1"]
    assert not changes(export.tracked_docx(*case("One.", "One.")))


def test_a_restored_text_says_so() -> None:
    review, revisions, decisions = case("One.", "Two.", "One.")
    restored = [decisions[0], replace(decisions[1], verb=Verb.RESTORE, feedback="", restored=1)]
    by_hand = [*revisions[:2], replace(revisions[2], author=Author.EDITOR)]
    comments = Document(BytesIO(export.tracked_docx(review, by_hand, restored))).comments

    assert [comment.text for comment in comments] == ["v2: Ask 2.", "v3: restored revision 1"]


def test_the_first_text_says_which_review_it_was_taken_from() -> None:
    review, revisions, decisions = case("One.\n\nTwo.", "Three.\n\nTwo.")
    taken = [replace(revisions[0], author=Author.EDITOR, model=""), revisions[1]]
    file = export.tracked_docx(replace(review, begun_from=("a1", 4)), taken, decisions)
    first, second = Document(BytesIO(file)).comments
    start = next(body(file).iter(qn("w:commentRangeStart")))

    assert (first.text, first.author) == ("v1: taken from v4 of review a1", "Ann")
    assert second.text == "v2: Ask 2."
    assert start.get(qn("w:id")) == str(first.comment_id)


def test_the_header_says_whose_history_it_is_and_whether_the_text_was_approved() -> None:
    review, revisions, decisions = case("One.", "Two.")
    accepting = [*decisions, asked(revisions[1], "", Verb.ACCEPT)]
    ended = replace(review, status=Status.ACCEPTED)

    def header(file: bytes) -> str:
        return str(Document(BytesIO(file)).sections[0].header.paragraphs[0].text)

    assert header(export.tracked_docx(review, revisions, decisions)) == "The new <b>library · v1 to v2 · Not approved"
    assert header(export.tracked_docx(ended, revisions, accepting)) == "The new <b>library · v1 to v2 · Approved"
    assert header(export.tracked_docx(review, revisions[:1], [])) == "The new <b>library · v1 · Not approved"


def test_a_right_to_left_paragraph_is_marked_so() -> None:
    file = export.tracked_docx(*case("Hello.\n\nعربي.", "Hello.\n\nعربي بكم."))
    left, right = body(file).findall(qn("w:p"))

    assert not left.xpath(".//w:bidi | .//w:rtl")
    assert len(right.xpath("./w:pPr/w:bidi")) == 1
    assert len(right.xpath(".//w:r/w:rPr/w:rtl")) == len(right.xpath(".//w:r[w:t or w:delText]"))


def test_equal_histories_are_equal_files_with_nothing_from_outside() -> None:
    one, two = (export.tracked_docx(*case("One.", "Two.")) for _ in range(2))

    assert one == two
    with zipfile.ZipFile(BytesIO(one)) as package:
        assert not [name for name in package.namelist() if b'TargetMode="External"' in package.read(name)]
    assert part(one, "docProps/core.xml").xpath("string(*[local-name()='created'])") == at(2)[:19] + "Z"
