"""What the built-in writer makes of single asks: exactly what was asked, or nothing, and it says which."""

import pytest

from hitl.domain import Kind
from tests.builtin import refused, revised, told
from tests.prose import MAIL, NEWSLETTER, POST

BIKES = """\
Bikes for all

We sell bikes in Leeds. The tour starts at 10:30 a.m. and costs 19 euros. Our bikes are light, and the mayor rides \
one. Everyone gets 2 lamps. Last year 140 people came, and it rained. Tickets are free of charge for children."""
LISTED = "We plan.\n\n- Open early.\n- Close late.\n\nCome and see."


@pytest.mark.parametrize(
    ("feedback", "text", "new"),
    [
        ("remove “innovative”", "It is an innovative, new tool.", "It is a new tool."),
        ("Remove “Frankly,”", "Frankly, we lost. We know.", "We lost. We know."),
        ("remove very", "A very old car. Very well.", "An old car. Well."),
        ("Entferne „sehr“", "Es war sehr kalt.", "Es war kalt."),
        ("drop the word big", "One big day. A big one.", "One day. A one."),
        ("replace car with vehicle", "Cars? A car. Car by car.", "Cars? A vehicle. Vehicle by vehicle."),
        ("Just swap 'old' for 'new'.", "An old car", "A new car"),
        ("Use “old” instead of “new”", "A new car", "An old car"),
        ("Ersetze Auto durch Rad", "Ein Auto. Das Autohaus.", "Ein Rad. Das Autohaus."),
        ("replace “12” with “15”", "We sold 12 of 12,000.", "We sold 15 of 12,000."),
        ("change “two” to “2” and “six” to “6”", "From two to six.", "From 2 to 6."),
        ("change car to bike", "A car: https://car.example/car", "A bike: https://car.example/car"),
        ("no exclamation marks", "What?! “Go!” he said. Yahoo! is old! Hi!", "What? “Go,” he said. Yahoo is old. Hi."),
        ("turn it into bullets", "One. Two.\n\nThree.", "- One.\n- Two.\n- Three."),
        ("turn the bullets into a paragraph", "So:\n\n- One is.\n- Two are.", "So:\n\nOne is. Two are."),
        ("title: A day", "It rained.", "A day\n\nIt rained."),
        ("Ändere den Titel in „Neu“", "# Alt\n\nEs regnet.", "# Neu\n\nEs regnet."),
        ("remove the title", "# A day\n\nIt rained.", "It rained."),
        ("remove the closing question", "It rained. Why?", "It rained."),
        ("remove the CTA", "It rained. Call us now.", "It rained."),
        ("End it with “Thank you.”", "It rained.", "It rained.\n\nThank you."),
        ("simpler words", "We met in order to talk, prior to “in order to”.", "We met to talk, before “in order to”."),
        ("more formal", "We don't know. Don't you? He can’t.", "We do not know. Don't you? He cannot."),
        ("Make it friendlier", "We do not know. It is not only so.", "We don't know. It is not only so."),
        ("Cut the last sentence", LISTED, "We plan.\n\n- Open early.\n- Close late."),
        # a clause is left out only where the sentence then claims less, and paragraphs stay apart
        ("keep one number", "Sales rose by 12% in 3 shops. We are glad.", "Sales rose in 3 shops. We are glad."),
        ("keep one number", "We sold 40 cars, up from 31 in May. It rained.", "We sold 40 cars. It rained."),
        ("keep one number", "We sold 40 cars (31 in May). It rained.", "We sold 40 cars. It rained."),
        ("keep one number", "It cost 40 euros, and 3 people came. It rained.", "It cost 40 euros. It rained."),
        ("keep one number", "It used to be 3 cars. Now 2 come in a day. It rained.", "Now 2 come in a day. It rained."),
        ("no numbers", "It rained. We sold 4.\n\nThe sun came. We won.", "It rained.\n\nThe sun came. We won."),
    ],
)  # fmt: skip
def test_words_are_set_exactly(feedback: str, text: str, new: str) -> None:
    assert revised(feedback, text) == new


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


NOT_PLAINLY_ASKED = """\
don't make it shorter | not shorter | Not shorter, please! | remove nothing | keep the numbers | Remove it
no need to add a CTA | no need to shorten it | Keep everything but make the last sentence friendlier
replace the second paragraph | replace the second paragraph with something better | Replace it with something
remove the part about pricing | remove the sentence about the work | Delete the words about the fence
make it shorter: the intro is too long | Make the intro shorter | Shorter, but not too short | Cut it by a third
shorter in the second paragraph, and friendlier | Shorter, but keep the joke | Too long. Cut the middle part.
Make it shorter without losing the quotes | Only shorten the first paragraph. | Shorter. Don't touch the opening.
Add a stronger call to action | Put the call to action first | No more than 3 hashtags | Add 3 hashtags | Add a joke
Mention the opening hours | Mention that it opens in May | Add a title | cut 20 words | about 50 words
Use fewer numbers | No numbers except the first one | keep one number: the price | keep the intro, remove the numbers
Say concretely what changed | Use British spelling | Make it pop | Nicht kürzer machen | Mach den ersten Absatz kürzer
Is the figure correct? | Great work! | Looks good, thank you | I like the opening | Perfect, no changes | 👍
Just shorten the first paragraph | Delete the last paragraph | Sign it from the office
"""

