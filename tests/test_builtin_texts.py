"""What the built-in writer does to whole texts that nobody wrote for it, and to its own examples."""

import re
from itertools import permutations

import pytest

from hitl.domain import Brief, Kind
from hitl.ui.decision import QUICK_ASKS
from hitl.ui.new_draft import EXAMPLES
from hitl.writer.builtin import BuiltInWriter, example
from hitl.writing import Assignment
from tests.builtin import numbers, parts, refused, revised, written
from tests.fakes import read
from tests.prose import GERMAN, JEROME, LINCOLN, MAIL, NEWSLETTER, POST, TEXTS

KINDS = {"mail": Kind.EMAIL, "post": Kind.LINKEDIN, "newsletter": Kind.NEWSLETTER, "German": Kind.PRESS}
every_text = pytest.mark.parametrize("name", TEXTS)
every_example = pytest.mark.parametrize("kind", EXAMPLES)


def words(text: str) -> int:
    return len(text.split())


def is_left_of(new: str, old: str) -> bool:
    """Whether a text is another one without some of its parts, in the same order."""
    rest = iter(parts(old))
    return all(part in rest for part in parts(new))


def of(name: str, feedback: str) -> str:
    return revised(feedback, TEXTS[name], KINDS.get(name, Kind.FREE))


@every_text
def test_shorter_leaves_out_whole_sentences_and_neither_the_first_one_nor_one_that_is_to_stay(name: str) -> None:
    old = TEXTS[name]
    new, kept = of(name, "Shorter, please."), of(name, "Shorter, but keep the last sentence.")

    assert words(old) * 0.4 < words(new) <= words(old) * 0.75
    assert is_left_of(new, old)
    assert parts(new, "sentence")[0] == parts(old, "sentence")[0]
    assert parts(kept, "sentence")[-1] == parts(old, "sentence")[-1]
    assert words(kept) < words(old)


@every_text
@pytest.mark.parametrize(
    "wording",
    [
        "At most {} words.",
        "Cut it to {} words",
        "Bitte höchstens {} Wörter",
        "max. {} words",
        "Tighten to {} words max",
    ],
)
def test_a_number_of_words_is_kept_to_by_whole_sentences_or_refused(name: str, wording: str) -> None:
    most = words(TEXTS[name]) * 2 // 3
    new = of(name, wording.format(most))

    assert words(new) <= most
    assert is_left_of(new, TEXTS[name])
    assert re.search(r"Not done: “.*” \(.* comes down to \d+ words\)", refused(wording.format(3), TEXTS[name]))


@pytest.mark.parametrize("name", ["mail", "post", "newsletter", "German", *EXAMPLES])
@pytest.mark.parametrize(
    ("wording", "count"), [("keep one metric", 1), ("only two numbers", 2), ("remove all numbers", 0)]
)
def test_so_many_numbers_are_kept_and_nothing_is_made_up(name: str | Kind, wording: str, count: int) -> None:
    old = example(name)[1] if isinstance(name, Kind) else TEXTS[name]
    if (name, count) in (("mail", 0), ("newsletter", 0)):
        assert "(most of the text would have to go)" in refused(wording, old)
        return
    new = revised(wording, old)

    assert len(numbers(new)) == count
    assert len(new.split()) * 2 >= len(old.split())
    for part in parts(new):
        whole = next(each for each in parts(old) if each.startswith(part[:20]))
        assert part == whole or (whole.startswith(part.rstrip(".!")) and part[-1] == whole[-1])


@every_text
@pytest.mark.parametrize(
    ("wording", "mark"),
    [
        ("Remove all emojis!", "[🎉🪗😅🚲]"),
        ("no hashtags", r"#\w"),
        ("keine Ausrufezeichen", "!"),
        ("Please drop the hashtags, the emoji and the exclamation marks.", r"[🎉🪗😅🚲!]|#\w"),
    ],
)
def test_marks_are_taken_out_and_nothing_else(name: str, wording: str, mark: str) -> None:
    old = TEXTS[name]
    if not re.search(mark, old):
        assert "Done already" in refused(wording, old)
        return
    new = of(name, wording)
    left = re.findall(r"\w+", new)

    assert not re.search(mark, new)
    assert left == re.findall(r"\w+", old)[: len(left)]
    assert "  " not in new


@every_text
@pytest.mark.parametrize(
    ("wording", "added"),
    [
        ("Add a call to action.", ""),
        ("add a CTA: “Come and see”", "Come and see."),
        ("End with a question", ""),
        ("Can we have a question at the end?", ""),
        ("Mention “free coffee for all” please", "Free coffee for all."),
        ("add a contact line: “Call 0123”", "Call 0123."),
        ("add #Foo", "#Foo"),
    ],
)
def test_what_is_added_leaves_the_rest_as_it_is(name: str, wording: str, added: str) -> None:
    old, new = TEXTS[name], of(name, wording)

    assert added in new
    assert len(new) > len(old)
    assert [part for part in parts(old) if part not in new] == []
    assert new.count("\n\n\n") == old.count("\n\n\n")


