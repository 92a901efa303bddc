"""The two texts in numbers and in columns."""

from hypothesis import given, settings

from hitl.diff import Counts, Row, compare, counts, side_by_side
from tests.test_diff import gone, joined, new, same, texts


def test_counts_are_in_words_and_leave_out_punctuation_and_blanks() -> None:
    changes = compare("It's 5 well-known facts.", "It's 1,000 little-known, odd facts!")

    assert counts(changes) == Counts(added=3, removed=2, unchanged=2)


@settings(deadline=None)
@given(texts, texts)
def test_counts_add_up_to_the_words_of_both_texts(old: str, now: str) -> None:
    count = counts(compare(old, now))

    assert count.unchanged + count.removed == counts([same(old)]).unchanged
    assert count.unchanged + count.added == counts([same(now)]).unchanged


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


def test_a_split_paragraph_faces_its_larger_part() -> None:
    rows = side_by_side(compare("Well. And now the whole long rest.", "Well.\n\nAnd now the whole long rest."))

    assert [(joined(row.left, "same", "delete"), joined(row.right, "same", "insert")) for row in rows] == [
        ("", "Well.\n\n"),
        ("Well. And now the whole long rest.", "And now the whole long rest."),
    ]


def test_joined_paragraphs_face_the_larger_part() -> None:
    rows = side_by_side(compare("The whole long beginning.\n\nWell.", "The whole long beginning. Well."))

    assert [(joined(row.left, "same", "delete"), joined(row.right, "same", "insert")) for row in rows] == [
        ("The whole long beginning.\n\n", "The whole long beginning. Well."),
        ("Well.", ""),
    ]


def sides(old: str, now: str) -> list[tuple[str, str]]:
    rows = side_by_side(compare(old, now))
    return [(joined(row.left, "same", "delete").strip(), joined(row.right, "same", "insert").strip()) for row in rows]


def test_paragraphs_that_share_little_stand_one_above_the_other() -> None:
    report, thanks = "You still have not sent it. Send it by Friday!", "Could you send me the report by Friday? Thanks!"

    assert sides(f"Hello.\n\n{report}\n\nAnn", f"Hello.\n\n{thanks}\n\nAnn") == [
        ("Hello.", "Hello."), (report, ""), ("", thanks), ("Ann", "Ann"),
    ]  # fmt: skip


def test_paragraphs_that_share_nothing_stand_one_above_the_other_what_is_gone_first() -> None:
    assert sides("Alpha beta.\n\nGamma delta.", "One two.\n\nThree four.") == [
        ("Alpha beta.", ""), ("Gamma delta.", ""), ("", "One two."), ("", "Three four."),
    ]  # fmt: skip


def test_a_paragraph_that_was_reworded_faces_its_new_wording() -> None:
    old, now = "Register at our desk in the hall before Friday.", "Register at the door of the hall before Monday."

    assert sides(f"Hello.\n\n{old}", f"Good evening to you all.\n\n{now}")[-1] == (old, now)


def test_a_long_paragraph_faces_the_short_one_that_was_left_of_it() -> None:
    rest = "it is good to sleep eight hours."
    long = f"{'Nobody ever rests in a world like this one. ' * 5}So {rest}"

    assert sides(long, f"Yes, {rest}") == [(long, f"Yes, {rest}")]


@settings(deadline=None)
@given(texts, texts)
def test_the_columns_of_the_rows_hold_both_texts_exactly(old: str, now: str) -> None:
    rows = side_by_side(compare(old, now))

    assert "".join(joined(row.left, "same", "delete") for row in rows) == old
    assert "".join(joined(row.right, "same", "insert") for row in rows) == now
    assert all(change.kind != "insert" for row in rows for change in row.left)
    assert all(change.kind != "delete" for row in rows for change in row.right)


@settings(deadline=None)
@given(texts, texts)
def test_no_row_is_empty_on_both_sides_or_holds_two_paragraphs(old: str, now: str) -> None:
    rows = side_by_side(compare(old, now))

    assert all(row.left or row.right for row in rows)
    for row in rows:
        for side in (row.left, row.right):
            text = "".join(change.text for change in side).strip("\n\r\x85\u2028\u2029")

            assert not set(text) & set("\n\r\x85\u2028\u2029")


@settings(deadline=None)
@given(texts)
def test_rows_of_an_unchanged_text_are_equal_on_both_sides(text: str) -> None:
    assert all(row.left == row.right for row in side_by_side(compare(text, text)))
