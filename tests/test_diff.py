"""What an editor expects to read on the history page, and what can be done with it: take some of the changes."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hitl.diff import Change, Counts, Region, compare, counts, regions, take, tokens
from tests.diffs import Pair, pairs, read, written
from tests.diffs.texts import texts

PAIRS = pairs()
LETTER = "The kitchen closes at ten. Dogs are welcome.\n\nWe open at nine. Ask for the garden key at the bar."
REPLY = "Dogs are welcome. The kitchen closes at eleven.\n\nWe open at nine. Ask for the garden key at the bar."


def words(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)  # noqa: S311 - a repeatable text, no secret
    return [f"w{rng.randrange(3_000)}" + (rng.random() < 0.1) * "." for _ in range(count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't, well-known.", ["I", " ", "don't", ",", " ", "well-known", "."]),
        ("1,000 or 2.5, yes", ["1,000", " ", "or", " ", "2.5", ",", " ", "yes"]),
        ("one,two -- three", ["one", ",", "two", " ", "-", "-", " ", "three"]),
        ("ASCII cafés x_y a\u0301 b", ["ASCII", " ", "cafés", " ", "x_y", " ", "a\u0301", " ", "b"]),
        ("e.g. 5%", ["e.g", ".", " ", "5", "%"]),
        ("**bold** _word_", ["*", "*", "bold", "*", "*", " ", "_", "word", "_"]),
        ("a  b\n\n\r\nc", ["a", "  ", "b", "\n", "\n", "\r\n", "c"]),
        ("日本、ส วั", ["日本", "、", "ส", " ", "วั"]),
        ("cafe\u0301s हिन्दी 한국어", ["cafe\u0301s", " ", "हिन्दी", " ", "한국어"]),
        ("👩\u200d👩\u200d👧👍🏽🇩🇪🇫🇷❤\ufe0f", ["👩\u200d👩\u200d👧", "👍🏽", "🇩🇪", "🇫🇷", "❤\ufe0f"]),
    ],
)
def test_a_token_is_what_an_editor_would_call_one_thing(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@settings(deadline=None)
@given(texts)
def test_tokens_join_to_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_diff_is_the_one_that_an_editor_expects(pair: Pair) -> None:
    assert written(compare(pair.old, pair.new)) == written(pair.expected)
    assert tuple(read(written(pair.expected))) == pair.expected


def test_no_two_pairs_have_the_same_name() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) >= 30


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (
            "We will hold the annual meeting of the team on Monday in Paris and everyone is invited to join us there.",
            "Nobody knows where the next gathering takes place, but the team hopes that it happens soon in Berlin.",
            "delete insert same",
        ),
        (
            "One fine day.\n\nWe left home.",
            "Many bad nights!\n\nThey came back!",
            "delete insert same delete insert",
        ),
    ],
)
def test_a_rewritten_sentence_is_one_replacement_and_no_confetti(old: str, new: str, kinds: str) -> None:
    assert [change.kind for change in compare(old, new)] == kinds.split()


@settings(deadline=None)
@given(texts, texts)
@example("", "")
@example("the the the", "the the")
@example("a b a b\n", "b a b a\n\n")
@example("b日b日", "日日b")  # a change that slides until it touches the next
def test_a_comparison_holds_both_texts_exactly_as_an_editor_reads_them(old: str, new: str) -> None:
    changes = compare(old, new)
    kinds = "".join("m" if change.move else change.kind[0] for change in changes)
    islands = [changes[k + 2].text for k in range(len(changes)) if kinds.startswith("disdi", k)]

    assert "".join(c.text for c in changes if c.kind != "insert") == old
    assert "".join(c.text for c in changes if c.kind != "delete") == new
    assert all(c.text for c in changes)
    assert all((a.kind, a.move) != (b.kind, b.move) for a, b in pairwise(changes))
    assert "id" not in kinds, "a deletion stands before what replaces it"
    assert all(island.strip(" ") for island in islands)


@settings(deadline=None)
@given(texts)
def test_a_text_compared_with_itself_or_with_none_is_one_change(text: str) -> None:
    for old, new, kind in ((text, text, "same"), ("", text, "insert"), (text, "", "delete")):
        assert [(change.kind, change.text) for change in compare(old, new)] == [(kind, text)] * bool(text)


@settings(deadline=None)
@given(texts, texts)
def test_a_move_has_one_old_place_and_one_new_place(old: str, new: str) -> None:
    changes = compare(old, new)
    numbers = {c.move for c in changes if c.move}

    for kind in ("delete", "insert"):
        assert sorted(c.move for c in changes if c.move and c.kind == kind) == sorted(numbers)
    assert numbers == set(range(1, len(numbers) + 1))
    assert all(c.kind != "same" for c in changes if c.move)


@settings(deadline=None)
@given(texts, texts, st.data())
@example(LETTER, REPLY, None)
def test_taking_some_changes_leaves_all_else_and_taking_all_or_none_gives_a_text(
    old: str, new: str, data: st.DataObject | None
) -> None:
    changes = compare(old, new)
    found = regions(changes)
    every = [region.number for region in found]
    taken = data.draw(st.sets(st.sampled_from(every))) if data and every else set[int]()
    where = {place: region.number for region in found for place in region.places}
    there = [c for k, c in enumerate(changes) if k not in where or (c.kind == "insert") == (where[k] in taken)]

    assert sorted(where) == [k for k, change in enumerate(changes) if change.kind != "same"]
    assert every == list(range(1, len(found) + 1))
    assert [region.places[0] for region in found] == sorted(region.places[0] for region in found)
    assert (take(changes, every), take(changes, [])) == (new, old)
    assert take(changes, taken) == "".join(c.text for c in there)


def test_a_replacement_is_one_region_and_a_move_is_one_in_two_places_and_each_is_taken_alone() -> None:
    changes = compare(LETTER, REPLY)

    assert regions(changes) == [
        Region(1, " Dogs are welcome.", "Dogs are welcome. ", 1, (0, 5)),
        Region(2, "ten", "eleven", None, (2, 3)),
    ]
    assert take(changes, {1}).startswith("Dogs are welcome. The kitchen closes at ten.\n\nWe")
    assert take(changes, {2}).startswith("The kitchen closes at eleven. Dogs are welcome.\n\nWe")


def test_a_sentence_too_short_to_be_recognized_does_not_move_but_a_line_of_one_word_does() -> None:
    fair = "The fair opens on Monday at ten."

    assert not any(c.move for c in compare(f"Yes. {fair}", f"{fair} Yes."))
    assert compare("- salt\n- olive oil\n- bread\n", "- olive oil\n- bread\n- salt\n") == [
        Change("delete", "- salt\n", 1), Change("same", "- olive oil\n- bread\n"), Change("insert", "- salt\n", 1),
    ]  # fmt: skip


def test_what_was_edited_on_its_way_is_a_move_with_two_texts() -> None:
    old = "Bring your own cup to the party.\n\nThe music starts at eight in the garden."
    (region,) = regions(compare(old, "The music starts at eight in the garden.\n\nBring your own glass to the party."))

    assert (region.old.strip(), region.new.strip()) == (
        "Bring your own cup to the party.",
        "Bring your own glass to the party.",
    )


def test_long_texts_are_compared_without_a_wait() -> None:
    old = words(10_000, seed=1)
    edited = [f"edit{k}" if k % 200 == 0 else word for k, word in enumerate(old)]
    started = time.process_time()
    ordinary = compare(" ".join(old), " ".join(edited))
    compare(" ".join(old), " ".join(words(10_000, seed=2)))

    assert counts(ordinary) == Counts(added=50, removed=50, unchanged=9_950)
    assert time.process_time() - started < 3  # measured: 0.15 s


def test_texts_beyond_the_usual_size_are_still_exact() -> None:
    old, new = " ".join(words(21_000, seed=3)), " ".join(words(21_000, seed=4))
    changes = compare(old, new)

    assert "".join(c.text for c in changes if c.kind != "insert") == old
    assert "".join(c.text for c in changes if c.kind != "delete") == new