def test_a_call_to_action_stands_before_the_sign_off_and_the_hashtags_in_the_language_of_the_text() -> None:
    called = "It rained. Read more at https://rain.example/today."

    assert re.search(r"\n\nPlease reply .*\.\n\nKind regards,\nIrene Maddox\Z", revised("Add CTA", MAIL, Kind.EMAIL))
    assert "\n\nTell us what you think in the comments.\n\n#small" in revised("Add CTA", POST, Kind.LINKEDIN)
    assert "\n\nMehr dazu: https://kettenreaktion.example/kurse\n\n#Lin" in revised("Add CTA", GERMAN)
    assert revised("Add CTA", called).count("https") == 1
    assert "give your own" in refused("Add CTA", "La bibliothèque ouvre le dimanche. Venez nombreux.")


@every_text
def test_a_sentence_is_removed_by_its_place(name: str) -> None:
    old = parts(TEXTS[name], "sentence")

    for feedback, left in (
        ("Remove the last sentence.", old[:-1]),
        ("delete sentence 2", [old[0], *old[2:]]),
        ("Streiche den ersten Satz", old[1:]),
    ):
        assert parts(of(name, feedback), "sentence") == left
    assert f"the text has {len(old)} sentences" in refused("remove sentence 99", TEXTS[name])


@every_text
def test_words_in_quotes_are_removed_replaced_and_kept(name: str) -> None:
    old = TEXTS[name]
    last = parts(old, "sentence")[-1]

    assert last not in of(name, f"Remove «{last}»")
    assert of(name, f"Replace «{last}» with «Over.»") == old.replace(last, "Over.")
    assert last in of(name, f"Shorter. Keep «{last}».")
    assert "does not have exactly these words)" in refused("Remove “no such words”", old)


@every_text
def test_bullets_and_paragraphs_have_the_same_words(name: str) -> None:
    listed = of(name, "Turn it into bullet points")

    assert len(parts(listed, "item")) >= len(parts(TEXTS[name], "sentence"))
    assert parts(listed, "sentence") == []
    back = revised("no bullets", listed, KINDS.get(name, Kind.FREE)) if name != "mail" else listed
    assert re.findall(r"\w+", back) == re.findall(r"\w+", TEXTS[name])


def test_one_number_of_a_list_or_a_sentence_or_a_table_that_cannot_be_parted_is_refused() -> None:
    assert "the text has 2" in refused("Keep one number.", LINCOLN)
    assert "Done already" in refused("Keep one number.", JEROME)
    assert "a whole table" in refused("Keep one number", "We sold 4.\n\n| A | 1 |\n|---|---|\n| B | 2 |\n\nIt rained.")


def test_only_the_newest_feedback_is_carried_out() -> None:
    assert written(Brief("A text"), MAIL, "remove all numbers", "No bullets, add a CTA").text.startswith(MAIL[:600])


@every_example
def test_every_quick_ask_works_on_every_example_alone_and_after_every_other_one(kind: Kind) -> None:
    brief, text = example(kind)
    for first, second in permutations(QUICK_ASKS, 2):
        once = written(brief, text, f"{first}.")
        twice = written(brief, once.text, f"{first}.", f"{second}.")

        assert text != once.text != twice.text
        assert all(note.startswith("Done: ") for note in (*once.notes, *twice.notes))


@every_example
def test_the_reference_run_holds_on_every_example(kind: Kind) -> None:
    brief, text = example(kind)
    short = written(brief, text, "Shorter, friendlier tone, keep one metric.").text
    called = written(brief, short, "Looks good, add CTA.").text

    assert words(short) < words(text)
    assert len(numbers(short)) == 1
    assert called.startswith(short)
    assert len(parts(called, "sentence")) == len(parts(short, "sentence")) + 1


@every_example
def test_an_example_is_a_finished_text_with_several_figures(kind: Kind) -> None:
    brief, text = example(kind)

    assert (brief.kind, brief.topic[:9], brief.language) == (kind, "Example: ", "English")
    assert 120 <= words(text) <= 200
    assert len(numbers(text)) >= 5


def test_the_text_comes_in_pieces_that_join_to_it_within_its_time() -> None:
    work = Assignment(Brief("A text"), NEWSLETTER * 20, ("Add a CTA",), seconds=0.02)
    pieces, end = read(BuiltInWriter(pause=0.001)(work))

    assert "".join(pieces) == end.text
    assert 1 < len(pieces) <= 10
