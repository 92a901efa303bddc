"""What the built-in writer does with a brief's facts: all are told, first, and they outlive its own words."""

import re

import pytest

from hitl.domain import Brief, Kind
from hitl.writer.offline import metrics
from hitl.writer.offline.own import is_own
from hitl.writer.offline.text import units
from hitl.writing import Assignment
from tests.test_offline import draft, refused, revised, written

LIBRARY = (
    "Elm Street library closes from 2 March to 22 May while the roof is replaced. Borrowers can return items to any "
    "other branch. No fines during closure. Director Dana Okafor: 'We know it is an inconvenience.'"
)
JOB = (
    "Hiring a warehouse night-shift lead in Leipzig. Pay is 19.50 euros an hour. Start on 1. Mai. Apply by 15 April; "
    "no CV needed, just call Ms. Brandt"
)
SALE = "Spring sale\n- 40% off boots\n- Use the side door\n- No returns without a receipt\n- Keep dogs on a short lead"
FACTS = {
    LIBRARY: (
        "Elm Street library closes from 2 March to 22 May while the roof is replaced",
        "Borrowers can return items to any other branch.",
        "No fines during closure.",
        "Director Dana Okafor: 'We know it is an inconvenience.'",
    ),
    JOB: ("Pay is 19.50 euros an hour.", "Start on 1. Mai.", "Apply by 15 April; no CV needed, just call Ms. Brandt."),
    SALE: ("40% off boots", "Use the side door", "No returns without a receipt", "Keep dogs on a short lead"),
}
CONTACT = "Contact: press@elm.example"


def told(text: str, topic: str) -> list[str]:
    return [fact for fact in FACTS[topic] if fact in text]


@pytest.mark.parametrize("tone", ["", "friendly", "formal", "bold"])
@pytest.mark.parametrize("topic", FACTS)
@pytest.mark.parametrize("kind", Kind)
def test_every_sentence_of_the_topic_is_in_the_draft(kind: Kind, topic: str, tone: str) -> None:
    text = draft(Brief(topic, kind=kind, tone=tone))

    assert told(text, topic) == list(FACTS[topic])
    assert "'." not in text


@pytest.mark.parametrize("kind", Kind)
def test_the_facts_stand_before_the_writers_own_sentences(kind: Kind) -> None:
    text = draft(Brief(LIBRARY, kind=kind))

    own = [text.index(unit.words) for unit in units(text) if is_own(unit.words)]

    assert own
    assert min(own) > text.index("inconvenience")


def test_a_fact_that_the_limit_leaves_no_room_for_is_named() -> None:
    result = written(Assignment(Brief(LIBRARY, max_characters=160)))[1]

    assert result.text.startswith("Elm Street library closes from 2 March to 22 May")
    assert len(result.notes) == 1
    assert "Director Dana Okafor" in result.notes[0]


@pytest.mark.parametrize("tone", ["", "friendly", "formal", "bold"])
@pytest.mark.parametrize("topic", FACTS)
@pytest.mark.parametrize("kind", Kind)
def test_the_reference_run_works_for_briefs_with_many_facts(kind: Kind, topic: str, tone: str) -> None:
    brief = Brief(topic, kind=kind, tone=tone, must_haves=(CONTACT,))
    first, second = "Shorter, friendlier tone, keep one metric.", "Looks good, add CTA."

    one = draft(brief)
    two = revised(brief, one, first).text
    three = revised(brief, two, first, second).text

    assert len(metrics(one)) >= 2
    assert len(two.split()) < len(one.split())
    assert len(metrics(two)) == 1
    assert three.startswith(two)
    assert len(three) > len(two)
    assert CONTACT in two


@pytest.mark.parametrize("feedback", ["shorter", "make it 45 words", "keep one metric"])
@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.EMAIL, Kind.X)])
def test_the_writers_own_sentences_go_before_facts_and_call_to_action(kind: Kind, feedback: str) -> None:
    brief = Brief(LIBRARY, kind=kind, must_haves=(CONTACT,))
    text = draft(brief)
    called = revised(brief, text, "add CTA").text
    call = units(called)[-1].words

    shorter = revised(brief, called, "add CTA", feedback).text

    assert told(shorter, LIBRARY)[-3:] == list(FACTS[LIBRARY])[1:]
    assert "closes from 2 March" in shorter
    assert CONTACT in shorter
    assert call.split()[0] in shorter


def test_keeping_one_metric_says_the_other_dates_without_digits() -> None:
    brief = Brief(LIBRARY, kind=Kind.FREE)

    text = revised(brief, draft(brief), "keep one metric").text

    assert text.startswith("Elm Street library closes from 2 March to late May while the roof is replaced.")


