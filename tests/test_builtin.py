"""What the built-in writer makes of feedback: each ask exactly, on texts that nobody wrote for it, or not at all."""

import re
from itertools import permutations

import pytest

from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.facts import quantities
from hitl.sentences import units
from hitl.ui.decision import QUICK_ASKS
from hitl.ui.new_draft import EXAMPLES
from hitl.writer.builtin import BuiltInWriter, example
from hitl.writing import Assignment, Written
from tests.prose import GERMAN, JEROME, LINCOLN, MAIL, NEWSLETTER, POST, TEXTS

KINDS = {"mail": Kind.EMAIL, "post": Kind.LINKEDIN, "newsletter": Kind.NEWSLETTER, "German": Kind.PRESS}
every_text = pytest.mark.parametrize("name", TEXTS)
every_example = pytest.mark.parametrize("kind", EXAMPLES)


def written(brief: Brief, text: str, *feedback: str) -> Written:
    writing = BuiltInWriter(pause=0)(Assignment(brief, text, feedback))
    while True:
        try:
            next(writing)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return] # what a Writing returns


def revised(feedback: str, text: str, kind: Kind = Kind.FREE) -> str:
    return written(Brief("A text", kind), text, feedback).text


def notes(feedback: str, text: str, kind: Kind = Kind.FREE) -> list[str]:
    return list(written(Brief("A text", kind), text, feedback).notes)


def refused(feedback: str, text: str, kind: Kind = Kind.FREE) -> str:
    with pytest.raises(DraftFailed) as caught:
        written(Brief("A text", kind), text, feedback)
    assert caught.value.fault == "nothing_done"
    assert not caught.value.problem.can_retry
    return str(caught.value)


def words(text: str) -> int:
    return len(text.split())


def parts(text: str) -> list[str]:
    return [part.words for part in units(text)]


def sentences(text: str) -> list[str]:
    return [part.words for part in units(text) if part.sort == "sentence"]


def numbers(text: str) -> list[str]:
    return [fact.text for fact in quantities(text)]


def is_left_of(new: str, old: str) -> bool:
    """Whether a text is another one without some of its parts, in the same order."""
    rest = iter(parts(old))
    return all(part in rest for part in parts(new))


def of(name: str, feedback: str) -> str:
    return revised(feedback, TEXTS[name], KINDS.get(name, Kind.FREE))


@every_text
def test_shorter_leaves_out_whole_sentences_and_not_the_first_one(name: str) -> None:
    new, old = of(name, "Shorter, please."), TEXTS[name]

    assert words(old) * 0.4 < words(new) <= words(old) * 0.75
    assert is_left_of(new, old)
    assert sentences(new)[0] == sentences(old)[0]


@every_text
@pytest.mark.parametrize(
    "wording", ["At most {} words.", "Cut it to {} words", "Bitte höchstens {} Wörter", "max. {} words"]
)
def test_a_number_of_words_is_kept_to_by_whole_sentences(name: str, wording: str) -> None:
    most = words(TEXTS[name]) * 2 // 3
    new = of(name, wording.format(most))

    assert words(new) <= most
    assert is_left_of(new, TEXTS[name])


@every_text
def test_a_length_that_no_whole_sentences_have_is_refused(name: str) -> None:
    assert re.search(
        r"Not done: “At most 3 words” \(.* comes down to \d+ words\)", refused("At most 3 words.", TEXTS[name])
    )


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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Sales rose by 12% in 3 shops. We are glad.", "Sales rose in 3 shops. We are glad."),
        ("We sold 40 cars, up from 31 in May. It rained.", "We sold 40 cars. It rained."),
        ("We sold 40 cars (31 in May). It rained.", "We sold 40 cars. It rained."),
        ("It cost 40 euros, and 3 people came. It rained.", "It cost 40 euros. It rained."),
        ("No shop sold 40 cars in May. It rained in all 9 towns. Only 2 came.", None),
        ("“We sold 40 cars, up from 31 in May,” she says. It rained.", None),
    ],
)
def test_a_clause_is_left_out_only_where_the_sentence_then_claims_less(text: str, left: str | None) -> None:
    if left is None:
        assert re.search(r"\(the text has 2, and leaving out|\(most of the text", refused("keep one number", text))
    else:
        assert revised("keep one number", text) == left


