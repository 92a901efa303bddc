"""The built-in writer from outside: first drafts, revisions, streaming."""

import itertools
import re

import pytest

from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.writer.offline import MODEL, OfflineWriter, metrics
from hitl.writing import Assignment, Written

WITH_NUMBERS = "Our new review desk cut approval time by 37% for 12 teams"
TOPICS = (
    WITH_NUMBERS,
    "AI code review",
    "Q3 launch",
    "Write a LinkedIn post about how we cut review time in half",
    "Announce that we are opening an office in Lisbon",
    "Is remote work here to stay?",
    "Spring release\n- 40% faster search\n- Dark mode\n- Free for 1,200 customers",
)
TONES = ("", "friendly", "formal", "bold")
FEEDBACK = (
    "Shorter.",
    "longer",
    "friendlier",
    "more formal",
    "simpler words",
    "keep one metric",
    "remove all numbers",
    "add CTA",
    'change the CTA to "Book now"',
    "remove the CTA",
    "add 3 hashtags",
    "no hashtags",
    "add emoji",
    "remove emoji",
    "end with a question",
    "better hook",
    "mention Anna",
    'remove "the"',
    "replace a with b",
    "bullets",
    "one paragraph",
    "no line breaks",
    "split into paragraphs",
    "no exclamation marks",
    "under 10 words",
    "max 40 characters",
    "at least 60 words",
    "British spelling",
    'change the title to "Hello"',
    "make it pop",
)


def written(assignment: Assignment) -> tuple[list[str], Written]:
    writing = OfflineWriter(pause=0)(assignment)
    pieces = []
    while True:
        try:
            pieces.append(next(writing))
        except StopIteration as stop:
            return pieces, stop.value


def refused(*feedback: str, text: str, brief: Brief) -> str:
    """What the editor reads when nothing was changed."""
    with pytest.raises(DraftFailed) as caught:
        next(OfflineWriter(pause=0)(Assignment(brief, text, feedback)))
    assert caught.value.fault == "nothing_done"
    return str(caught.value)


def written_or_refused(assignment: Assignment) -> tuple[list[str], Written | str]:
    try:
        return written(assignment)
    except DraftFailed as fault:
        return [], str(fault)


def draft(brief: Brief) -> str:
    return written(Assignment(brief))[1].text


def revised(brief: Brief, text: str, *feedback: str) -> Written:
    return written(Assignment(brief, text, feedback))[1]


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("kind", Kind)
def test_the_reference_run_works_for_every_kind_topic_and_tone(kind: Kind, topic: str, tone: str) -> None:
    brief = Brief(topic, kind=kind, tone=tone)
    first, second = "Shorter, friendlier tone, keep one metric.", "Looks good, add CTA."

    one = written(Assignment(brief))[1]
    two = revised(brief, one.text, first)
    three = revised(brief, two.text, first, second)

    assert len(metrics(one.text)) >= 2
    assert len(two.text.split()) < len(one.text.split())
    assert len(metrics(two.text)) == 1
    assert three.text.startswith(two.text)
    assert len(three.text) > len(two.text)
    assert (one.notes, two.notes, three.notes) == ((), (), ())


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic != "Q3 launch"])
@pytest.mark.parametrize("kind", Kind)
def test_keeping_one_metric_leaves_one_run_of_digits(kind: Kind, topic: str) -> None:
    brief = Brief(topic, kind=kind)

    text = revised(brief, draft(brief), "keep one metric").text

    assert len(re.findall(r"\d[\d,.]*", text)) == 1


def test_keeping_one_metric_spells_out_the_quarter() -> None:
    brief = Brief("Q3 launch")

    text = revised(brief, draft(brief), "keep one metric").text

    assert len(re.findall(r"\d+", text)) == 1
    assert text.startswith("Third-quarter launch")


@pytest.mark.parametrize(("kind", "topic", "tone"), list(itertools.product(Kind, TOPICS, TONES)))
def test_a_first_draft_is_clean(kind: Kind, topic: str, tone: str) -> None:
    text = draft(Brief(topic, kind=kind, tone=tone, audience="editors"))

    assert "  " not in text
    assert "§" not in text
    assert "{" not in text
    assert text == text.strip()
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        assert not sentence[:1].islower(), sentence