def test_keeping_one_metric_leaves_names_times_and_telephone_numbers_whole_or_out() -> None:
    brief = Brief(
        "The K2-100 shop is shut from 9:00 to 13:00. We sold 40 kettles. Call 555-0134 for help.", kind=Kind.FREE
    )

    text = revised(brief, draft(brief), "keep one metric").text

    assert text.startswith("The K2-100 shop is shut.\n\nWe sold 40 kettles.")
    assert "555" not in text
    assert "some" not in text


def test_a_press_release_opens_with_its_banner_and_ends_with_the_contact() -> None:
    text = draft(Brief(LIBRARY, kind=Kind.PRESS, must_haves=(CONTACT,)))

    assert text.startswith("FOR IMMEDIATE RELEASE\n\nElm Street library closes from 2 March to 22 May")
    assert text.endswith("\n\n" + CONTACT)
    assert text.count("Contact") == 1


def test_the_headline_of_a_press_release_can_be_changed_and_its_banner_stays() -> None:
    brief = Brief(LIBRARY, kind=Kind.PRESS)

    text = revised(brief, draft(brief), 'change the headline to "Closed in spring"').text

    assert text.startswith("FOR IMMEDIATE RELEASE\n\nClosed in spring\n\nBorrowers")


@pytest.mark.parametrize(
    ("audience", "topic", "greeting"),
    [
        ("", LIBRARY, "Hello everyone,"),
        ("customers", LIBRARY, "Dear customers,"),
        ("our readers", LIBRARY, "Dear readers,"),
        ("anyone who has ever borrowed a book, and their friends", LIBRARY, "Hello everyone,"),
        ("customers", "Dear neighbours, " + LIBRARY, "Dear neighbours,"),
    ],
)
def test_an_email_has_one_greeting_that_fits(audience: str, topic: str, greeting: str) -> None:
    text = draft(Brief(topic, kind=Kind.EMAIL, audience=audience))

    assert re.findall(r"^(?:Dear|Hello|Hi) .*", text, re.MULTILINE) == [greeting]


@pytest.mark.parametrize(
    ("feedback", "first"),
    [
        ("Lead with the pay.", "Pay is 19.50 euros an hour."),
        ("Mention the pay first", "Pay is 19.50 euros an hour."),
        ("Pay first, please", "Pay is 19.50 euros an hour."),
        ("start with Ms. Brandt", "Apply by 15 April; no CV needed, just call Ms. Brandt."),
        ("move the CV to the top", "Apply by 15 April; no CV needed, just call Ms. Brandt."),
    ],
)
@pytest.mark.parametrize(("kind", "head"), [(Kind.FREE, 0), (Kind.EMAIL, 2)])
def test_one_sentence_that_holds_the_words_is_moved_to_the_front(
    kind: Kind, head: int, feedback: str, first: str
) -> None:
    brief = Brief(JOB, kind=kind)
    text = draft(brief)

    result = revised(brief, text, feedback)

    assert units(result.text)[head].words == first
    assert sorted(result.text.split()) == sorted(text.split())
    assert result.notes == ()


def test_leading_with_the_dates_moves_the_one_sentence_with_a_date() -> None:
    text = "The roof is new.\n\nWe open on 3 June. Come along."

    assert revised(Brief("x"), text, "Lead with the dates.").text.startswith("We open on 3 June.\n\nThe roof is new.")


@pytest.mark.parametrize(
    "feedback",
    ["Lead with the dates.", "start with a joke", "mention the canteen first", "name the director", "Add a CTA first"],
)
def test_an_order_that_no_single_sentence_answers_is_not_understood(feedback: str) -> None:
    brief = Brief(JOB, kind=Kind.FREE)

    assert f'Not understood: "{feedback.rstrip(".")}".' in refused(feedback, text=draft(brief), brief=brief)


def test_what_the_editor_only_points_to_is_fetched_from_the_brief() -> None:
    brief = Brief(LIBRARY, kind=Kind.FREE)

    text = revised(brief, "The library closes in March.", "name the director").text

    assert text == "The library closes in March. Director Dana Okafor: 'We know it is an inconvenience.'"


@pytest.mark.parametrize(
    "sentence",
    [
        "We open on 1. Mai in Bonn.",
        "It closes on 22. März at noon.",
        "See No. 5 for more.",
        "It takes approx. 3 days.",
        "Ask Mr. Smith or Ms. Brandt.",
        "Bring food, e.g. Salad or bread.",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert [unit.words for unit in units(sentence + " Then rest.")] == [sentence, "Then rest."]


def test_instructions_about_the_text_are_carried_out_and_facts_that_look_like_them_told() -> None:
    text = draft(Brief("Our summer party is on 4 July at 18:00. No entry without a ticket. No emoji. Add hashtags."))

    assert "No entry without a ticket." in text
    assert "emoji" not in text
    assert "#" in text