def test_one_number_of_a_list_or_a_sentence_that_cannot_be_parted_is_refused() -> None:
    assert "the text has 2" in refused("Keep one number.", LINCOLN)
    assert "Done already" in refused("Keep one number.", JEROME)


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
        ("Mention “free coffee for all” please", "Free coffee for all."),
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
    assert re.search(r"\n\nPlease reply .*\.\n\nKind regards,\nIrene Maddox\Z", revised("Add CTA", MAIL, Kind.EMAIL))
    assert "\n\nTell us what you think in the comments.\n\n#small" in revised("Add CTA", POST, Kind.LINKEDIN)
    assert "\n\nMehr dazu: https://kettenreaktion.example/kurse\n\n#Lin" in revised("Add CTA", GERMAN)
    assert "give your own" in refused("Add CTA", "La bibliothèque ouvre le dimanche. Venez nombreux.")


@every_text
def test_a_sentence_is_removed_by_its_place(name: str) -> None:
    old = sentences(TEXTS[name])

    assert sentences(of(name, "Remove the last sentence.")) == old[:-1]
    assert sentences(of(name, "delete sentence 2")) == [old[0], *old[2:]]
    assert sentences(of(name, "Streiche den ersten Satz")) == old[1:]
    assert f"the text has {len(old)} sentences" in refused("remove sentence 99", TEXTS[name])


@every_text
def test_a_sentence_that_is_to_stay_stays(name: str) -> None:
    new = of(name, "Shorter, but keep the last sentence.")

    assert sentences(new)[-1] == sentences(TEXTS[name])[-1]
    assert words(new) < words(TEXTS[name])


@every_text
def test_words_in_quotes_are_removed_replaced_and_kept(name: str) -> None:
    old = TEXTS[name]
    last = sentences(old)[-1]

    assert last not in of(name, f"Remove «{last}»")
    assert of(name, f"Replace «{last}» with «Over.»") == old.replace(last, "Over.")
    assert last in of(name, f"Shorter. Keep «{last}».")
    assert "not in the text" in refused("Remove “no such words”", old)


@pytest.mark.parametrize(
    ("feedback", "text", "new"),
    [
        ("remove “innovative”", "It is an innovative, new tool.", "It is a new tool."),
        ("Remove “Frankly,”", "Frankly, we lost. We know.", "We lost. We know."),
        ("remove very", "A very old car. Very well.", "An old car. Well."),
        ("Entferne „sehr“", "Es war sehr kalt.", "Es war kalt."),
        ("drop the word big", "One big day. A big one.", "One day. A one."),
        ("replace car with vehicle", "Cars? A car. Car by car.", "Cars? A vehicle. Vehicle by vehicle."),
        ("Use “old” instead of “new”", "A new car", "An old car"),
        ("Ersetze Auto durch Rad", "Ein Auto. Das Autohaus.", "Ein Rad. Das Autohaus."),
        ("replace “12” with “15”", "We sold 12 of 12,000.", "We sold 15 of 12,000."),
        ("change car to bike", "A car: https://car.example/car", "A bike: https://car.example/car"),
        ("no exclamation marks", "What?! “Go!” he said. Yahoo! is old! Hi!", "What? “Go,” he said. Yahoo is old. Hi."),
        ("turn it into bullets", "One. Two.\n\nThree.", "- One.\n- Two.\n- Three."),
        ("turn the bullets into a paragraph", "So:\n\n- One is.\n- Two are.", "So:\n\nOne is. Two are."),
        ("title: A day", "It rained.", "A day\n\nIt rained."),
        ("Ändere den Titel in „Neu“", "# Alt\n\nEs regnet.", "# Neu\n\nEs regnet."),
        ("remove the title", "# A day\n\nIt rained.", "It rained."),
        ("remove the closing question", "It rained. Why?", "It rained."),
        ("remove the CTA", "It rained. Call us now.", "It rained."),
        ("simpler words", "We met in order to talk, prior to “in order to”.", "We met to talk, before “in order to”."),
        ("more formal", "We don't know. Don't you? He can’t.", "We do not know. Don't you? He cannot."),
        ("Make it friendlier", "We do not know. It is not only so.", "We don't know. It is not only so."),
    ],
)  # fmt: skip
def test_words_are_set_exactly(feedback: str, text: str, new: str) -> None:
    assert revised(feedback, text) == new


