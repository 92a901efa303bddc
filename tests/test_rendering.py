"""Markdown as HTML: what is shown is what the text says, nothing of it can act, and each run knows its place."""

import html
import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from hitl.diff import compare
from hitl.rendering import Mark, Rendered, exact, marked, render

RUN = re.compile(r'<span data-s="(\d+)" data-e="(\d+)">([^<]*)</span>')
PLAIN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
PIECES = [
    *(
        "*",
        "**",
        "_",
        "`",
        "```",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "# ",
        "| ",
        "\n|---|---|\n",
        "\\",
        "\\|",
        "&amp;",
        "&#39;",
    ),
    *("~~", "[", "](https://a.example)", "![", "<https://a.example>", "<b>", "  \n", "\t", "    ", "\r\n"),
    *("word", "Two words. ", "é", "😀", "\u200d"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def shown(page: Rendered) -> str:
    """What is read on a page, without blanks."""
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", page.html)).split())


def runs(page: Rendered) -> list[tuple[int, int, str]]:
    return [(int(start), int(end), html.unescape(text)) for start, end, text in RUN.findall(page.html)]


def alike(source: str, text: str) -> bool:
    """Whether a run is what stands in the source; a line may end in another way, and an entity be spelt out."""
    return re.sub(r"[\r\n]", " ", source) == text.replace("\n", " ") or html.unescape(source) == text


@given(TEXTS)
def test_each_run_stands_where_it_says_and_nothing_is_left_out(text: str) -> None:
    assume(text.count("![") < 2)  # of a picture within a picture's text markdown-it leaves out what was escaped
    page = render(text)
    reference = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r"\1", PLAIN.render(text))

    assert shown(page) == "".join(html.unescape(re.sub(r"<[^>]*>", "", reference)).split())
    assert all(alike(text[start:end], words) for start, end, words in runs(page))


@given(TEXTS, TEXTS, st.booleans())
def test_every_change_is_marked_and_the_text_is_still_the_same(old: str, new: str, gone: bool) -> None:
    marks = marked(compare(old, new), gone=gone)
    page = render(new, marks)
    without = re.sub(r"<del [^>]*>[^<]*</del>", "", page.html)

    assert {int(number) for number in re.findall(r'data-change="(\d+)"', page.html)} == {m.number for m in marks}
    assert "".join(html.unescape(re.sub(r"<[^>]*>", "", without)).split()) == shown(render(new))
    assert all(alike(new[start:end], words) for start, end, words in runs(page))


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_exact_text_stays_to_the_letter_whatever_changed(old: str, new: str) -> None:
    clean = new.translate({0: None}).replace("\r", "\n")  # what no page of HTML can hold
    came = exact(clean, marked(compare(old, clean), gone=False))

    assert html.unescape(re.sub(r"<[^>]*>", "", came)) == clean
    assert "<del" not in came


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A *bold* move\n", ["A ", "bold", " move"]),
        ("> quoted\n> `two\n> lines`\n", ["quoted", "two ", "lines"]),
        ("- one\n  more\n- **two**\n", ["one", "more", "two"]),
        ("| A | B \\| C |\n|---|---|\n| x | y |\n", ["A", "B ", "| C", "x", "y"]),
        ("    code\n", ["code"]),
        ("```\nx = 1\n```\n", ["x = 1"]),
        ("\\*not\\* &copy; <https://a.example>.", ["*", "not", "*", " ", "©", " ", "https://a.example", "."]),
        ("# Title #\n\nSetext\n======\n", ["Title", "Setext"]),
        ("![a picture](https://a.example/x.png)", ["a picture"]),
    ],
)
def test_the_words_of_a_text_know_their_places(text: str, words: list[str]) -> None:
    found = runs(render(text))

    assert [word.rstrip("\n") for _, _, word in found] == words
    assert all(alike(text[start:end], word) for start, end, word in found)


def test_nothing_of_a_text_acts() -> None:
    text = (
        "<script>alert(1)</script> <img src=x onerror=alert(1)> ![p](https://a.example/p.png)\n\n"
        "[a](javascript:alert(1)) [b](data:text/html,x) [c](/audit) [d](//a.example) [e](https://a.example) "
        '[f](https://a.example "onclick=alert(1)")\n\n<iframe src="https://a.example"></iframe>\n'
    )
    page = render(text).html

    assert set(re.findall(r"<(\w+)", page)) <= {"p", "span", "a"}
    assert re.findall(r'href="([^"]*)"', page) == ["https://a.example", "https://a.example"]
    assert not re.search(r"<[^>]*\s(src|on\w+|style|id)=", page)


def test_what_came_and_what_went_stand_in_the_text() -> None:
    old, new = "Our doors open at ten. We wait.", "Our **new** doors open at nine. We wait."
    page = render(new, marked(compare(old, new))).html

    assert [(number, html.unescape(re.sub(r"<[^>]*>", "", words))) for number, words in found(page, "ins")]
    assert ("ten" in "".join(words for _, words in found(page, "del"))) and "nine" in page


def found(page: str, tag: str) -> list[tuple[str, str]]:
    return re.findall(rf'<{tag} data-change="(\d+)"[^>]*>(.*?)</{tag}>', page)


def test_a_change_of_markup_alone_marks_its_place() -> None:
    page = render("A *bold* move", (Mark(1, 2, 3),)).html

    assert '<ins data-change="1" class="hitl-place"></ins>' in page


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ('[a]: http://x "SECRET words"\n\nText.', ['a]: http://x "SECRET words']),
        ('[a](u "SECRET")', ['u "SECRET']),
        ("[](http://SECRET)", ["http://SECRET"]),
        ("![](SECRET)", ["SECRET"]),
        ("```py SECRET\nx\n```", ["py SECRET"]),
        ("| A |\n|---|\n| b | SECRET |", ["SECRET"]),
        ("- " * 10 + "SECRET\n\nand all that follows", ["SECRET and all that follows"]),
        ("1. one\n2. two\n\n> 3. three", []),
        ("A *b* `c` &amp; \\* <https://a.example> ~~d~~\n\n    code\n\n| a |\n|:-:|\n| b |", []),
    ],
)
def test_whatever_words_are_not_shown_are_named(text: str, hidden: list[str]) -> None:
    assert list(render(text).hidden) == hidden


@given(TEXTS)
def test_every_word_is_shown_or_named(text: str) -> None:
    page = render(text)

    assert {*re.findall(r"[^\W_]+", text)} <= {*re.findall(r"[^\W_]+", f"{text_of(page)} {' '.join(page.hidden)} 1")}


def text_of(page: Rendered) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", page.html)) + " amp 39 "


@pytest.mark.parametrize(
    "text",
    [("|a" * 14_000 + "\n" + "|-" * 14_000)[:60_000], "[a]: " + "b" * 20_000 + "\n\n" + "[a]" * 13_000, "a\ud800"],
    ids=["columns", "addresses", "half a letter"],
)
def test_no_text_takes_long_or_much_memory(text: str) -> None:
    began = time.process_time()

    assert len(render(text).html) < 5_000_000
    assert time.process_time() - began < 10  # seconds; measured: 3, before 60
