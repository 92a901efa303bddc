"""Reviews begun from one another, with the answer of an editor who was there."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from hitl.blame import sentences
from hitl.desk import ReviewDesk
from hitl.domain import Author, Revision, Verb
from hitl.errors import Damaged, NotFound
from hitl.lineage import MOST, Generation, Lineage, Lost, traced
from hitl.store.tables import reviews
from hitl.wording import because, taken_from, writer_of
from tests.conftest import settled, stop_of
from tests.generations import asked, edited, editor, model, review

Texts = Sequence[str]

MONDAY = "We open on Monday. Bring a friend along. Tea is free."
TUESDAY = "We open on Tuesday. Bring a friend along. Tea is free."
CAKE = f"{TUESDAY} Cake too."
TWO = "We open on Tuesday. Bring two friends along. Tea is free. Cake too."


GRANDMOTHER = Generation(
    review("a", "Ann"),
    [model(1, MONDAY), model(2, TUESDAY), editor(3, CAKE), model(4, "No cake.")],
    [asked(1, "Ann", "Say Tuesday."), edited(2, "Bob"), asked(3, "Ann", "Drop the cake.")],
)
MOTHER = Generation(
    review("b", "Cleo", ("a", 3)), [editor(1, CAKE), model(2, TWO)], [asked(1, "Cleo", "Say how many.")]
)
CHILD = Generation(review("c", "Dan", ("b", 2)), [editor(1, TWO), editor(2, f"Hello. {TWO}")], [edited(1, "Dan")])


def lineage(own: Generation, *others: Generation) -> Lineage:
    """A lineage that can read these other reviews."""
    known = {other.review.id: other for other in others}

    def read(review_id: str) -> Generation:
        if review_id not in known:
            raise NotFound("There is no review with this address.")
        return known[review_id]

    return traced(own, read)


def ages(found: Lineage, number: int) -> list[tuple[str, str, int, str]]:
    """Each sentence with the review and the revision that brought it, and how it read before."""
    told = sentences(found.history(number))
    where = [found.at(sentence.revision) for sentence in told]
    return [(s.text.strip(), g.review.id, r.number, s.before) for s, (g, r) in zip(told, where, strict=True)]


def test_a_review_that_began_by_itself_is_its_own_history() -> None:
    found = lineage(GRANDMOTHER)

    assert (found.generations, found.lost) == ((GRANDMOTHER,), None)
    assert found.history(4) == GRANDMOTHER.revisions
    assert found.history(2) == GRANDMOTHER.revisions[:2]


def test_the_sentences_of_a_text_that_was_taken_over_are_those_of_the_review_that_it_was_taken_from() -> None:
    assert ages(lineage(MOTHER, GRANDMOTHER), 1) == [
        ("We open on Tuesday.", "a", 2, "We open on Monday."),
        ("Bring a friend along.", "a", 1, ""),
        ("Tea is free.", "a", 1, ""),
        ("Cake too.", "a", 3, ""),
    ]


def test_two_generations_back_each_sentence_still_tells_who_brought_it_why_and_how_it_read_before() -> None:
    found = lineage(CHILD, MOTHER, GRANDMOTHER)
    brought = [found.at(sentence.revision) for sentence in sentences(found.history(2))]

    assert ages(found, 2) == [
        ("Hello.", "c", 2, ""),
        ("We open on Tuesday.", "a", 2, "We open on Monday."),
        ("Bring two friends along.", "b", 2, "Bring a friend along."),
        ("Tea is free.", "a", 1, ""),
        ("Cake too.", "a", 3, ""),
    ]
    assert [writer_of(g.review, r, g.decisions) for g, r in brought] == ["by hand", "m", "m", "m", "by hand"]
    assert [because(g.review, r, g.decisions) for g, r in brought] == [
        "Dan edited by hand", "Ann asked: Say Tuesday.", "Cleo asked: Say how many.", "First draft for: The fair",
        "Bob edited by hand",
    ]  # fmt: skip


def test_what_a_text_that_was_taken_over_has_more_than_its_origin_is_its_own() -> None:
    slipped = replace(MOTHER, revisions=[editor(1, CAKE.replace("free", "not free"))])

    assert ages(lineage(slipped, GRANDMOTHER), 1)[2] == ("Tea is not free.", "b", 1, "Tea is free.")


@pytest.mark.parametrize("others", [(), (replace(GRANDMOTHER, revisions=GRANDMOTHER.revisions[:2]),)])
def test_a_text_taken_from_what_is_not_there_any_more_is_followed_no_further(others: tuple[Generation, ...]) -> None:
    found = lineage(CHILD, MOTHER, *others)

    assert found.lost is Lost.UNREADABLE
    assert [(generation, number) for _, generation, number, _ in ages(found, 2)] == [
        ("c", 2), ("b", 1), ("b", 2), ("b", 1), ("b", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [0, -1, 5, 10**12])
def test_a_number_that_no_revision_has_leads_nowhere(number: int) -> None:
    lost = replace(MOTHER, review=review("b", "Cleo", ("a", number)))

    assert lineage(lost, GRANDMOTHER) == Lineage((lost,), Lost.UNREADABLE)


def test_a_damaged_review_is_followed_no_further() -> None:
    def read(_: str) -> Generation:
        raise Damaged("A revision cannot be read.")

    assert traced(MOTHER, read) == Lineage((MOTHER,), Lost.UNREADABLE)


def test_reviews_that_lead_back_to_themselves_are_told_once() -> None:
    itself = replace(MOTHER, review=review("b", "Cleo", ("b", 1)))
    first = replace(GRANDMOTHER, review=review("a", "Ann", ("b", 2)))

    assert lineage(itself, itself) == Lineage((itself,), Lost.CIRCLE)
    assert [g.review.id for g in lineage(MOTHER, first, MOTHER).generations] == ["a", "b"]
    assert lineage(MOTHER, first, MOTHER).lost is Lost.CIRCLE


def test_a_long_line_of_reviews_is_followed_so_far_and_no_further() -> None:
    line = [Generation(review(str(n), "Ann", (str(n + 1), 1)), [editor(1, "Hello.")], []) for n in range(3 * MOST)]
    found = lineage(*line)

    assert (len(found.generations), found.lost) == (MOST, Lost.TOO_FAR)
    assert ages(found, 1) == [("Hello.", str(MOST - 1), 1, "")]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["We go. ", "He came. ", "We go now. ", "Yes.\n"]), max_size=4).map("".join), st.data())
def test_a_history_that_is_spread_over_reviews_has_the_origins_of_the_same_history_in_one(
    first: str, data: st.DataObject
) -> None:
    sizes = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    pieces = st.lists(st.sampled_from(["We go. ", "He went. ", "- Yes.\n", "We went on. "]), max_size=4).map("".join)
    texts = [first, *data.draw(st.lists(pieces, min_size=sum(sizes), max_size=sum(sizes)))]
    found, undivided = spread(texts, sizes)
    last = found.own.revisions[-1].number

    assert [(part.text, found.at(part.revision)[1].text) for part in sentences(found.history(last))] == [
        (part.text, texts[part.revision - 1]) for part in sentences(undivided)
    ]


def spread(texts: Texts, sizes: Sequence[int]) -> tuple[Lineage, list[Revision]]:
    """Texts as reviews that add so many each to the last of the one before, and as one review."""
    made: list[Generation] = []
    start = 0
    for n, size in enumerate(sizes):
        origin = (made[-1].review.id, len(made[-1].revisions)) if made else None
        own = [model(k, text) for k, text in enumerate(texts[start : start + size + 1], 1)]
        made.append(Generation(review(str(n), "Ann", origin), [replace(own[0], author=Author.EDITOR), *own[1:]], []))
        start += size
    return lineage(*made[::-1]), [model(k, text) for k, text in enumerate(texts, 1)]


def test_a_text_that_was_taken_over_is_named_as_such_and_one_that_was_brought_along_or_restored_is_not() -> None:
    taken, second = CHILD.revisions
    restored = replace(editor(3, TWO), cause=2)
    restoring = [*CHILD.decisions, replace(edited(2, "Dan"), verb=Verb.RESTORE, restored=1)]

    assert (taken_from(CHILD.review, taken), taken_from(CHILD.review, second)) == (("b", 2), None)
    assert taken_from(review("d", "Eve"), taken) is None
    assert writer_of(CHILD.review, taken, []) == "from v2 of an earlier review"
    assert writer_of(CHILD.review, restored, restoring) == "restored from v1"
    assert because(CHILD.review, taken, []) == "Dan began this review with v2 of an earlier one."
    assert because(review("d", "Eve"), taken, []) == "The editor's own text for: The fair"


def begun_again(desk: ReviewDesk, review_id: str) -> str:
    """A review that was begun from v2 of another one, and revised."""
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    settled(desk, review_id)
    again = desk.start_again(review_id, 2, "Bob")
    desk.revise(again, stop_of(desk, again), "Bob", "Longer.")
    settled(desk, again)
    return again


def lineage_of(desk: ReviewDesk, review_id: str) -> Lineage:
    return desk.lineage(desk.review(review_id), desk.revisions(review_id), desk.decisions(review_id))


def test_the_desk_follows_a_text_through_several_reviews_until_one_is_deleted(desk: ReviewDesk, review_id: str) -> None:
    again = begun_again(desk, review_id)
    third = desk.start_again(again, 1, "Cleo")
    settled(desk, third)
    found = lineage_of(desk, third)

    assert [(each.review.id, len(each.revisions)) for each in found.generations] == [
        (review_id, 2), (again, 1), (third, 1),
    ]  # fmt: skip
    assert found.lost is None

    desk.archive.delete(review_id, "Ann", "No longer needed.")
    found = lineage_of(desk, again)

    assert ([generation.review.id for generation in found.generations], found.lost) == ([again], Lost.UNREADABLE)


@pytest.mark.tampers
def test_what_was_taken_from_a_review_that_is_damaged_is_followed_no_further(desk: ReviewDesk, review_id: str) -> None:
    again = begun_again(desk, review_id)
    with desk._store.database.engine.begin() as tx:
        tx.execute(update(reviews).where(reviews.c.id == review_id).values(brief={"topic": 7}))

    assert lineage_of(desk, again).lost is Lost.UNREADABLE
