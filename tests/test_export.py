import subprocess
import sys
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from hitl import export
from hitl.domain import Author, Kind, Status, Verb
from hitl.export.language import language_tag
from hitl.export.layout import holdable, paragraphs, right_to_left, titled
from tests.exports import asked, case, few, texts

EVIL = "<script>alert(1)</script> \"'&amp; <img src=x onerror=alert(1)> ]]> \x00\x1b\ufffe end"


class Blocks(HTMLParser):
    """Reads a page of ours back: tags, and the words of its blocks."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.blocks: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(attrs)
        if tag == "br":
            self._say("\n")
        elif tag == "strong":
            self._say("**")
        elif tag in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._say("**")

    def handle_data(self, data: str) -> None:
        if data != "\n":
            self._say(data)

    def _say(self, words: str) -> None:
        if self.blocks:
            self.blocks[-1] += words


def source(paragraph: Paragraph) -> str:
    """A paragraph of a Word document as the Markdown that it came from."""
    style = str(paragraph.style.name if paragraph.style else "")
    mark = "#" * int(style[-1]) + " " if style.startswith("Heading") else "- " * (style == "List Bullet")
    return mark + "".join(f"**{run.text}**" if run.bold else run.text for run in paragraph.runs)


def read_back(file: bytes, before: int) -> str:
    """The text of a Word document, marks and blank lines put back, without the first paragraphs."""
    found = Document(BytesIO(file)).paragraphs[before:]
    ends = ["\n" if p.paragraph_format.space_after == Pt(0) else "\n\n" for p in found[:-1]]
    return "".join(source(p) + end for p, end in zip(found, [*ends, ""], strict=True))


@few
@given(texts, st.sampled_from(Kind))
def test_a_word_document_has_every_word_and_its_looks_are_the_marks_that_it_lacks(text: str, kind: Kind) -> None:
    review, [revision], _ = case(text, kind=kind)
    title_of_its_own = titled(paragraphs(holdable(text), kind))

    assert read_back(export.docx(review, revision, []), before=1 if title_of_its_own else 2) == holdable(text)


@few
@given(texts, st.sampled_from(Kind))
def test_a_page_has_every_word(text: str, kind: Kind) -> None:
    review, [revision], _ = case(text, kind=kind)
    layout = paragraphs(holdable(text), kind)
    words = ["".join(f"**{r.text}**" if r.bold else r.text for r in p.runs) for p in layout]
    blocks = Blocks(export.html(review, revision, [])).blocks

    assert blocks[-len(layout) :] == words


def test_headings_lists_and_bold_words_become_what_they_mean() -> None:
    review, [revision], _ = case("# Open\n\nCome in:\n- **free** coffee\n- books\n\n## Soon\nSee you.")
    document = Document(BytesIO(export.docx(review, revision, [])))
    page = export.html(review, revision, []).decode()

    assert [(p.style.name if p.style else "", p.text) for p in document.paragraphs] == [
        ("Subtitle", "Not approved"), ("Heading 1", "Open"), ("Normal", "Come in:"), ("List Bullet", "free coffee"),
        ("List Bullet", "books"), ("Heading 2", "Soon"), ("Normal", "See you."),
    ]  # fmt: skip
    assert '<h1 dir="auto">Open</h1>' in page
    assert '<li dir="auto"><strong>free</strong> coffee</li>' in page
    assert "The new &lt;b&gt;library</h1>" not in page


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.LINKEDIN, "# Open\n- **free**"),
        (Kind.X, "# Open\n- **free**"),
        (Kind.BLOG, "```\n# no heading\n```"),
    ],
)
def test_where_markdown_is_shown_as_it_is_it_stays_as_it_is(kind: Kind, text: str) -> None:
    review, [revision], _ = case(text, kind=kind)

    assert [p.text for p in Document(BytesIO(export.docx(review, revision, []))).paragraphs][2] == text
    assert text.replace("\n", "<br>") in export.html(review, revision, []).decode()


def test_plain_text_is_the_words_and_nothing_else() -> None:
    review, [revision], _ = case("  # One\r\n\ttwo 🙂\n")

    assert export.text(review, revision, []).decode() == revision.text


@pytest.mark.parametrize(
    ("text", "page"), [("One", "# The new \\<b\\>library\n\nOne\n"), ("# Mine\n\nOne", "# Mine\n\nOne\n")]
)
def test_markdown_has_the_title_unless_the_text_has_one(text: str, page: str) -> None:
    review, [revision], _ = case(text)

    assert export.markdown(review, revision, []).decode() == page


def test_only_the_text_that_was_accepted_is_taken_along_as_approved() -> None:
    review, revisions, decisions = case("First.", "Second.")
    ended, made = replace(review, status=Status.ACCEPTED), [*decisions, asked(revisions[1], "", Verb.ACCEPT)]
    documents = [Document(BytesIO(export.docx(ended, revision, made))) for revision in revisions]

    assert [b">Not approved<" in export.html(ended, revision, made) for revision in revisions] == [True, False]
    assert [d.paragraphs[0].text for d in documents] == ["Not approved", "The new <b>library"]
    assert [d.core_properties.content_status for d in documents] == ["Not approved", "Approved"]


def test_nothing_in_a_page_comes_alive() -> None:
    review, [revision], _ = case(EVIL)
    evil = replace(review, title=EVIL, owner=EVIL, brief=replace(review.brief, language='"><script>'))
    page = export.html(evil, revision, [])
    read = Blocks(page)

    assert read.tags <= {"html", "head", "meta", "title", "style", "body", "main", "h1", "p"}
    assert not [name for name, _ in read.attributes if name.startswith("on") or name in {"src", "href", "style"}]
    assert b"default-src 'none'; style-src 'sha256-" in page
    assert read.blocks[-1] == holdable(EVIL)


def test_what_xml_cannot_hold_is_shown_and_the_rest_kept() -> None:
    review, [revision], _ = case(EVIL)
    document = Document(BytesIO(export.docx(replace(review, title=EVIL, owner=EVIL), revision, [])))

    assert document.paragraphs[-1].text == EVIL.replace("\x00\x1b\ufffe", "␀␛\ufffd")
    assert document.core_properties.author.startswith("gpt-4.1-mini, asked by <script>")
    assert holdable("a\r\nb\rc\n\td\ud800e") == "a\nb\nc\n\td\ufffde"


def test_a_document_tells_its_title_time_language_and_author_and_what_a_text_was_taken_from() -> None:
    review, [revision], _ = case("One", language="German")
    by_hand = replace(revision, author=Author.EDITOR, model="")
    taken = replace(review, begun_from=("a1", 4))
    document = Document(BytesIO(export.docx(taken, by_hand, [])))
    core = document.core_properties

    assert (core.title, core.author) == ("The new <b>library", "Ann, from v4 of an earlier review")
    assert b'content="Ann, from v4 of an earlier review"' in export.html(taken, by_hand, [])
    assert core.created and core.created.isoformat()[:19] == "2026-03-01T10:00:00"
    assert {language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))} == {"de"}
    assert Document(BytesIO(export.docx(review, by_hand, []))).core_properties.last_modified_by == "Ann"


def test_a_paragraph_that_runs_from_right_to_left_is_marked_so() -> None:
    review, [revision], _ = case("Hello\n\n«שלום» world", language="עברית")
    *_, left, right = Document(BytesIO(export.docx(review, revision, []))).paragraphs
    page = export.html(review, revision, []).decode()

    assert (left._p.xpath(".//w:bidi"), len(right._p.xpath("./w:pPr/w:bidi"))) == ([], 1)
    assert right.runs[0].font.rtl
    assert '<html lang="he">' in page
    assert page.count('<p dir="auto">') == 2


def test_equal_texts_are_equal_files_with_nothing_from_outside() -> None:
    review, [revision], _ = case("See https://example.org and \\\\server\\share")
    one, two = (export.docx(review, revision, []) for _ in range(2))

    assert one == two
    with zipfile.ZipFile(BytesIO(one)) as package:
        assert not [name for name in package.namelist() if b'TargetMode="External"' in package.read(name)]


@pytest.mark.parametrize(
    ("language", "tag"),
    [
        ("English", "en"), (" british  english ", "en-GB"), ("Deutsch", "de"), ("de", "de"), ("pt_br", "pt-BR"),
        ("zh-Hant", "zh-Hant"), ("de-LI", "de-LI"), ("Klingon", ""), ("", ""), ("the", ""), ("en\"><b>", ""),
    ],
)  # fmt: skip
def test_a_language_is_known_by_its_names_and_its_tag(language: str, tag: str) -> None:
    assert language_tag(language) == tag


@pytest.mark.parametrize(("text", "rtl"), [("", False), ("1. ", False), ("«مرحبا» hi", True), ("Hi שלום", False)])
def test_the_first_letter_says_which_way_a_text_runs(text: str, rtl: bool) -> None:
    assert right_to_left(text) is rtl


def test_every_format_gives_a_file() -> None:
    review, revisions, decisions = case("One.", "Two.")

    assert [f.ending for f in export.FORMATS if f.of(review, revisions[0], decisions)] == ["txt", "md", "docx", "html"]
    assert [f.ending for f in export.HISTORY_FORMATS if f.of(review, revisions, decisions)] == [
        "csv", "md", "json", "docx",
    ]  # fmt: skip


def test_what_writes_word_documents_is_not_imported_before_it_is_needed() -> None:
    script = "import sys, hitl.export; sys.exit(bool({'docx', 'lxml', 'streamlit', 'sqlalchemy'} & {*sys.modules}))"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
