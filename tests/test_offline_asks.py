"""What the built-in writer makes of feedback: each ask, their combinations, and what it leaves alone."""

import pytest

from hitl.writer.offline.asks import Wish
from hitl.writer.offline.understanding import understand
from tests.test_offline_edits import TEXT, refused, revised


@pytest.mark.parametrize(
    ("feedback", "wish"),
    [
        *(
            (words, Wish.SHORTER)
            for words in (
                "Shorter",
                "cut it in half",
                "trim it a bit",
                "too long",
                "more concise",
                "shoter!",
                "tighten it up",
            )
        ),
        *(
            (words, Wish.LONGER)
            for words in ("make it longer", "add more detail", "too short", "expand on this", "not long enough")
        ),
        *(
            (words, Wish.FRIENDLIER)
            for words in (
                "friendlier",
                "less formal",
                "not too formal",
                "warmer",
                "more casual",
                "frindlier",
                "sounds robotic",
            )
        ),
        *(
            (words, Wish.FORMAL)
            for words in ("more formal", "more professional", "too casual", "less chatty", "not formal enough")
        ),
        *(
            (words, Wish.SIMPLER)
            for words in ("use simpler words", "plainer language", "no jargon", "too technical", "shorter sentences")
        ),
        *(
            (words, Wish.NUMBERS)
            for words in ("keep one metric", "only one number", "remove all stats", "no numbers", "keep just 1 figure")
        ),
        *(
            (words, Wish.CALL)
            for words in ("add CTA", "add a call to action", "include a call-to-action at the end", "CTA please")
        ),
        *((words, Wish.NO_CALL) for words in ("remove the CTA", "no call to action", "don't add a CTA")),
        *((words, Wish.HASHTAGS) for words in ("add hashtags", "3 hashtags", "add hashtag #x", "#ops")),
        *(
            (words, Wish.NO_HASHTAGS)
            for words in ("don't add hashtags", "no hashtags", "drop the hashtags", "without hashtags")
        ),
        *((words, Wish.EMOJI) for words in ("add emoji", "add an emoji", "some emojis please")),
        *((words, Wish.NO_EMOJI) for words in ("no emoji", "remove the emojis", "avoid emoji")),
        *((words, Wish.QUESTION) for words in ("add a question", "end with a question", "close with a question")),
        *(
            (words, Wish.HOOK)
            for words in ("stronger opening", "better hook", "start with a question", "the intro is weak")
        ),
        *((words, Wish.BULLETS) for words in ("bullets", "use bullet points", "turn it into a list")),
        *(
            (words, Wish.LEAVE)
            for words in (
                "don't make it shorter",
                "keep the emoji",
                "don't remove the numbers",
                "do not touch the title",
            )
        ),
    ],
)
def test_an_ask_is_understood_in_many_phrasings(feedback: str, wish: Wish) -> None:
    read = understand(feedback)

    assert [ask.wish for ask in read.asks] == [wish]
    assert read.unknown == ()


@pytest.mark.parametrize(
    "praise",
    ["Great job!", "Looks good", "I love the hook", "Perfect, thanks", "The emoji are great", "This is much better"],
)
def test_praise_alone_is_no_revision(praise: str) -> None:
    sentence = refused(praise)

    assert sentence.startswith(f'Nothing was changed. No ask was found in "{praise}".')


def test_what_is_not_understood_is_no_revision_and_named() -> None:
    sentence = refused("make it pop")

    assert sentence == (
        'Nothing was changed. Not understood: "make it pop". The built-in writer knows simple asks such as "shorter" '
        'or "add a call to action"; put it in other words or edit by hand.'
    )


def test_all_that_stopped_a_revision_is_named_at_once() -> None:
    sentence = refused("make it pop, remove zebras, no emoji")

    assert 'Not understood: "make it pop".' in sentence
    assert 'Not done: "remove zebras" ("zebras" is not in the text).' in sentence
    assert 'Already so: "no emoji".' in sentence


def test_one_note_names_everything_that_was_not_done() -> None:
    result = revised("Make it pop, remove zebras, and add CTA.")

    assert result.notes == ('Not done: "Make it pop" (not understood); "remove zebras" ("zebras" is not in the text).',)
    assert result.text.startswith(TEXT)
