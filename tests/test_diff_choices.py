"""Moves, and what an editor does with changes: take some of them, or look at them alone."""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hitl.diff import Change, Counts, Region, compare, context, counts, regions, share_unchanged, side_by_side, take

SENTENCES = [
    "The fair opens on Monday.",
    "The fair opens on Friday.",
    "Three bands play in the old hall!",
    "Is there coffee?",
    "- green tea",
    "- black tea",
    "2. Press start.",
    "3. Press start.",
    "Yes.",
    "我们在北京举行发布会。",
    "五月三十日。",
    "ร้านเปิดทุกวัน",
    "نفتح كل يوم.",
    "👩‍👧 🎉",
]
GAPS = ["", " ", " ", " ", "  ", "\n", "\n\n", "\n\n", "\n \n"]
moving = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(GAPS)), max_size=12).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
texts = st.one_of(moving, moving, st.text(max_size=60))
spaced = st.lists(st.tuples(st.sampled_from(SENTENCES), st.sampled_from(GAPS[1:])), max_size=12).map(
    lambda parts: "".join(sentence + gap for sentence, gap in parts)
)
"""Without sentences that are glued together: where a word ends then depends on what stands beside it."""

LETTER = "The kitchen closes at ten. Dogs are welcome.\n\nWe open at nine. Ask for the garden key at the bar."
REPLY = "Dogs are welcome. The kitchen closes at eleven.\n\nWe open at nine. Ask for the garden key at the bar."


def gone(text: str, move: int | None = None) -> Change:
    return Change("delete", text, move)


def new(text: str, move: int | None = None) -> Change:
    return Change("insert", text, move)


def same(text: str) -> Change:
    return Change("same", text)


@settings(deadline=None)
@given(texts, texts)
def test_a_comparison_holds_both_texts_exactly_whatever_moved(old: str, now: str) -> None:
    changes = compare(old, now)

    assert "".join(c.text for c in changes if c.kind != "insert") == old
    assert "".join(c.text for c in changes if c.kind != "delete") == now
    assert all(c.text for c in changes)
    assert all((a.kind, a.move) != (b.kind, b.move) for a, b in pairwise(changes))


@settings(deadline=None)
@given(texts, texts)
def test_a_move_has_one_old_place_and_one_new_place(old: str, now: str) -> None:
    changes = compare(old, now)
    numbers = {c.move for c in changes if c.move}

    for kind in ("delete", "insert"):
        assert sorted(c.move for c in changes if c.move and c.kind == kind) == sorted(numbers)
    assert numbers == set(range(1, len(numbers) + 1))
    assert all(c.kind != "same" for c in changes if c.move)


@settings(deadline=None)
@given(texts, texts)
@example(LETTER, REPLY)
def test_taking_all_gives_the_new_text_and_taking_none_the_old_one(old: str, now: str) -> None:
    changes = compare(old, now)
    every = [region.number for region in regions(changes)]

    assert take(changes, every) == now
    assert take(changes, []) == old


@settings(deadline=None)
@given(texts, texts, st.data())
def test_taking_some_keeps_what_nobody_touched_and_takes_just_these(old: str, now: str, data: st.DataObject) -> None:
    changes = compare(old, now)
    found = regions(changes)
    taken = data.draw(st.sets(st.sampled_from([region.number for region in found])) if found else st.just(set()))
    rest = take(changes, taken)
    where = {place: region.number for region in found for place in region.places}
    there = [c for k, c in enumerate(changes) if k not in where or (c.kind == "insert") == (where[k] in taken)]

    assert rest == "".join(c.text for c in there)
    assert [c for c in there if c.kind == "same"] == [c for c in changes if c.kind == "same"]


@settings(deadline=None)
@given(texts, texts)
def test_every_change_lies_in_one_region(old: str, now: str) -> None:
    changes = compare(old, now)
    found = regions(changes)
    places = [place for region in found for place in region.places]

    assert sorted(places) == [k for k, change in enumerate(changes) if change.kind != "same"]
    assert [region.number for region in found] == list(range(1, len(found) + 1))
    assert [region.places[0] for region in found] == sorted(region.places[0] for region in found)


def test_a_replacement_is_one_region_and_a_move_is_one_in_two_places() -> None:
    changes = compare(LETTER, REPLY)

    assert regions(changes) == [
        Region(1, " Dogs are welcome.", "Dogs are welcome. ", 1, (0, 5)),
        Region(2, "ten", "eleven", None, (2, 3)),
    ]


def test_a_move_is_taken_without_the_edit_beside_it() -> None:
    changes = compare(LETTER, REPLY)

    assert take(changes, {1}).startswith("Dogs are welcome. The kitchen closes at ten.\n\nWe")
    assert take(changes, {2}).startswith("The kitchen closes at eleven. Dogs are welcome.\n\nWe")


