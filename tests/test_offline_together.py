"""Asks together, and wishes that last; layout; what counts as a metric."""

import pytest

from hitl.domain import Brief, Kind
from hitl.writer.offline import metrics
from tests.test_offline_edits import TEXT, refused, revised, words


def test_layout_changes_and_changes_back() -> None:
    bullets = revised("bullets").text

    assert bullets.count("\n- ") == 4
    assert "- " not in revised("no bullets", text=bullets).text
    assert "\n" not in revised("no line breaks").text
    assert "\n" not in revised("one paragraph").text
    assert revised("split into paragraphs", text="One. Two. Three. Four.").text == "One. Two.\n\nThree. Four."


def test_a_title_is_set_and_replaced() -> None:
    titled = revised('change the title to "Hello, world"').text

    assert titled == "Hello, world\n\n" + TEXT
    assert revised("change the headline to Bye", text=titled).text == "Bye\n\n" + TEXT


def test_spelling_and_exclamation_marks_are_set() -> None:
    assert "The color is new." in revised("American spelling").text
    assert revised("no exclamation marks", text="Wow! Really?!").text == "Wow. Really?"


@pytest.mark.parametrize(
    ("feedback", "removed"),
    [
        ("remove hashtags and emoji", "#🎉"),
        ("no hashtags, emoji or exclamation marks", "#🎉!"),
        ("don't use hashtags or emoji", "#🎉"),
    ],
)
def test_a_verb_holds_for_all_that_it_names(feedback: str, removed: str) -> None:
    result = revised(feedback, text="Good news! 🎉\n\n#news").text

    assert [sign for sign in removed if sign in result] == []


def test_asks_combine() -> None:
    result = revised('Shorter, friendlier tone, keep one metric; mention "Bob & Co." and add 2 hashtags.')

    assert words(result.text) < words(TEXT)
    assert metrics(result.text) == ["37%"]
    assert "Bob & Co." in result.text
    assert result.text.count("#") == 2
    assert result.notes == ()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("keep one metric", "longer"),
        ("remove numbers", "add more detail"),
        ("keep one metric", "add hashtags"),
        ("keep one metric", "add a question"),
    ],
)
def test_earlier_limits_on_numbers_hold_in_later_revisions(earlier: str, later: str) -> None:
    brief = Brief("Our desk saves 5 hours. It costs 9 euros. It has 44 users.", kind=Kind.FREE)
    before = revised(earlier, text=TEXT, brief=brief).text

    after = revised(earlier, later, text=before, brief=brief).text

    assert len(metrics(after)) == len(metrics(before))
    assert after != before


def test_an_earlier_ban_on_exclamation_marks_holds_when_the_tone_gets_friendlier() -> None:
    assert "!" not in revised("no exclamation marks", "friendlier").text


def test_an_earlier_length_holds_when_something_is_added() -> None:
    before = revised("max 30 words").text

    assert words(revised("max 30 words", "add CTA", text=before).text) <= 30


def test_a_number_that_the_editor_asks_for_later_stays() -> None:
    before = revised("remove numbers").text

    assert "50% off" in revised("remove numbers", "mention 50% off", text=before).text


def test_the_last_feedback_counts_and_earlier_ones_are_not_repeated() -> None:
    once = revised("add CTA").text

    assert "No ask was found" in refused("add CTA", "Great job!", text=once)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,200 users and 2.5x, up 37 %", ["1,200", "2.5x", "37 %"]),
        ("24/7 and 3 to 5", ["24", "7", "3", "5"]),
        ("$4m in 2025", ["$4m", "2025"]),
        ("Q3, B2B, GPT-4 and #top10, https://x.y/12", []),
        ("1. one\n2. two of 3", ["3"]),
    ],
)
def test_metrics_are_runs_of_digits_outside_names_tags_links_and_list_numbers(text: str, found: list[str]) -> None:
    assert metrics(text) == found
