"""The two texts in numbers, in columns, and without what nobody changed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitl.diff import Change, Counts, Row, compare, context, counts, share_unchanged, side_by_side
from tests.diffs.texts import spaced, texts


def same(text: str) -> Change:
    return Change("same", text)


def gone(text: str, move: int | None = None) -> Change:
    return Change("delete", text, move)


def new(text: str, move: int | None = None) -> Change:
    return Change("insert", text, move)


def sides(old: str, now: str) -> list[tuple[str, str]]:
    rows = side_by_side(compare(old, now))
    return [("".join(c.text for c in row.left).strip(), "".join(c.text for c in row.right).strip()) for row in rows]


def test_counts_are_in_words_and_leave_out_punctuation_and_blanks() -> None:
    changes = compare("It's 5 well-known facts.", "It's 1,000 little-known, odd facts!")

    assert counts(changes) == Counts(added=3, removed=2, unchanged=2)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("The music starts at nine in the garden.\n\nBring your own cup to the party.", Counts(1, 1, 7, 7)),
        ("The music starts at eight in the garden.\n\nBring your own glass to the party.", Counts(1, 1, 8, 6)),
    ],
)
def test_moved_words_are_neither_added_nor_removed_but_the_edit_of_a_moved_sentence_counts(
    new: str, expected: Counts
) -> None:
    assert (
        counts(compare("Bring your own cup to the party.\n\nThe music starts at eight in the garden.", new)) == expected
    )


@settings(deadline=None)
@given(spaced, spaced)
def test_counts_with_moves_add_up_to_the_words_of_both_texts(old: str, now: str) -> None:
    count = counts(compare(old, now))

    assert count.unchanged + count.moved + count.removed == counts([same(old)] if old else []).unchanged
    assert count.unchanged + count.moved + count.added == counts([same(now)] if now else []).unchanged


@pytest.mark.parametrize(
    ("old", "now", "share"),
    [
        ("", "", 1.0),
        ("", "All new.", 1.0),
        ("All gone.", "", 0.0),
        ("One two three four.", "One two three five.", 0.75),
        ("Tea is hot.\n\nCoffee is black.", "Coffee is black.\n\nTea is hot.", 1.0),
    ],
)
def test_the_share_that_stands_is_of_the_old_words_wherever_they_stand(old: str, now: str, share: float) -> None:
    assert share_unchanged(compare(old, now)) == share


def test_paragraphs_that_correspond_face_each_other() -> None:
    rows = side_by_side(compare("One.\n\nTwo is here.\n\nThree.", "One.\n\nNew.\n\nTwo was here.\n\nThree."))

    assert rows == [
        Row((same("One.\n\n"),), (same("One.\n\n"),)),
        Row((), (new("New.\n\n"),)),
        Row((same("Two "), gone("is"), same(" here.\n\n")), (same("Two "), new("was"), same(" here.\n\n"))),
        Row((same("Three."),), (same("Three."),)),
    ]


def test_a_removed_paragraph_faces_nothing() -> None:
    assert side_by_side(compare("A.\n\nB.\n\nC.", "A.\n\nC."))[1] == Row((gone("B.\n\n"),), ())


REPORT, THANKS = "You still have not sent it. Send it by Friday!", "Could you send me the report by Friday? Thanks!"
REST = "it is good to sleep eight hours."
LONG = f"{'Nobody ever rests in a world like this one. ' * 5}So {REST}"


@pytest.mark.parametrize(
    ("old", "now", "expected"),
    {
        "a split paragraph faces its larger part": (
            "Well. And now the whole long rest.",
            "Well.\n\nAnd now the whole long rest.",
            [("", "Well."), ("Well. And now the whole long rest.", "And now the whole long rest.")],
        ),
        "joined paragraphs face the larger part": (
            "The whole long beginning.\n\nWell.",
            "The whole long beginning. Well.",
            [("The whole long beginning.", "The whole long beginning. Well."), ("Well.", "")],
        ),
        "paragraphs that share little stand one above the other": (
            f"Hello.\n\n{REPORT}\n\nAnn",
            f"Hello.\n\n{THANKS}\n\nAnn",
            [("Hello.", "Hello."), (REPORT, ""), ("", THANKS), ("Ann", "Ann")],
        ),
        "of paragraphs that share nothing what is gone stands first": (
            "Alpha beta.\n\nGamma delta.",
            "One two.\n\nThree four.",
            [("Alpha beta.", ""), ("Gamma delta.", ""), ("", "One two."), ("", "Three four.")],
        ),
        "a long paragraph faces the short one that was left of it": (LONG, f"Yes, {REST}", [(LONG, f"Yes, {REST}")]),
    }.values(),
)
def test_paragraphs_face_what_they_share_most_with(old: str, now: str, expected: list[tuple[str, str]]) -> None:
    assert sides(old, now) == expected


def test_a_paragraph_that_was_reworded_faces_its_new_wording() -> None:
    old, now = "Register at our desk in the hall before Friday.", "Register at the door of the hall before Monday."

    assert sides(f"Hello.\n\n{old}", f"Good evening to you all.\n\n{now}")[-1] == (old, now)


@settings(deadline=None)
@given(texts, texts)
def test_the_columns_of_the_rows_hold_both_texts_exactly_a_paragraph_a_row(old: str, now: str) -> None:
    rows = side_by_side(compare(old, now))

    assert "".join(c.text for row in rows for c in row.left) == old
    assert "".join(c.text for row in rows for c in row.right) == now
    assert all(c.kind != "insert" for row in rows for c in row.left)
    assert all(c.kind != "delete" for row in rows for c in row.right)
    assert all(row.left or row.right for row in rows)
    for side in (side for row in rows for side in (row.left, row.right)):
        text = "".join(change.text for change in side).strip("\n\r\x85\u2028\u2029")

        assert not set(text) & set("\n\r\x85\u2028\u2029")
    assert old != now or all(row.left == row.right for row in rows)


def test_a_moved_paragraph_faces_nothing_in_either_column() -> None:
    rows = side_by_side(compare("Tea.\n\nCoffee is black.", "Coffee is black.\n\nTea."))

    assert [(row.left, row.right) for row in rows] == [
        ((gone("Tea.\n\n", 1),), ()),
        ((same("Coffee is black."),), (same("Coffee is black."), new("\n\n", 1))),
        ((), (new("Tea.", 1),)),
    ]


STORY = "One is here. Two is here. Three is here. Four is here. Five is here. Six is here. Seven is here."
PAGES = "Title\n\nThe first. It stays.\n\nThe second. It changes.\n\nThe third. It stays."


@pytest.mark.parametrize(
    ("around", "shown", "left_out"),
    [(1, "Three is here. Four was here. Five is here. ", (6, 6)), (0, "Four was here. ", (9, 9))],
)
def test_a_change_is_shown_with_its_sentence_and_those_around_it(
    around: int, shown: str, left_out: tuple[int, int]
) -> None:
    (hunk,) = context(compare(STORY, STORY.replace("Four is", "Four was")), around)

    assert "".join(c.text for c in hunk.changes if c.kind != "delete") == shown
    assert [c for c in hunk.changes if c.kind != "same"] == [gone("is"), new("was")]
    assert ((hunk.before, hunk.after), hunk.regions) == (left_out, (1,))


def test_changes_far_from_each_other_are_two_hunks_and_close_ones_one() -> None:
    far = context(compare(STORY, STORY.replace("One is", "One was").replace("Seven is", "Seven was")))
    close = context(compare(STORY, STORY.replace("One is", "One was").replace("Three is", "Three was")))

    assert [(hunk.before, hunk.after, hunk.regions) for hunk in far] == [(0, 9, (1,)), (9, 0, (2,))]
    assert [(hunk.before, hunk.after, hunk.regions) for hunk in close] == [(0, 9, (1, 2))]


def test_a_change_is_shown_with_its_paragraph_and_no_change_with_nothing() -> None:
    (hunk,) = context(compare(PAGES, PAGES.replace("changes", "changed")), around=0, unit="paragraph")

    assert "".join(c.text for c in hunk.changes if c.kind != "delete") == "The second. It changed.\n\n"
    assert context(compare(STORY, STORY)) == context([]) == []


@settings(deadline=None)
@given(texts, texts, st.integers(0, 2), st.sampled_from(["sentence", "paragraph"]))
def test_hunks_hold_every_change_whole_and_in_order(old: str, now: str, around: int, unit: str) -> None:
    changes = compare(old, now)
    hunks = context(changes, around, "paragraph" if unit == "paragraph" else "sentence")

    assert [c for hunk in hunks for c in hunk.changes if c.kind != "same"] == [c for c in changes if c.kind != "same"]
    assert all(hunk.regions for hunk in hunks)
    assert all(a.after == b.before for a, b in pairwise(hunks))