MAY_BE_MORE = """\
Replace "19 euros" with "€19" in bold | Replace "19 euros" with "€19" in the second sentence
Replace "bikes" with "bicycles" or "cycles" | Change bikes to bicycles in the headline | Change it to bicycles
Change bikes to bicycles because it is nicer | Change bikes to bicycles, except in the headline
Change bikes to bicycles as well as lamps | Ersetze bikes durch Räder, aber nicht im Titel
Shorter. The price has to stay. | Shorter, but mention the price | Shorter. We need the price.
I like the mayor, but make it shorter | Make it shorter; the price must remain
Keep one number, the price. | Keep one number, preferably the price | No numbers, price excluded
Remove all numbers but the first | Kürzer, aber der Preis muss bleiben. | Kürzer. Der Preis bleibt drin.
Kürzer, den Preis bitte behalten | Nur eine Zahl, und zwar der Preis. | Nur eine Zahl, den Preis
"""


def each(lines: str) -> list[str]:
    return [ask.strip() for line in lines.splitlines() for ask in line.split(" | ")]


@pytest.mark.parametrize("feedback", each(NOT_PLAINLY_ASKED))
def test_what_is_not_plainly_asked_for_changes_nothing(feedback: str) -> None:
    refused(feedback, MAIL, Kind.EMAIL)
    refused(feedback, NEWSLETTER, Kind.NEWSLETTER)


@pytest.mark.parametrize("feedback", each(MAY_BE_MORE))
def test_what_another_clause_may_bound_is_refused(feedback: str) -> None:
    refused(feedback, BIKES)


@pytest.mark.parametrize(
    ("feedback", "text", "said"),
    [
        ("Looks good, add CTA.", POST, "Done: “add CTA”."),
        (
            "Explain why refunds took so long, and drop the exclamation marks",
            POST,
            "Not done: “Explain why refunds took so long” (needs a language model). "
            "Done: “drop the exclamation marks”.",
        ),
        (
            "No emoji. No bullets! Simpler words; make it pop",
            POST,
            "Done: “No emoji”. Done already: “No bullets”. "
            "Done: “Simpler words” (approximately → about, am able to → can). "
            "Not done: “make it pop” (needs a language model).",
        ),
        (
            "shorter but keep both numbers. Add a question at the end",
            POST,
            "Nothing was changed. Not done: “shorter” (it may go against “keep both numbers”). "
            "Not done: “keep both numbers” (the text has 4 numbers). "
            "Not done: “Add a question at the end” (it may go against “keep both numbers”).",
        ),
        (
            "Replace accordions with tubas, explain why",
            POST,
            "Nothing was changed. Not done: “Replace accordions with tubas” (“explain why” may belong to it). "
            "Not done: “explain why” (needs a language model).",
        ),
        ("Delete the last sentence, make it shorter", BIKES, "Done: “make it shorter” (removed 1 sentence)"),
        ("Delete the last sentence, max 5 words", BIKES, "by whole sentences it comes down to"),
        ("Keep one number", BIKES, "Done: “Keep one number” (kept 19 euros; removed 2 sentences)"),
        ("Remove the bit on him", BIKES, "(the text does not have exactly these words; quote those that are meant)"),
        ("Remove the last sentence. Remove “children”", BIKES, "“children”” (another ask took them out)"),
        ("Replace “bike” with “cycle”", BIKES, "only with other capitals, within other words, or in a link"),
        ("The rest is perfect. Add CTA", BIKES, "Done: “Add CTA”"),
        ("Not shorter! Keep all the numbers, add CTA", BIKES, "Done: “Keep all the numbers”. Done: “add CTA”"),
        ("Not shorter! Shorter!", BIKES, "Not done: “Shorter” (it may go against “Not shorter”)"),
        ("Cut the second sentence", LISTED, "an item of a list could be meant"),
        ("Cut the third sentence", LISTED, "2 sentences outside lists"),
        ("keep one number", "No shop sold 40 cars in May. It rained in all 9 towns. Only 2 came.", "most of"),
        (
            "keep one number",
            "“We sold 40 cars, up from 31 in May,” she says. It rained.",
            "the text has 2, and leaving",
        ),
    ],
)
def test_each_clause_is_named_as_done_with_what_went_or_as_not_done_with_the_reason(
    feedback: str, text: str, said: str
) -> None:
    assert said in told(feedback, text)
