"""Where the facts of a text may come from: what people said, in its review and in those that it was taken over from."""

from dataclasses import replace

from hitl.domain import Brief, Verb
from hitl.facts import Source, new_facts, sources
from hitl.lineage import Generation, Lineage, Lost
from tests.generations import asked, edited, editor, model, review


def given_to(up_to: int, *generations: Generation, lost: Lost | None = None) -> list[tuple[str, str]]:
    return [(source.name, source.text) for source in sources(Lineage(generations, lost), up_to)]


LAMP = Generation(
    review("a", "Ann", brief=Brief("The lamp", audience="Builders", must_haves=("Say 40%.",))),
    [
        model(1, "It saves 60%. It is out."),
        editor(2, "It saves 60%. It is out in May."),
        model(3, "It saves 60%, out in May."),
        editor(4, "It saves 60%. It is out."),
    ],
    [
        edited(1, "Ann"),
        asked(2, "Ann", "Name Bob."),
        replace(edited(3, "Ann"), verb=Verb.RESTORE, restored=1),
        asked(4, "Ann", "Later."),
    ],
)


def test_sources_are_what_people_said_before_the_revision_was_written() -> None:
    brief = [("the brief", "The lamp"), ("the brief", "Builders"), ("the brief", "Say 40%.")]
    by_hand = ("the editor's text v2", "It is out in May.")

    assert given_to(1, LAMP) == brief
    assert given_to(2, LAMP) == [*brief, by_hand]
    assert given_to(3, LAMP) == [*brief, ("feedback on v2", "Name Bob."), by_hand]
    assert given_to(4, LAMP) == given_to(3, LAMP)


def test_the_text_that_an_editor_began_with_is_a_source() -> None:
    opening = "It saves 60%. It is out."
    begun = Generation(review("a", "Ann", brief=Brief("The lamp")), [editor(1, opening)], [])

    assert given_to(2, begun) == [("the brief", "The lamp"), ("the editor's text v1", "It saves 60%.\nIt is out.")]


def begun_again(text: str) -> Generation:
    """A review that was begun from v3 of the one on the lamp."""
    decisions = [replace(edited(1, "Ann"), feedback="Say yes.")]
    again = review("b", "Ann", ("a", 3), Brief("The lamp again"))
    return Generation(again, [editor(1, text), editor(2, f"{text} Yes.")], decisions)


def test_a_text_that_was_taken_over_has_the_sources_of_its_own_review_and_is_none_itself() -> None:
    earlier = replace(LAMP, revisions=LAMP.revisions[:3])
    again = begun_again(earlier.revisions[2].text)
    before = [
        ("the brief of an earlier review", "The lamp"),
        ("the brief of an earlier review", "Builders"),
        ("the brief of an earlier review", "Say 40%."),
        ("feedback on v2 of an earlier review", "Name Bob."),
        ("the editor's text v2 of an earlier review", "It is out in May."),
    ]

    assert given_to(1, earlier, again) == [("the brief", "The lamp again"), *before]
    assert given_to(2, earlier, again) == [
        ("the brief", "The lamp again"), ("feedback on v1", "Say yes."), ("the editor's text v2", "Yes."), *before,
    ]  # fmt: skip


def test_a_text_that_was_taken_from_a_review_that_cannot_be_read_is_no_source() -> None:
    assert given_to(2, begun_again("It saves 60%."), lost=Lost.UNREADABLE) == [
        ("the brief", "The lamp again"), ("feedback on v1", "Say yes."), ("the editor's text v2", "Yes."),
    ]  # fmt: skip


def test_a_fact_names_the_first_source_that_has_it_and_several_that_have_its_parts_between_them() -> None:
    given = [
        Source("the brief", "Meet Anna now: 40% off, in May."),
        Source("feedback on v1", "It is the 2nd of May."),
        Source("the editor's text v2", "Anna Schmidt says: it costs 40%."),
    ]
    new = "We met Anna Schmidt on 2 May 2024 with 40% less, and Anna said “Meet Anna now”, “It is the 40%”."
    changed = new_facts("", new, [*given, Source("feedback on v2", "In 2024, Schmidt.")])

    assert [(finding.fact.text, finding.sources) for finding in changed.appeared] == [
        ("Anna Schmidt", ("the editor's text v2",)),
        ("2 May 2024", ("feedback on v1", "feedback on v2")),
        ("40%", ("the brief",)),
        ("Anna", ("the brief",)),
        ("“Meet Anna now”", ("the brief",)),
        ("“It is the 40%”", ()),
    ]