@every_text
def test_bullets_and_paragraphs_have_the_same_words(name: str) -> None:
    listed = of(name, "Turn it into bullet points")

    assert sum(part.sort == "item" for part in units(listed)) >= len(sentences(TEXTS[name]))
    assert sentences(listed) == []
    back = revised("no bullets", listed, KINDS.get(name, Kind.FREE)) if name != "mail" else listed
    assert re.findall(r"\w+", back) == re.findall(r"\w+", TEXTS[name])


NOT_TO_BE_MISREAD = """\
don't make it shorter
not shorter
Not shorter, please!
remove nothing
keep the numbers
no need to add a CTA
no need to shorten it
Keep everything but make the last sentence friendlier
replace the second paragraph
replace the second paragraph with something better
remove the part about pricing
remove the sentence about the work
Delete the words about the fence
make it shorter: the intro is too long
Make the intro shorter
shorter in the second paragraph, and friendlier
Shorter, but not too short
Shorter, but keep the joke
Make it shorter without losing the quotes
Only shorten the first paragraph.
Shorter. Don't touch the opening.
Too long. Cut the middle part.
Add a stronger call to action
Put the call to action first
No more than 3 hashtags
Add 3 hashtags
Mention the opening hours
Mention that it opens in May
Add a joke
Add a title
Remove it
Replace it with something
cut 20 words
about 50 words
Use fewer numbers
No numbers except the first one
keep one number: the price
keep the intro, remove the numbers
Say concretely what changed
Use British spelling
Make it pop
Nicht kürzer machen
Mach den ersten Absatz kürzer
Is the figure correct?
Great work!
Looks good, thank you
I like the opening
Perfect, no changes
👍
"""


@pytest.mark.parametrize("feedback", NOT_TO_BE_MISREAD.splitlines())
@pytest.mark.parametrize("name", ["mail", "newsletter"])
def test_what_is_not_plainly_asked_for_changes_nothing(feedback: str, name: str) -> None:
    refused(feedback, TEXTS[name], KINDS[name])


@pytest.mark.parametrize(
    ("feedback", "told"),
    [
        ("Looks good, add CTA.", ["Done: “add CTA”."]),
        (
            "Explain why refunds took so long, and drop the exclamation marks",
            [
                "Not done: “Explain why refunds took so long” (needs a language model).",
                "Done: “drop the exclamation marks”.",
            ],
        ),
        (
            "No emoji. No bullets! Simpler words; make it pop",
            [
                "Done: “No emoji”.",
                "Done already: “No bullets”.",
                "Done: “Simpler words” (approximately → about, am able to → can).",
                "Not done: “make it pop” (needs a language model).",
            ],
        ),
        (
            "shorter but keep both numbers. Add a question at the end",
            [
                "Not done: “shorter” (it may go against “keep both numbers”).",
                "Not done: “keep both numbers” (the text has 4 numbers).",
                "Not done: “Add a question at the end” (it may go against “keep both numbers”).",
            ],
        ),
        (
            "Replace accordions with tubas, explain why",
            [
                "Not done: “Replace accordions with tubas” (“explain why” may belong to it).",
                "Not done: “explain why” (needs a language model).",
            ],
        ),
    ],
)
def test_each_clause_is_named_as_done_or_as_not_done(feedback: str, told: list[str]) -> None:
    if any(line.startswith("Done:") for line in told):
        assert notes(feedback, POST) == told
    else:
        assert refused(feedback, POST).startswith("Nothing was changed. " + " ".join(told))


BIKES = """\
Bikes for all

We sell bikes in Leeds. The tour starts at 10:30 a.m. and costs 19 euros. Our bikes are light, and the mayor rides \
one. Everyone gets 2 lamps. Last year 140 people came, and it rained. Tickets are free of charge for children."""


@pytest.mark.parametrize(
    ("feedback", "old", "new"),
    [
        ("Change bikes to bicycles everywhere, thanks.", "ikes", "icycles"),
        ("Change bikes to bicycles throughout the text if possible", "ikes", "icycles"),
        ('Replace "19 euros" with "€19" everywhere, please.', "19 euros", "€19"),
        ("Ersetze »19 euros« durch „20 Euro“ überall.", "19 euros", "20 Euro"),
        ("Ersetze Leeds durch York, wenn möglich", "Leeds", "York"),
        ("Tausche Leeds gegen York aus", "Leeds", "York"),
        ("Change 10:30 a.m. to 11 a.m. if possible", "10:30 a.m.", "11 a.m."),
        ("Change 10:30 a.m. to 11 a.m.", "10:30 a.m.", "11 a.m."),
        ('Delete "free of charge " from the text.', "free of charge ", ""),
    ],
)
def test_new_words_end_where_the_ask_goes_on(feedback: str, old: str, new: str) -> None:
    assert revised(feedback, BIKES) == BIKES.replace(old, new)


