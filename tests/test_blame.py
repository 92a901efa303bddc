"""Known histories, with the answer of an editor who was there."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitl.blame import Sentence, sentences
from hitl.domain import Author, Revision

PIECES = ["We", "go", "Dr", "3", "Yes", "日", ".", "!", " ", " ", "\n", "\n\n", "- ", "1. ", "The fair is on Monday. "]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=30))
histories = st.lists(texts, max_size=6)


def history(*texts: str) -> list[Revision]:
    return [Revision(number, text, Author.MODEL, number - 1, "") for number, text in enumerate(texts, 1)]


FAIR = "The fair is on Monday. Come early. It costs nothing."
TUESDAY = FAIR.replace("Monday", "Tuesday")
BREAD, GOOD = "We sell bread here.", "We sell good bread here."

AGES = {
    "sentences that moved": (
        [FAIR, "It costs nothing. The fair is on Monday. Come early."],
        [("It costs nothing.", 1), ("The fair is on Monday.", 1), ("Come early.", 1)],
    ),
    "a sentence said once more": (
        ["Come early. The fair is on Monday.", "Come early. The fair is on Monday. Come early."],
        [("Come early.", 1), ("The fair is on Monday.", 1), ("Come early.", 2)],
    ),
    "a new number in a list": (
        ["1. Bread\n2. Milk", "1. Salt\n2. Bread\n3. Milk"],
        [("1. Salt", 2), ("2. Bread", 1), ("3. Milk", 1)],
    ),
    "a script without blanks": (
        ["今天很好。我们走吧。", "今天很好。我们明天走吧。他来。"],
        [("今天很好。", 1), ("我们明天走吧。", 2), ("他来。", 2)],
    ),
}
WHOLE = "The fair opens its doors on Monday morning, and everybody from the town is welcome to come."
HALVES = "The fair opens its doors on Monday morning.", "Everybody from the town is welcome to come."
SENTENCES = {
    "a changed word": (
        [FAIR, TUESDAY],
        [
            Sentence("The fair is on Tuesday. ", 2, "The fair is on Monday."),
            Sentence("Come early. ", 1, ""),
            Sentence("It costs nothing.", 1, ""),
        ],
    ),
    "a lost word": (
        ["It really costs nothing at all.", "It costs nothing at all."],
        [Sentence("It costs nothing at all.", 2, "It really costs nothing at all.")],
    ),
    "changes of several revisions": (
        [BREAD, GOOD, "We sell good bread here in Oslo."],
        [Sentence("We sell good bread here in Oslo.", 3, GOOD)],
    ),
    "a whole new text": (
        [FAIR, "Nobody knows where the circus goes next."],
        [Sentence("Nobody knows where the circus goes next.", 2, "")],
    ),
    "both halves of a split sentence": (
        [WHOLE, " ".join(HALVES)],
        [Sentence(f"{HALVES[0]} ", 2, WHOLE), Sentence(HALVES[1], 2, WHOLE)],
    ),
    "reworded and moved": (
        [FAIR, "It costs nothing. Come early. The yearly fair is held on Monday."],
        [
            Sentence("It costs nothing. ", 1, ""),
            Sentence("Come early. ", 1, ""),
            Sentence("The yearly fair is held on Monday.", 2, "The fair is on Monday."),
        ],
    ),
    "made from the revision just before, not from the last": (
        [BREAD, GOOD, f"{GOOD} Come in.", f"Hello. {GOOD} Come in."],
        [Sentence("Hello. ", 4, ""), Sentence(f"{GOOD} ", 2, BREAD), Sentence("Come in.", 3, "")],
    ),
    "what came back still tells what it was made from": (
        [BREAD, GOOD, "We sell bad bread here.", f"Hello. {GOOD} Bye for now."],
        [Sentence("Hello. ", 4, ""), Sentence(f"{GOOD} ", 2, BREAD, 4), Sentence("Bye for now.", 4, "")],
    ),
    "what came back in its first words": (
        [BREAD, GOOD, f"Hello. {BREAD}"],
        [Sentence("Hello. ", 3, ""), Sentence(BREAD, 1, "", 3)],
    ),
}


@pytest.mark.parametrize(("texts", "expected"), AGES.values(), ids=AGES.keys())
def test_a_sentence_is_as_old_as_its_wording(texts: list[str], expected: list[tuple[str, int]]) -> None:
    assert [(sentence.text.strip(), sentence.revision) for sentence in sentences(history(*texts))] == expected


@pytest.mark.parametrize(("texts", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_a_sentence_tells_how_it_read_before(texts: list[str], expected: list[Sentence]) -> None:
    assert sentences(history(*texts)) == expected


def test_no_revisions_and_empty_texts_have_no_parts() -> None:
    assert (sentences([]), sentences(history(""))) == ([], [])


@settings(deadline=None)
@given(histories)
def test_sentences_tile_every_text_exactly(texts: list[str]) -> None:
    revisions = history(*texts)
    for revision in revisions:
        found = sentences(revisions[: revision.number])

        assert "".join(sentence.text for sentence in found) == revision.text
        for sentence in found:
            assert 1 <= sentence.revision <= revision.number
            assert sentence.text.strip(" \n-#.0123456789") in texts[sentence.revision - 1]
            assert sentence.before in ["", *texts][sentence.revision - 1]


@settings(deadline=None)
@given(histories, st.integers(0, 5))
def test_a_restore_brings_nothing_new(texts: list[str], index: int) -> None:
    if index < len(texts):
        first, restored = texts[: texts.index(texts[index]) + 1], [*texts, texts[index]]
        was, came = ([(s.text, s.revision, s.before) for s in sentences(history(*each))] for each in (first, restored))

        assert was == came


def test_long_histories_are_followed_without_a_wait() -> None:
    rng = random.Random(1)  # noqa: S311 - a repeatable text, no secret
    words = [f"w{rng.randrange(3_000)}{'. W' * (k % 15 == 14)}" for k in range(1_000)]
    texts = []
    for _ in range(50):
        for _ in range(10):
            words[rng.randrange(1_000)] = f"n{rng.randrange(3_000)}"
        texts.append(" ".join(words))
    started = time.process_time()
    found = sentences(history(*texts))

    assert len({sentence.revision for sentence in found}) > 10
    assert time.process_time() - started < 2  # measured: 0.2 s
