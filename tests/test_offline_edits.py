"""Each ask carried out on a text by the built-in writer."""

import pytest

from hitl.domain import Brief, Kind
from hitl.writer.offline import OfflineWriter, metrics
from hitl.writing import Assignment, Written
from tests.test_offline import refused as refusal

TEXT = (
    "Our new desk cut approval time by 37% for 12 teams.\n\n"
    "We are very happy with the pricing. It is not a small step, and it did not come easily.\n\n"
    "Anna wrote the first version. The colour is new."
)
BRIEF = Brief("Our new desk", kind=Kind.FREE)


def revised(*feedback: str, text: str = TEXT, brief: Brief = BRIEF) -> Written:
    writing = OfflineWriter(pause=0)(Assignment(brief, text, feedback))
    while True:
        try:
            next(writing)
        except StopIteration as stop:
            result: Written = stop.value
            return result


def refused(*feedback: str, text: str = TEXT, brief: Brief = BRIEF) -> str:
    return refusal(*feedback, text=text, brief=brief)


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize(
    "feedback", ["shorter", "cut it in half", "under 20 words", "max 60 characters", "cut 5 words", "30% shorter"]
)
def test_shorter_has_fewer_words(feedback: str) -> None:
    assert words(revised(feedback).text) < words(TEXT)


@pytest.mark.parametrize(
    ("feedback", "most"),
    [
        ("cut it in half", words(TEXT) // 2),
        ("under 20 words", 19),
        ("max 12 words", 12),
        ("cut 5 words", words(TEXT) - 5),
    ],
)
def test_a_length_in_words_is_kept(feedback: str, most: int) -> None:
    assert words(revised(feedback).text) <= most


def test_a_length_in_characters_is_kept() -> None:
    assert len(revised("max 60 characters").text) <= 60


def test_a_single_word_cannot_be_cut_and_the_note_says_so() -> None:
    sentence = refused("shorter", text="Hello")

    assert 'Not done: "shorter" (the text is too short to be cut).' in sentence


def test_longer_adds_words_without_numbers_and_keeps_the_rest() -> None:
    result = revised("longer")

    assert words(result.text) > words(TEXT) + 15
    assert metrics(result.text) == metrics(TEXT)
    assert "Anna wrote the first version." in result.text


def test_friendlier_contracts_and_warms() -> None:
    result = revised("friendlier").text

    assert "We're very happy" in result
    assert "Thanks for reading!" in result


def test_more_formal_spells_out_and_calms() -> None:
    result = revised("more formal", text="Hey, we're here! It's great 🎉").text

    assert "we are here" in result
    assert "!" not in result
    assert "🎉" not in result


def test_keeping_one_metric_cuts_the_other_phrase_and_not_the_sentence() -> None:
    assert revised("keep one metric").text.startswith("Our new desk cut approval time by 37%.\n\nWe are")


def test_the_metric_to_keep_can_be_named() -> None:
    assert metrics(revised("keep only the 12").text) == ["12"]


def test_a_list_that_loses_its_items_loses_its_lead_in() -> None:
    text = "We moved to the new office last week.\n\nNext steps:\n- Unpack\n- Rest\n\nSee you there."

    assert "Next steps" not in revised("under 10 words", text=text).text


@pytest.mark.parametrize("date", ["on 3 December 2026", "on December 3, 2026", "in December 2026"])
def test_a_date_that_loses_its_numbers_loses_its_year_with_them(date: str) -> None:
    text = f"The second shop opens {date}; 12 people work there, and it makes 40% less waste."

    left = revised("keep one metric", text=text, brief=Brief(text, kind=Kind.FREE)).text

    assert "December; twelve people" in left
    assert "some" not in left


def test_simpler_words_leave_a_question_in_one_piece() -> None:
    question = "What is it good for, what does it take, and what comes next?"

    text = revised("simpler words", text=f"We are new; the shop is old. {question}").text

    assert text == f"We are new. The shop is old. {question}"


def test_removing_all_numbers_leaves_none() -> None:
    result = revised("remove all numbers").text

    assert metrics(result) == []
    assert result.startswith("Our new desk cut approval time.")


def test_a_call_to_action_is_added_changed_and_removed() -> None:
    added = revised("add CTA").text
    changed = revised('change the CTA to "Book a demo, now"', text=added).text
    removed = revised("remove the CTA", text=changed).text

    assert added.startswith(TEXT)
    assert changed == TEXT + "\n\nBook a demo, now."
    assert removed == TEXT


def test_a_call_to_action_can_be_given_in_words() -> None:
    assert revised("add a CTA to sign up for the webinar").text == TEXT + "\n\nSign up for the webinar."


def test_hashtags_are_added_by_name_or_by_number_and_removed() -> None:
    named = revised("add hashtags #AI, #Review and #Ops").text
    three = revised("3 hashtags").text

    assert named == TEXT + "\n\n#AI #Review #Ops"
    assert three.count("#") == 3
    assert revised("no hashtags", text=named).text == TEXT


def test_a_hashtag_inside_a_sentence_only_loses_its_sign() -> None:
    assert revised("no hashtags", text="We love #editing here.\n\n#one #two").text == "We love editing here."


def test_emoji_are_added_and_removed() -> None:
    added = revised("add emoji").text

    assert added != TEXT
    assert revised("remove all emoji", text=added).text == TEXT


def test_a_question_ends_the_text() -> None:
    assert revised("end with a question").text.endswith("?")


def test_a_stronger_opening_stands_first_and_is_not_stacked() -> None:
    once = revised("stronger opening").text
    twice = revised("better hook", text=once).text

    assert once.endswith(TEXT)
    assert twice.endswith(TEXT)
    assert twice != once
    assert abs(words(twice) - words(once)) < 15


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ("mention Bob Ray", "Bob Ray"),
        ('include "speed and cost"', "speed and cost"),
        ("mention speed and cost", "speed and cost"),
        ("mention 1,200 customers and 2.5 hours", "1,200 customers and 2.5 hours"),
        ("add a sentence about our office in Bonn", "our office in Bonn"),
        ("mention that we ship on Monday", "We ship on Monday."),
    ],
)
def test_what_is_to_be_mentioned_is_in_the_text(feedback: str, expected: str) -> None:
    result = revised(feedback)

    assert expected in result.text
    assert result.notes == ()