MAY_BE_MORE = """\
Replace "19 euros" with "€19" in bold
Replace "19 euros" with "€19" in the second sentence
Replace "bikes" with "bicycles" or "cycles"
Change bikes to bicycles in the headline
Change bikes to bicycles because it is nicer
Change bikes to bicycles, except in the headline
Change bikes to bicycles as well as lamps
Change it to bicycles
Ersetze bikes durch Räder, aber nicht im Titel
Shorter. The price has to stay.
Shorter, but mention the price
Shorter. We need the price.
I like the mayor, but make it shorter
Make it shorter; the price must remain
Keep one number, the price.
Keep one number, preferably the price
No numbers, price excluded
Remove all numbers but the first
Kürzer, aber der Preis muss bleiben.
Kürzer. Der Preis bleibt drin.
Kürzer, den Preis bitte behalten
Nur eine Zahl, und zwar der Preis.
Nur eine Zahl, den Preis
"""


@pytest.mark.parametrize("feedback", MAY_BE_MORE.splitlines())
def test_what_another_clause_may_bound_is_refused(feedback: str) -> None:
    refused(feedback, BIKES)


@pytest.mark.parametrize(
    ("feedback", "told"),
    [
        ("Delete the last sentence, make it shorter", "Done: “make it shorter” (removed 1 sentence)"),
        ("Delete the last sentence, max 5 words", "by whole sentences it comes down to"),
        ("Keep one number", "Done: “Keep one number” (kept 19 euros; removed 2 sentences)"),
        ("Remove the sentence about the mayor", "(a topic needs a language model; quote the words)"),
        ("Remove the last sentence. Remove “children”", "“children”” (another ask took them out)"),
        ("Replace “bike” with “cycle”", "only with other capitals, within other words, or in a link"),
        ("The rest is perfect. Add CTA", "Done: “Add CTA”"),
        ("Not shorter! Keep all the numbers, add CTA", "Done: “Keep all the numbers”. Done: “add CTA”"),
        ("Not shorter! Shorter!", "Not done: “Shorter” (it may go against “Not shorter”)"),
    ],
)
def test_a_note_gives_what_went_or_the_true_reason(feedback: str, told: str) -> None:
    try:
        said = " ".join(notes(feedback, BIKES))
    except DraftFailed as failure:
        said = str(failure)

    assert told in said


def test_a_place_that_an_item_of_a_list_may_have_is_refused() -> None:
    listed = "We plan.\n\n- Open early.\n- Close late.\n\nCome and see."

    assert "an item of a list could be meant" in refused("Cut the second sentence", listed)
    assert "2 sentences outside lists" in refused("Cut the third sentence", listed)
    assert revised("Cut the last sentence", listed) == "We plan.\n\n- Open early.\n- Close late."


def test_one_number_takes_no_table_out() -> None:
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
        assert [*once.notes, *twice.notes] == [
            note for note in (*once.notes, *twice.notes) if note.startswith("Done: ")
        ]


@every_example
def test_the_reference_run_holds_on_every_example(kind: Kind) -> None:
    brief, text = example(kind)
    short = written(brief, text, "Shorter, friendlier tone, keep one metric.").text
    called = written(brief, short, "Looks good, add CTA.").text

    assert words(short) < words(text)
    assert len(numbers(short)) == 1
    assert called.startswith(short)
    assert len(sentences(called)) == len(sentences(short)) + 1


@every_example
def test_an_example_is_a_finished_text_with_several_figures(kind: Kind) -> None:
    brief, text = example(kind)

    assert (brief.kind, brief.topic[:9], brief.language) == (kind, "Example: ", "English")
    assert 120 <= words(text) <= 200
    assert len(numbers(text)) >= 5


def test_the_text_comes_in_pieces_that_join_to_it_within_its_time() -> None:
    writing = BuiltInWriter(pause=0.001)(Assignment(Brief("A text"), NEWSLETTER * 20, ("Add a CTA",), seconds=0.02))
    pieces = []
    while True:
        try:
            pieces.append(next(writing))
        except StopIteration as stop:
            assert "".join(pieces) == stop.value.text
            break

    assert 1 < len(pieces) <= 10
