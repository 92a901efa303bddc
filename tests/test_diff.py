"""What an editor expects to read on the history page."""

import random
import time
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hitl.diff import Change, Counts, compare, counts, tokens

PIECES = [
    "the",
    "of",
    "May",
    "20",
    "team",
    "don't",
    "日",
    "é",
    "👩‍👧",
    ".",
    ",",
    "(",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\n\n",
]
prose = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
texts = st.one_of(prose, st.text(max_size=60))


def same(text: str) -> Change:
    return Change("same", text)


def gone(text: str) -> Change:
    return Change("delete", text)


def new(text: str) -> Change:
    return Change("insert", text)


def joined(changes: list[Change] | tuple[Change, ...], *kinds: Literal["same", "insert", "delete"]) -> str:
    return "".join(change.text for change in changes if change.kind in kinds)


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


EXAMPLES = {
    "a word is replaced": (
        "The fair is on Monday.",
        "The fair is on Tuesday.",
        [same("The fair is on "), gone("Monday"), new("Tuesday"), same(".")],
    ),
    "an added range begins after the date": (
        "Open from 20 May in Oslo",
        "Open from 20 May to 22 May in Oslo",
        [same("Open from 20 May"), new(" to 22 May"), same(" in Oslo")],
    ),
    "an added range stops before the full stop": (
        "Open from 20 May.",
        "Open from 20 May to 22 May.",
        [same("Open from 20 May"), new(" to 22 May"), same(".")],
    ),
    "an added word brings its blank": ("the dog", "the big dog", [same("the"), new(" big"), same(" dog")]),
    "of a doubled word the second one goes": (
        "very very good",
        "very good",
        [same("very"), gone(" very"), same(" good")],
    ),
    "a comma is only a comma": ("Hello world", "Hello, world", [same("Hello"), new(","), same(" world")]),
    "punctuation beside a changed word stays": (
        "(Monday), then",
        "(Tuesday), then",
        [same("("), gone("Monday"), new("Tuesday"), same("), then")],
    ),
    "an item of a list brings its comma": (
        "red, blue",
        "red, green, blue",
        [same("red,"), new(" green,"), same(" blue")],
    ),
    "a sentence is added whole": (
        "He came. He saw.",
        "He came. He ran. He saw.",
        [same("He came."), new(" He ran."), same(" He saw.")],
    ),
    "a paragraph is added whole": ("A.\n\nC.", "A.\n\nB.\n\nC.", [same("A.\n\n"), new("B.\n\n"), same("C.")]),
    "the last paragraph goes with the break before it": ("A.\n\nB.", "A.", [same("A."), gone("\n\nB.")]),
    "a paragraph is split": ("One. Two.", "One.\n\nTwo.", [same("One."), gone(" "), new("\n\n"), same("Two.")]),
    "a number changes as a whole": (
        "It costs 1,000 euros",
        "It costs 1,500 euros",
        [same("It costs "), gone("1,000"), new("1,500"), same(" euros")],
    ),
    "a contraction changes as a whole": (
        "I don't know",
        "I do know",
        [same("I "), gone("don't"), new("do"), same(" know")],
    ),
    "a double blank is repaired": ("a  b", "a b", [same("a"), gone("  "), new(" "), same("b")]),
    "the words of a rewritten phrase are not interleaved": (
        "We met our old friends.",
        "We saw nice people.",
        [same("We "), gone("met our old friends"), new("saw nice people"), same(".")],
    ),
    "a small word between two replacements goes with them": (
        "We like bread and milk.",
        "We like cake and wine.",
        [same("We like "), gone("bread and milk"), new("cake and wine"), same(".")],
    ),
    "a comma between two replacements goes with them": (
        "on Monday, May 3",
        "on Tuesday, June 3",
        [same("on "), gone("Monday, May"), new("Tuesday, June"), same(" 3")],
    ),
    "a real word between two replacements stays": (
        "The old meeting was good",
        "The new meeting is good",
        [same("The "), gone("old"), new("new"), same(" meeting "), gone("was"), new("is"), same(" good")],
    ),
    "two additions around a small word stay two": (
        "We sell bread and milk.",
        "We sell fresh bread and cold milk.",
        [same("We sell"), new(" fresh"), same(" bread and"), new(" cold"), same(" milk.")],
    ),
    "quotation marks change without their words": (
        "“Go” he said",
        '"Go" he said',
        [gone("“"), new('"'), same("Go"), gone("”"), new('"'), same(" he said")],
    ),
    "a Chinese sentence is added whole": (
        "他来。他走。",
        "他来。他吃。他走。",
        [same("他来。"), new("他吃。"), same("他走。")],
    ),
    "Chinese changes by word": ("五月二十日", "五月三十日", [same("五月"), gone("二十"), new("三十"), same("日")]),
}


