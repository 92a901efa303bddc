import time

import pytest

from hitl.domain import MAX_TEXT
from hitl.writer.tidy import plain, tidy


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Here is the revised newsletter:\n\nCome on Sunday.", "Come on Sunday."),
        ("Here\u2019s the updated draft, with your changes:\n\n---\n\nCome on Sunday.", "Come on Sunday."),
        ("Certainly. Here is the text:\n\nCome on Sunday.", "Come on Sunday."),
        ("```markdown\n# Sunday\n\nCome.\n```", "# Sunday\n\nCome."),
        ("<think>\nHow would a librarian say it?\n</think>\n\nCome on Sunday.", "Come on Sunday."),
    ],
)
def test_what_is_unmistakably_not_the_text_is_left_out(sent: str, text: str) -> None:
    found, notes = tidy(sent)

    assert (found, len(notes)) == (text, 1)


@pytest.mark.parametrize(
    "sent",
    [
        "Here is the news:\n\nCome on Sunday.",
        "Here is the revised plan: we open on Sundays.\n\nCome.",
        "Sure ways to a quiet Sunday:\n\n1. Come.",
        "Of course, there is a catch:\n\nIt is full.",
        "Run this:\n```\nls\n```",
        "```\nls\n```\nand then\n```\npwd\n```",
        "Here is the updated draft:\n\n",
        "A <think> tag is no thought </think>.",
    ],
)
def test_what_may_be_the_text_stays(sent: str) -> None:
    assert tidy(sent) == (sent.strip(), ())


def test_an_opening_that_the_editor_has_kept_stays() -> None:
    kept = "Here is the revised edition:\n\nCome on Sunday."

    assert tidy(kept, current="Here is the revised edition:\n\nCome.") == (kept, ())
    assert tidy("```\nls\n```", current="```\npwd\n```") == ("```\nls\n```", ())


def test_a_text_has_no_unprintable_characters_and_ends_its_lines_with_lf() -> None:
    assert plain("a\x00b\x1b[0m\tc\r\nd\re\x7f") == "ab[0m\tc\nd\ne"


def test_no_text_takes_long_to_tidy() -> None:
    began = time.process_time()
    tidy("Here is " + "draft: " * (MAX_TEXT // 7))

    assert time.process_time() - began < 0.5
