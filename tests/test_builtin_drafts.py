"""First drafts of the built-in writer: the brief's own sentences in the shape of a kind, and nothing else."""

import re

import pytest

from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.facts import all_numbers
from hitl.writer.builtin import first_draft, revised

LIBRARY = (
    "Our library app reached 12,000 readers in 2025, which is 40% more than last year. "
    "Three new branches joined, and readers can now reserve books online."
)
TOPICS = (
    LIBRARY,
    "Our new review desk cut approval time by 37% for 12 teams",
    "Spring release\n- 40% faster search\n- Dark mode\n- Free for 1,200 customers",
    "We shipped version 4 on Monday. Sync is 3 times faster, and crashes fell by 60%. Say concretely what changed.",
)
PLACEHOLDERS = re.compile(r"\[[^\]]+\]")
OWN = {
    Kind.EMAIL: "Subject: Hello, Best regards, Betreff: Guten Tag, Mit freundlichen Grüßen",
    Kind.NEWSLETTER: "Hello, Guten Tag,",
}


def draft(topic: str, kind: Kind = Kind.FREE, **fields: object) -> str:
    return first_draft(Brief(topic, kind, **fields))[0]  # type: ignore[arg-type] # any field of a brief


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("kind", Kind)
def test_a_draft_has_the_words_of_its_brief_and_of_the_frame_of_its_kind_only(topic: str, kind: Kind) -> None:
    text = PLACEHOLDERS.sub("", draft(topic, kind))

    assert {*re.findall(r"\w+", text)} <= {*re.findall(r"\w+", f"{topic} {OWN.get(kind)}")}
    assert [fact.text for fact in all_numbers(text)] == [fact.text for fact in all_numbers(topic)]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("kind", Kind)
def test_the_reference_run_holds_on_a_topic_with_several_metrics(topic: str, kind: Kind) -> None:
    brief = Brief(topic, kind)
    first = first_draft(brief)[0]
    short = revised(brief, first, "Shorter, friendlier tone, keep one metric.")[0]
    called, notes = revised(brief, short, "Looks good, add CTA.")

    assert len(short.split()) < len(first.split())
    assert len(all_numbers(short)) == 1
    assert re.search(r"\d", short)
    assert notes == ["Done: “add CTA”."]
    assert all(line in called for line in short.split("\n"))


@pytest.mark.parametrize(
    ("topic", "kind", "text"),
    [
        (LIBRARY, Kind.LINKEDIN, LIBRARY.replace("year. ", "year.\n\n")),
        (LIBRARY, Kind.X, LIBRARY),
        (LIBRARY, Kind.PRESS, f"# [Title]\n\n[City, date] – {LIBRARY}"),
        ("Rain came. It was cold. We left.", Kind.LINKEDIN, "Rain came. It was cold.\n\nWe left."),
        ("The tram is free. It runs at night.", Kind.BLOG, "# The tram is free\n\nThe tram is free. It runs at night."),
        ("The tram is free. Buses are not.", Kind.BLOG, "# The tram is free\n\nBuses are not."),
        (
            "The tram is free. Buses are not.",
            Kind.EMAIL,
            "Subject: The tram is free\n\nHello,\n\nThe tram is free. Buses are not.\n\nBest regards,\n[Your name]",
        ),
        ("A day out\n\nWe met at 9.", Kind.NEWSLETTER, "# A day out\n\nHello,\n\nWe met at 9."),
        ("AI code review", Kind.BLOG, "# AI code review\n\n[Text]"),
        ("Is remote work here to stay?", Kind.FREE, "Is remote work here to stay?"),
        ("Die Bahn ist frei. Busse nicht.", Kind.PRESS, "# Die Bahn ist frei\n\n[Ort, Datum] – Busse nicht."),
        ("Le tram est gratuit. Le métro coûte.", Kind.PRESS, "# Le tram est gratuit\n\nLe métro coûte."),
        ("Write a LinkedIn post about how we cut review time in half", Kind.LINKEDIN, "How we cut review time in half"),
        ("You are a copywriter. Create a post about our 3 plans", Kind.LINKEDIN, "Our 3 plans"),
        ("Announce that we are opening an office in Lisbon", Kind.FREE, "We are opening an office in Lisbon."),
        ("Could you please draft a post saying that we are closed?", Kind.LINKEDIN, "We are closed."),
        ("Write a tweet announcing our webinar on gardens", Kind.X, "Our webinar on gardens"),
        ("We won the Green Office Award", Kind.FREE, "We won the Green Office Award."),
    ],
)  # fmt: skip
def test_a_draft_has_the_shape_of_its_kind(topic: str, kind: Kind, text: str) -> None:
    assert draft(topic, kind) == text


ORDERS = """\
Say concretely what changed. | Mention the beta testers. | Keep it under 100 words, and don't be salesy.
Please explain why refunds took so long! | Now write something friendly about it. | The tone should be warm.
Please no emojis. | No hashtags. | Audience: developers | Target group: nurses | Can you make it sound exciting?
I want you to be bold. | We need a text for our jubilee. | The post must end with a question. | Weave in our slogan.
Highlight customers who were happy. | Schreibe freundlich und kurz. | Bitte erwähne die Öffnungszeiten.
Zielgruppe: Eltern | Keine Emojis. | Bitte locker formulieren, ohne Hashtags. | Sign it from the whole team.
"""


@pytest.mark.parametrize("order", [order.strip() for line in ORDERS.splitlines() for order in line.split(" | ")])
def test_no_word_of_an_instruction_is_published_and_the_editor_is_told(order: str) -> None:
    for topic in (f"Our tram is free.\n{order}\nBuses are not.", f"{order}\n\nOur tram is free. Buses are not."):
        text, notes = first_draft(Brief(topic, Kind.FREE))

        assert " ".join(text.split()) == "Our tram is free. Buses are not."
        assert notes[1:] == [f"Read as an instruction: “{order}”"]


@pytest.mark.parametrize(
    "topic",
    ["Review time fell by half.", "Support answered faster.", "Share prices rose.", "Report: 40 trams are late."],
)
def test_a_sentence_whose_subject_could_be_an_order_is_published(topic: str) -> None:
    assert draft(topic) == topic


@pytest.mark.parametrize("topic", ["Write a post that makes people curious.", "Say what changed. Keep it short."])
def test_a_brief_of_instructions_alone_is_a_failed_draft_that_cannot_be_tried_again(topic: str) -> None:
    with pytest.raises(DraftFailed, match="holds only instructions") as caught:
        first_draft(Brief(topic))

    assert not caught.value.problem.can_retry


def test_must_haves_are_in_the_text_once() -> None:
    text, notes = first_draft(
        Brief(
            "We open on Monday. Parking is free.",
            Kind.FREE,
            must_haves=("Parking is free", "Free tea", "Mention the price"),
        )
    )

    assert text == "We open on Monday. Parking is free.\n\nFree tea"
    assert notes[1:] == ["Read as an instruction: “Mention the price”"]


def test_a_draft_keeps_to_the_limit_by_whole_sentences_or_says_that_it_does_not() -> None:
    short, notes = first_draft(Brief(" ".join(f"Tram {n} is free on the day of the fair." for n in range(9)), Kind.X))
    long, told = first_draft(Brief("word " * 70 + "end.", Kind.X))

    assert len(short) <= 280
    assert short.startswith("Tram 0 is free on the day of the fair. Tram 1 is")
    assert "to keep to 280 characters" in notes[-1]
    assert (len(long), told[-1]) == (354, "It has 354 characters; 280 are allowed.")
