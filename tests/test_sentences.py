import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitl.sentences import body, join, split, units

PIECES = ["Dr", "We", "go", "3", "May", *".!?。”(", " ", " ", "\n", "- ", "1. ", "# ", "🚀", "ส", "…"]
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=60))

EXAMPLES = {
    "plain sentences": "We left.| They stayed!| Why?| Nobody knows.",
    "titles and initials": "Dr. Smith met Mr. J. R. Tolkien in St. Louis.| Prof. Dr. Müller came too.",
    "Latin abbreviations": "Bring fruit, e.g. Apples, or bread etc.| Then come.| He left at 5 p.m.| The end.",
    "German abbreviations": "Wir haben z. B. Äpfel und d. h. Obst bzw. Gemüse.| Es kostet ca. 5 Euro.",
    "firms and countries": "Acme Inc. Berlin pays.| The U.S. Senate sat.| He lives in the U.S.| We do not.",
    "numbers of things": "See No. 5 and Fig. 3 on p. 12.| I said no.| Then we left.",
    "decimals and versions": "It costs 3.50 euros, not 1.000.| Version 2.0.1 is out.| See example.com/a.b now.",
    "German dates and ordinals": "Am 3. Mai geht es los.| Im 21. Jahrhundert.| Es war 2024.| Dann kam er.",
    "a number at the end": "We were 12.| Then came more.",
    "speech": "“Really?” she asked.| “Yes.”| They left.| He said: “Go!”| We went.",
    "brackets": "It works (see below).| (Not always.)| We know.",
    "ellipses": "We wait... and wait…| Then we go.| And… now.",
    "emoji go with what they follow": "Great news! 🚀| We start.| 👉 See you!",
    "bold words": "**It works.**| Next one.| *Yes!*| Good.",
    "I as a word": "So did I.| You too.",
    "headlines and lists": "# One, two\n\n|- item one\n|- two. or more\n|1. First thing.| Second\n|2) Third\n|2.1. End",
    "blank lines stay with what they follow": "\n\n  Hi.\n \n\n|There\r\n\r\n|you",
    "Chinese and Japanese": "你好。|我来了！|真的吗？|“是的。”|「行く。」と言った。|終わり",  # noqa: RUF001 - real text
    "Arabic and Urdu": "هل تأتي؟| نعم.| حسنا",
    "Hindi": "यह है।| वह है।| ठीक",
    "Thai is cut by lines": "ภาษาไทย ไม่มีจุด\n|บรรทัดสอง",
    "French and Spanish": "Il est là !| Vous venez ?| «\u00a0Oui.\u00a0»| ¿Vienes?| ¡Claro!| Sí.",
}


@pytest.mark.parametrize("text", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_a_sentence_is_what_a_reader_takes_for_one(text: str) -> None:
    assert "|".join(split(text.replace("|", ""))) == text.replace("| ", " |")


@settings(deadline=None)
@given(texts)
def test_sentences_join_to_the_text_and_none_is_empty_or_blank(text: str) -> None:
    assert "".join(split(text)) == text
    assert all(split(text))
    assert all(sentence.strip() for sentence in split(text)) or not text.strip()


@settings(deadline=None)
@given(texts)
def test_the_words_of_a_sentence_lie_between_its_marker_and_its_last_blanks(text: str) -> None:
    for sentence in split(text):
        start, end = body(sentence)

        assert 0 <= start <= end <= len(sentence)
        assert sentence[start:end] == sentence[start:end].strip()
        assert not sentence[end:].strip()
        assert start < end or not sentence.strip()


@pytest.mark.parametrize("sentence", ["- Come early. ", "  2. Come early.\n", "## Come early.", "(b) Come early."])
def test_a_marker_is_no_part_of_the_words(sentence: str) -> None:
    assert sentence[slice(*body(sentence))] == "Come early."


@pytest.mark.parametrize("odd", [".", ". ", "a. ", "!' ", " ", "\n", "- ", "1. ", "# ", "!🚀 ", "\n \n", "'"])
def test_odd_texts_take_no_longer(odd: str) -> None:
    started = time.process_time()
    split(odd * (60_000 // len(odd)))

    assert time.process_time() - started < 2  # measured: at most 0.13 s


@pytest.mark.parametrize(
    ("text", "sorts"),
    [
        ("# A day. And more.\n\nIt rained. Why?", ["heading", "sentence", "sentence"]),
        ("So:\n- One is. Two are.\n- three\n", ["line", "item", "item"]),
        ("“It rained. It snowed.” We left (see p. 3. Yes).", ["sentence", "sentence"]),
        ("| a. b. |\n|---|\n| 1. |\n\nDear Ann,\n\nGood! 🎉", ["table", "line", "sentence"]),
        ("```\nIt rained. It snowed.\n```\nOver.", ["line", "sentence"]),
        ("The sentence goes on\nin the next line. It ends.", ["sentence", "sentence"]),
    ],
)
def test_units_stay_whole(text: str, sorts: list[str]) -> None:
    assert [part.sort for part in units(text)] == sorts


@settings(deadline=None)
@given(texts)
def test_units_join_to_the_text(text: str) -> None:
    parts = units(text)

    assert "".join(part.raw for part in parts) == text
    assert [text[part.start :].startswith(part.raw) for part in parts] == [True] * len(parts)
    assert join(parts, set(range(len(parts)))) == text


def test_a_text_without_some_units_keeps_its_breaks_and_no_heading_of_nothing() -> None:
    text = "# T\n\nAha. Bah.\n\nCan.\n\n## U\n\nSo:\n\n- d\n- e\n\n## V\n\nFin.\n"
    parts = units(text)
    gone = {"Bah.", "Can.", "- d", "- e"}

    assert join(parts, {k for k, part in enumerate(parts) if part.words not in gone}) == "# T\n\nAha.\n\n## V\n\nFin.\n"