@pytest.mark.parametrize(("old", "now", "expected"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_a_change_reads_as_an_editor_expects(old: str, now: str, expected: list[Change]) -> None:
    assert compare(old, now) == expected


def test_a_rewritten_sentence_is_one_replacement_and_no_confetti() -> None:
    old = "We will hold the annual meeting of the team on Monday in Paris and everyone is invited to join us there."
    now = "Nobody knows where the next gathering takes place, but the team hopes that it happens soon in Berlin."

    assert [change.kind for change in compare(old, now)] == ["delete", "insert", "same"]


def test_rewritten_paragraphs_keep_the_break_between_them() -> None:
    changes = compare("One fine day.\n\nWe left home.", "Many bad nights!\n\nThey came back!")

    assert [c.kind for c in changes] == ["delete", "insert", "same", "delete", "insert"]
    assert changes[2] == same("\n\n")


@settings(deadline=None)
@given(texts, texts)
@example("", "")
@example("the the the", "the the")
@example("a b a b\n", "b a b a\n\n")
def test_a_comparison_holds_both_texts_exactly(old: str, now: str) -> None:
    changes = compare(old, now)

    assert joined(changes, "same", "delete") == old
    assert joined(changes, "same", "insert") == now


@settings(deadline=None)
@given(texts, texts)
@example("b日b日", "日日b")  # a change that slides until it touches the next
def test_neighbours_differ_in_kind_nothing_is_empty_and_a_delete_precedes_its_insert(old: str, now: str) -> None:
    changes = compare(old, now)
    kinds = [change.kind for change in changes]

    assert all(change.text for change in changes)
    assert all(a != b for a, b in pairwise(kinds))
    assert ("insert", "delete") not in pairwise(kinds)


@settings(deadline=None)
@given(texts)
def test_a_text_compared_with_itself_is_the_same(text: str) -> None:
    assert compare(text, text) == [same(text)] * bool(text)


@settings(deadline=None)
@given(texts.filter(bool))
def test_against_an_empty_text_all_is_added_or_removed(text: str) -> None:
    assert compare("", text) == [new(text)]
    assert compare(text, "") == [gone(text)]


@settings(deadline=None)
@given(texts, texts)
def test_a_blank_never_stands_alone_between_two_replacements(old: str, now: str) -> None:
    changes = compare(old, now)
    kinds = "".join(change.kind[0] for change in changes)
    islands = [changes[k + 2].text for k in range(len(changes)) if kinds.startswith("disdi", k)]

    assert all(island.strip(" ") for island in islands)


def test_long_texts_are_compared_without_a_wait() -> None:
    old = words(10_000, seed=1)
    edited = [f"edit{k}" if k % 200 == 0 else word for k, word in enumerate(old)]
    started = time.perf_counter()
    ordinary = compare(" ".join(old), " ".join(edited))
    compare(" ".join(old), " ".join(words(10_000, seed=2)))

    assert counts(ordinary) == Counts(added=50, removed=50, unchanged=9_950)
    assert time.perf_counter() - started < 3  # measured: 0.15 s


def test_texts_beyond_the_usual_size_are_still_exact() -> None:
    old, now = " ".join(words(21_000, seed=3)), " ".join(words(21_000, seed=4))
    changes = compare(old, now)

    assert joined(changes, "same", "delete") == old
    assert joined(changes, "same", "insert") == now