@pytest.mark.parametrize("kind", Kind)
def test_every_number_of_the_brief_is_in_the_draft(kind: Kind) -> None:
    text = draft(
        Brief("We grew by 12% in 2025.\nChurn fell to 3.1%\n- 1,200 new customers\n- $4m in revenue", kind=kind)
    )

    assert {"12%", "2025", "3.1%", "1,200", "$4m"} <= set(metrics(text))


@pytest.mark.parametrize("kind", Kind)
def test_every_must_have_is_in_the_draft_as_typed(kind: Kind) -> None:
    musts = ("Anna Kovacs", "https://example.org/x?a=1", "we ship on <b>Monday</b>", "{price}")

    text = draft(Brief("Our new shop", kind=kind, must_haves=musts))

    assert [must for must in musts if must not in text] == []


@pytest.mark.parametrize("limit", [40, 100, 200, 500])
@pytest.mark.parametrize("kind", Kind)
def test_a_draft_respects_the_limit(kind: Kind, limit: int) -> None:
    assert len(draft(Brief(WITH_NUMBERS, kind=kind, max_characters=limit))) <= limit


def test_an_x_post_has_at_most_280_characters_even_for_a_long_topic() -> None:
    assert len(draft(Brief("We did a thing that matters to many people. " * 30, kind=Kind.X))) <= 280


def test_each_kind_has_its_form() -> None:
    texts = {kind: draft(Brief(WITH_NUMBERS, kind=kind)) for kind in Kind}

    assert texts[Kind.BLOG].startswith("# ")
    assert texts[Kind.EMAIL].startswith("Subject: ")
    assert "Hello everyone," in texts[Kind.EMAIL]
    assert "FOR IMMEDIATE RELEASE" in texts[Kind.PRESS]
    assert texts[Kind.NEWSLETTER].startswith("In this issue: ")


def test_tone_and_audience_change_the_wording() -> None:
    texts = {draft(Brief("AI code review", tone=tone)) for tone in TONES}

    assert len(texts) == len(TONES)
    assert "nurses" in draft(Brief("AI code review", audience="nurses"))


@pytest.mark.parametrize(
    ("topic", "start"),
    [
        ("Write a LinkedIn post about our summer party", "Our summer party:"),
        ("Announce that we are opening an office in Lisbon", "We are opening an office in Lisbon."),
        ("Please write a short blog post on AI code review", "AI code review:"),
        ("Explain why code review matters", "Why code review matters:"),
        ("Is remote work here to stay?", "Is remote work here to stay?"),
        ("Topic: iPhone rollout", "iPhone rollout:"),
    ],
)
def test_the_topic_is_taken_without_its_lead_in(topic: str, start: str) -> None:
    assert draft(Brief(topic)).startswith(start)


def test_an_instruction_in_the_topic_is_carried_out_and_not_quoted() -> None:
    text = draft(Brief("Our summer party is on 4 July. Add hashtags."))

    assert "Add hashtags" not in text
    assert "#" in text


def test_another_language_is_noted() -> None:
    notes = written(Assignment(Brief("Frühlingsfest", language="German")))[1].notes

    assert notes == ("The built-in writer writes English only; the brief asks for German.",)


def test_the_pieces_are_words_and_the_pauses_end_after_seconds() -> None:
    pieces, result = written(Assignment(Brief(WITH_NUMBERS)))
    long = Assignment(Brief("x"), "word " * 12_000, ("add CTA",), seconds=0.2)
    quick = list(OfflineWriter(pause=0.02)(long))

    assert len(pieces) > 20
    assert (result.model, result.tokens) == (MODEL, 0)
    assert len(quick) <= 5


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        *(piece * (60_000 // len(piece)) for piece in ("x", "1 ", "a, ", "(", ".", " \n", "#a ", "漢字。", "1.", "🎉")),
        *(
            piece * (60_000 // len(piece))
            for piece in ("Hi. ", "- a\n", "!", "1,1", "and ", "it is 5 by 3 and ", "\n", "- ")
        ),
    ],
)
def test_long_and_odd_texts_are_revised_quickly(text: str) -> None:
    for feedback in FEEDBACK:
        pieces, result = written_or_refused(Assignment(Brief("x"), text, (feedback,)))

        assert isinstance(result, str) or "".join(pieces) == result.text


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["a ", "cut ", "not ", "too ", '"', "(", "and ", "add 1 ", "replace ", ",", "the hook ", "1", "don't "]
)
def test_long_and_odd_feedback_is_read_quickly(piece: str) -> None:
    _, result = written_or_refused(Assignment(Brief("x"), "Some text.", ((piece * 5_000)[:5_000],)))

    assert result