@pytest.mark.parametrize(
    ("feedback", "gone"),
    [
        ("remove the sentence about pricing", "pricing"),
        ('drop "very"', "very"),
        ("without the word pricing", "pricing"),
        ("remove Anna", "Anna"),
        ("remove the last sentence", "The colour is new."),
        ("delete the second paragraph", "We are very happy"),
    ],
)
def test_what_is_to_go_is_gone(feedback: str, gone: str) -> None:
    result = revised(feedback)

    assert gone not in result.text
    assert "Our new desk cut approval time" in result.text
    assert "  " not in result.text


def test_dropping_a_small_word_keeps_its_sentence() -> None:
    assert "We are happy with the pricing." in revised('drop "very"').text


@pytest.mark.parametrize(
    ("feedback", "expected"),
    [
        ('replace "pricing" with "new and fair pricing"', "happy with the new and fair pricing."),
        ("change Anna to Eve", "Eve wrote"),
        ("use group instead of teams", "12 group."),
        ("our new desk should be the desk", "The desk cut"),
    ],
)
def test_words_are_exchanged(feedback: str, expected: str) -> None:
    assert expected in revised(feedback).text


@pytest.mark.parametrize(
    ("feedback", "note"),
    [
        ("remove zebras", '"zebras" is not in the text'),
        ("replace zebra with lion", '"zebra" is not in the text'),
        ("remove the CTA", "there is no call to action in the text"),
        ("remove the hashtags", "there is no hashtag in the text"),
        ("remove emoji", "there is no emoji in the text"),
    ],
)
def test_what_cannot_be_done_is_said(feedback: str, note: str) -> None:
    sentence = refused(feedback)

    assert f'Not done: "{feedback}" ({note}).' in sentence


@pytest.mark.parametrize(
    "feedback", ["no emoji", "don't add hashtags", "no CTA", "don't make it longer", "keep the numbers"]
)
def test_a_ban_that_is_already_kept_changes_nothing(feedback: str) -> None:
    assert f'Already so: "{feedback}".' in refused(feedback)


def test_numbers_are_not_made_up() -> None:
    assert "the brief has no further number, and none is made up" in refused("add a metric")
