"""Known histories, with the answer of an editor who was there."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitl.blame import Origin, Sentence, blame, sentences
from hitl.domain import Author, Counters, Decision, Revision, Verb
from hitl.errors import NotFound
from hitl.wording import caused_by

PIECES = ["We", "go", "Dr", "3", "Yes", "日", ".", "!", " ", " ", "\n", "\n\n", "- ", "1. ", "The fair is on Monday. "]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.text(max_size=30))
histories = st.lists(texts, max_size=6)


def history(*texts: str) -> list[Revision]:
    return [Revision(number, text, Author.MODEL, number - 1, "") for number, text in enumerate(texts, 1)]


def decision(number: int, verb: Verb, feedback: str = "") -> Decision:
    return Decision(number, f"i{number}", verb, "Ann", number, "", "", "", "", Counters(), feedback)


def parts(*texts: str) -> list[tuple[str, int]]:
    return [(origin.text, origin.revision) for origin in blame(history(*texts))]


def ages(*texts: str) -> list[tuple[str, int]]:
    return [(sentence.text.strip(), sentence.revision) for sentence in sentences(history(*texts))]


def befores(*texts: str) -> list[tuple[str, str]]:
    return [(sentence.text.strip(), sentence.before) for sentence in sentences(history(*texts))]


FAIR = "The fair is on Monday. Come early. It costs nothing."


def test_a_first_draft_brought_all_of_itself() -> None:
    assert blame(history(FAIR)) == [Origin(FAIR, 1)]
    assert [s.revision for s in sentences(history(FAIR))] == [1, 1, 1]


def test_a_changed_word_belongs_to_the_revision_that_changed_it_and_so_does_the_wording_of_its_sentence() -> None:
    tuesday = FAIR.replace("Monday", "Tuesday")

    assert parts(FAIR, tuesday) == [("The fair is on ", 1), ("Tuesday", 2), (". Come early. It costs nothing.", 1)]
    assert sentences(history(FAIR, tuesday)) == [
        Sentence("The fair is on Tuesday. ", 2, "The fair is on Monday."),
        Sentence("Come early. ", 1, ""),
        Sentence("It costs nothing.", 1, ""),
    ]


def test_a_sentence_that_lost_a_word_got_its_wording_there_though_every_word_is_older() -> None:
    texts = "It really costs nothing at all.", "It costs nothing at all."

    assert parts(*texts) == [("It costs nothing at all.", 1)]
    assert sentences(history(*texts)) == [Sentence(texts[1], 2, texts[0])]


def test_changes_of_several_revisions_lie_side_by_side() -> None:
    texts = "We sell bread here.", "We sell good bread here.", "We sell good bread here in Oslo."

    assert parts(*texts) == [("We sell", 1), (" good", 2), (" bread here", 1), (" in Oslo", 3), (".", 1)]
    assert sentences(history(*texts)) == [Sentence(texts[2], 3, texts[1])]


def test_a_sentence_that_moved_keeps_its_origin() -> None:
    assert ages(FAIR, "It costs nothing. The fair is on Monday. Come early.") == [
        ("It costs nothing.", 1), ("The fair is on Monday.", 1), ("Come early.", 1),
    ]  # fmt: skip


def test_a_moved_sentence_with_the_change_of_a_later_revision_keeps_both() -> None:
    texts = FAIR, FAIR.replace("Monday", "Tuesday"), "It costs nothing. Come early. The fair is on Tuesday."

    assert parts(*texts) == [("It costs nothing. Come early. The fair is on ", 1), ("Tuesday", 2), (".", 1)]


def test_a_phrase_that_moved_into_another_sentence_keeps_its_origin() -> None:
    texts = (
        "With a loaf of warm bread we begin. Anna has the first word of the day.",
        "We begin. Anna has the first word of the day, and she eats it with a loaf of warm bread.",
    )
    brought = {origin.text.strip(" ."): origin.revision for origin in blame(history(*texts))}

    assert brought["a loaf of warm bread"] == 1


def test_a_restored_text_is_as_old_as_the_text_it_was_restored_from() -> None:
    tuesday = FAIR.replace("Monday", "Tuesday")

    assert parts(FAIR, tuesday, "Something else.", tuesday) == parts(FAIR, tuesday)
    assert ages(FAIR, tuesday, "Something else.", FAIR) == ages(FAIR)


def test_what_follows_a_restore_is_compared_with_the_restored_text() -> None:
    texts = FAIR, "Something else.", FAIR, FAIR + " Bring friends."

    assert parts(*texts) == [(FAIR + " ", 1), ("Bring friends.", 4)]


def test_a_sentence_that_was_deleted_and_came_back_keeps_its_origin() -> None:
    texts = FAIR, "The fair is on Monday. It costs nothing.", FAIR + " Bring friends."

    assert parts(*texts) == [(FAIR + " ", 1), ("Bring friends.", 3)]


def test_a_word_changed_and_changed_back_leaves_the_first_wording() -> None:
    assert parts(FAIR, FAIR.replace("Monday", "Tuesday"), FAIR + " Yes.") == [(FAIR + " ", 1), ("Yes.", 3)]


def test_a_sentence_said_once_more_is_new_where_it_is_added() -> None:
    once = "Come early. The fair is on Monday."

    assert ages(once, once + " Come early.") == [("Come early.", 1), ("The fair is on Monday.", 1), ("Come early.", 2)]


def test_a_new_number_in_a_list_leaves_the_item_as_old_as_it_was() -> None:
    texts = "1. Bread\n2. Milk", "1. Salt\n2. Bread\n3. Milk"

    assert ages(*texts) == [("1. Salt", 2), ("2. Bread", 1), ("3. Milk", 1)]
    assert parts(*texts) == [("1. Salt\n2. ", 2), ("Bread\n", 1), ("3. ", 2), ("Milk", 1)]


def test_breaking_a_paragraph_rewords_nothing() -> None:
    assert parts(FAIR, FAIR.replace(". Come", ".\n\nCome")) == [(FAIR.replace(". Come", ".\n\nCome"), 1)]


def test_a_whole_new_text_is_new_and_had_nothing_before() -> None:
    text = "Nobody knows where the circus goes next."

    assert parts(FAIR, text) == [(text, 2)]
    assert befores(FAIR, text) == [(text, "")]


def test_both_halves_of_a_split_sentence_show_the_whole_one() -> None:
    whole = "The fair opens its doors on Monday morning, and everybody from the town is welcome to come."
    halves = "The fair opens its doors on Monday morning.", "Everybody from the town is welcome to come."

    assert befores(whole, " ".join(halves)) == [(halves[0], whole), (halves[1], whole)]


def test_a_reworded_sentence_is_found_though_it_moved() -> None:
    texts = FAIR, "It costs nothing. Come early. The yearly fair is held on Monday."

    assert befores(*texts)[2] == ("The yearly fair is held on Monday.", "The fair is on Monday.")


def test_the_earlier_wording_is_of_the_revision_just_before_and_not_of_the_last_one() -> None:
    texts = (
        "We sell bread.",
        "We sell good bread.",
        "We sell good bread. Come in.",
        "Hello. We sell good bread. Come in.",
    )

    assert sentences(history(*texts))[1] == Sentence("We sell good bread. ", 2, "We sell bread.")


def test_a_sentence_that_came_back_still_tells_what_it_was_made_from() -> None:
    bread, good = "We sell bread here.", "We sell good bread here."
    texts = bread, good, "We sell bad bread here.", f"Hello. {good} Bye for now."

    assert sentences(history(*texts))[1] == Sentence(good + " ", 2, bread, 4)
    assert sentences(history(bread, good, f"Hello. {bread}"))[1] == Sentence(bread, 1, "", 3)


def test_sentences_of_scripts_without_blanks_are_told_apart() -> None:
    assert ages("今天很好。我们走吧。", "今天很好。我们明天走吧。他来。") == [
        ("今天很好。", 1), ("我们明天走吧。", 2), ("他来。", 2),
    ]  # fmt: skip


def test_any_revision_can_be_asked_about_as_it_was() -> None:
    revisions = history(FAIR, FAIR.replace("Monday", "Tuesday"), "Gone.")

    assert blame(revisions, 1) == [Origin(FAIR, 1)]
    assert [origin.revision for origin in blame(revisions, 2)] == [1, 2, 1]
    assert blame(revisions, 3) == blame(revisions) == [Origin("Gone.", 3)]
    assert blame(revisions[::-1], 2) == blame(revisions, 2)


def test_a_revision_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(NotFound, match="no revision 4"):
        blame(history(FAIR), 4)


def test_no_revisions_and_empty_texts_have_no_parts() -> None:
    assert (blame([]), sentences([])) == ([], [])
    assert (blame(history("")), sentences(history(""))) == ([], [])
    assert parts("", "Hi.", "", "Hi.") == [("Hi.", 2)]


def test_a_sentence_leads_to_the_feedback_and_the_author_behind_it() -> None:
    revisions = [
        Revision(1, "Our shop is open. We sell bread.", Author.MODEL, 0, "", model="m"),
        Revision(2, "Our shop is open on Monday. We sell bread.", Author.MODEL, 1, "", model="m"),
        Revision(3, "Our shop is open on Monday. We sell rye bread.", Author.EDITOR, 2, ""),
    ]
    decisions = [
        decision(1, Verb.REVISE, feedback="Say when."),
        decision(2, Verb.EDIT),
        decision(3, Verb.ACCEPT),
    ]
    first, second = sentences(revisions)
    causes = [caused_by(revisions[s.revision - 1], decisions) for s in (first, second)]

    assert [cause.feedback if cause else None for cause in causes] == ["Say when.", ""]
    assert [revisions[s.revision - 1].author for s in (first, second)] == [Author.MODEL, Author.EDITOR]
    assert [first.before, second.before] == ["Our shop is open.", "We sell bread."]


@settings(deadline=None)
@given(histories)
def test_origins_tile_every_text_exactly(texts: list[str]) -> None:
    revisions = history(*texts)
    for revision in revisions:
        origins = blame(revisions, revision.number)

        assert "".join(origin.text for origin in origins) == revision.text
        assert all(origin.text and 1 <= origin.revision <= revision.number for origin in origins)
        assert all(a.revision != b.revision for a, b in pairwise(origins))


@settings(deadline=None)
@given(histories)
def test_sentences_join_to_every_text_and_their_earlier_wording_stood_just_before(texts: list[str]) -> None:
    revisions = history(*texts)
    for revision in revisions:
        found = sentences(revisions, revision.number)

        assert "".join(sentence.text for sentence in found) == revision.text
        for sentence in found:
            assert 1 <= sentence.revision <= revision.number
            assert sentence.text.strip(" \n-#.0123456789") in texts[sentence.revision - 1]
            assert sentence.before in ["", *texts][sentence.revision - 1]


@settings(deadline=None)
@given(histories, st.integers(0, 5))
def test_a_restore_brings_nothing_new(texts: list[str], index: int) -> None:
    if index < len(texts):
        restored = history(*texts, texts[index])

        assert blame(restored) == blame(restored, texts.index(texts[index]) + 1)


@settings(deadline=None)
@given(histories)
def test_later_revisions_never_change_the_blame_of_earlier_ones(texts: list[str]) -> None:
    revisions = history(*texts)

    for number in range(1, len(texts)):
        assert blame(revisions, number) == blame(revisions[:number])


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