def test_a_sentence_too_short_to_be_recognized_does_not_move() -> None:
    assert not any(
        c.move for c in compare("Yes. The fair opens on Monday at ten.", "The fair opens on Monday at ten. Yes.")
    )


def test_a_line_of_one_word_moves() -> None:
    changes = compare("- salt\n- olive oil\n- bread\n", "- olive oil\n- bread\n- salt\n")

    assert changes == [gone("- salt\n", 1), same("- olive oil\n- bread\n"), new("- salt\n", 1)]


def test_what_was_edited_on_its_way_is_a_move_with_two_texts() -> None:
    old = "Bring your own cup to the party.\n\nThe music starts at eight in the garden."
    (region,) = regions(compare(old, "The music starts at eight in the garden.\n\nBring your own glass to the party."))

    assert (region.old.strip(), region.new.strip()) == (
        "Bring your own cup to the party.",
        "Bring your own glass to the party.",
    )


def test_moved_words_are_neither_added_nor_removed() -> None:
    old = "Bring your own cup to the party.\n\nThe music starts at eight."
    changes = compare(old, "The music starts at nine.\n\nBring your own cup to the party.")

    assert counts(changes) == Counts(added=1, removed=1, unchanged=7, moved=4)


def test_the_edit_of_a_moved_sentence_counts() -> None:
    old = "Bring your own cup to the party.\n\nThe music starts at eight in the garden."
    changes = compare(old, "The music starts at eight in the garden.\n\nBring your own glass to the party.")

    assert counts(changes) == Counts(added=1, removed=1, unchanged=8, moved=6)


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


def test_a_moved_paragraph_faces_nothing_in_either_column() -> None:
    rows = side_by_side(compare("Tea.\n\nCoffee is black.", "Coffee is black.\n\nTea."))

    assert [(row.left, row.right) for row in rows] == [
        ((gone("Tea.\n\n", 1),), ()),
        ((same("Coffee is black."),), (same("Coffee is black."), new("\n\n", 1))),
        ((), (new("Tea.", 1),)),
    ]


STORY = "One is here. Two is here. Three is here. Four is here. Five is here. Six is here. Seven is here."


def test_a_change_is_shown_with_its_sentence_and_those_beside_it() -> None:
    (hunk,) = context(compare(STORY, STORY.replace("Four is", "Four was")))

    assert hunk.changes == (
        same("Three is here. Four "),
        gone("is"),
        new("was"),
        same(" here. Five is here. "),
    )
    assert (hunk.before, hunk.after, hunk.regions) == (6, 6, (1,))


def test_without_surroundings_a_change_is_shown_with_its_own_sentence() -> None:
    (hunk,) = context(compare(STORY, STORY.replace("Four is", "Four was")), around=0)

    assert "".join(c.text for c in hunk.changes if c.kind != "delete") == "Four was here. "
    assert (hunk.before, hunk.after) == (9, 9)


def test_changes_far_from_each_other_are_two_hunks_and_close_ones_one() -> None:
    far = context(compare(STORY, STORY.replace("One is", "One was").replace("Seven is", "Seven was")))
    close = context(compare(STORY, STORY.replace("One is", "One was").replace("Three is", "Three was")))

    assert [(hunk.before, hunk.after, hunk.regions) for hunk in far] == [(0, 9, (1,)), (9, 0, (2,))]
    assert [(hunk.before, hunk.after, hunk.regions) for hunk in close] == [(0, 9, (1, 2))]


def test_a_change_is_shown_with_its_paragraph() -> None:
    old = "Title\n\nThe first. It stays.\n\nThe second. It changes.\n\nThe third. It stays."
    (hunk,) = context(compare(old, old.replace("changes", "changed")), around=0, unit="paragraph")

    assert "".join(c.text for c in hunk.changes if c.kind != "delete") == "The second. It changed.\n\n"


def test_texts_without_a_change_have_no_hunk() -> None:
    assert context(compare(STORY, STORY)) == []
    assert context([]) == []


@settings(deadline=None)
@given(texts, texts, st.integers(0, 2), st.sampled_from(["sentence", "paragraph"]))
def test_hunks_hold_every_change_whole_and_in_order(old: str, now: str, around: int, unit: str) -> None:
    changes = compare(old, now)
    hunks = context(changes, around, "paragraph" if unit == "paragraph" else "sentence")

    assert [c for hunk in hunks for c in hunk.changes if c.kind != "same"] == [c for c in changes if c.kind != "same"]
    assert all(hunk.regions for hunk in hunks)
    assert all(a.after == b.before for a, b in pairwise(hunks))
