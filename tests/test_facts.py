"""What an editor would want to check, and what would only annoy."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hitl.facts import Fact, Kind, Source, all_numbers, facts, new_facts

PIECES = [
    "May", "march", "one", "hundred", "12,000", "12 000", "3.", "%", "€", "$", "3", "2024", "Q3", "9:30", "am",
    "Montag", "Anna", "Dr.", "of", "und", "The", "«", "»", "“", "”", '"', "'", "@a", "#b", "x.com", "日", ".", " ",
    " ", "\n",
]  # fmt: skip
texts = st.one_of(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.text(max_size=60))


def found(text: str, kind: Kind) -> list[str]:
    return [fact.text for fact in facts(text) if fact.kind == kind]


def people(*said: str) -> list[Source]:
    return [Source(f"words {number}", text) for number, text in enumerate(said, 1)]


def appeared(old: str, new: str, *given: str) -> list[tuple[str, bool]]:
    return [(finding.fact.text, finding.known) for finding in new_facts(old, new, people(*given)).appeared]


def is_known(said: str, source: str) -> bool:
    findings = new_facts("", said, people(source)).appeared

    assert findings, said
    return all(finding.known for finding in findings)


NUMBERS = {
    "We have 12,000 users, 3.5 years and 40% of it.": ["12,000", "3.5 years", "40%"],
    "It costs $1.2 million, €3bn, US$ 40 or 40 USD.": ["$1.2 million", "€3bn", "US$ 40", "40 USD"],
    "Grew 10x, by 5k, in a 12-week course, at -5 °C.": ["10x", "5k", "12-week", "-5 °C"],
    "Twenty-five teams won two hundred and fifty prizes and a dozen eggs.": [
        "Twenty-five", "two hundred and fifty", "a dozen",
    ],
    "It is a $24 billion market with a million of them.": ["$24 billion", "a million"],
    "Forty percent took one week.": ["Forty percent", "one week"],
    "From 5-10 % to 1.000,50 €.": ["5", "10 %", "1.000,50 €"],
    "Das sind zwölf Euro, 3,5 Mio. € und fünfzig Prozent.": ["zwölf Euro", "3,5 Mio. €", "fünfzig Prozent"],
    "Es kostet eine Million und die zweihundertzwei Tage.": ["eine Million", "zweihundertzwei Tage"],
    "12 000 euros, soit 15 pour cent ; 3 semanas.": ["12 000 euros", "15 pour cent", "3 semanas"],
    "增长40%，有12万人": ["40%", "12万"],  # noqa: RUF001 - real text
    "Version 2.0.1 has १२ parts.": ["2.0.1", "१२"],
}  # fmt: skip
DATES = {
    "On 3 May at 9:30 a.m., or March 2nd, 2025.": ["3 May", "9:30 a.m.", "March 2nd, 2025"],
    "From 2-4 March until Monday, 10 May 2024, 3 pm.": ["2-4 March", "Monday", "10 May 2024", "3 pm"],
    "On 2024-03-02, 02/03/2024 and 15:00.": ["2024-03-02", "02/03/2024", "15:00"],
    "In March, in May 2024, since August and by October.": ["March", "May 2024", "August", "October"],
    "In 2024, the 1990s, 2024/25, mid-2023 and Q3 2022.": ["2024", "1990s", "2024/25", "2023", "Q3", "2022"],
    "Am 3. Mai 2026 um 14 Uhr, am 3.5. oder 02.03.2024, Ende Mai, montags.": [
        "3. Mai 2026", "14 Uhr", "3.5.", "02.03.2024", "Mai", "montags",
    ],
    "Le lundi 2 mars à 14h30, puis en avril.": ["lundi", "2 mars", "14h30", "avril"],
    "El martes 5 de mayo de 2024, en enero.": ["martes", "5 de mayo de 2024", "enero"],
    "Giovedì 2 giugno 2023, a settembre.": ["Giovedì", "2 giugno 2023", "settembre"],
    "2024年5月3日和6月": ["2024年5月3日", "6月"],
}  # fmt: skip
NAMES = {
    "Today Anna Schmidt of Acme Corp met Bob.": ["Anna Schmidt of Acme Corp", "Bob"],
    "We saw the Bank of America, Procter & Gamble and J. R. R. Tolkien.": [
        "Bank of America", "Procter & Gamble", "J. R. R. Tolkien",
    ],
    "OpenAI and NASA use GPT-4 in St. Louis.": ["OpenAI", "NASA", "GPT-4", "St. Louis"],
    "Lumen grows. We love Lumen, and Lumen's team.": ["Lumen", "Lumen", "Lumen"],
    "Here is Amazon's Jeff Bezos.": ["Amazon", "Jeff Bezos"],
    "Marie Curie et l'Oréal vivent en France.": ["Marie Curie", "Oréal", "France"],
    "Das Team von Anna Schmidt ist mit der Siemens AG in Berlin.": ["Anna Schmidt", "Siemens AG", "Berlin"],
    "Dr. Peter Müller und Frau Meier sind bei der NASA.": ["Dr. Peter Müller", "Frau Meier", "NASA"],
}  # fmt: skip
LINKS = {
    "See https://example.com/a?b=1, www.x.org. Or x.com.": ["https://example.com/a?b=1", "www.x.org", "x.com"],
    "Write to me@x.co.uk or @anna about #ClimateAction!": ["me@x.co.uk", "@anna", "#ClimateAction"],
}
QUOTATIONS = {
    "He said “We go”, \"you stay\" and 'don't you go'.": ["“We go”", '"you stay"', "'don't you go'"],
    "„Guten Tag“, «bonjour», »hallo«, ‘good day’.": ["„Guten Tag“", "«bonjour»", "»hallo«", "‘good day’"],
    "他说「东京」和《红楼梦》": ["「东京」", "《红楼梦》"],
}
ANNOYING = [
    "We are here. They stay. However, it works. Yesterday we came. Nobody knows.",
    "I think I'm right, and I’ve said so.",
    "You may march with us. May I ask? March with us! Mars it will not.",
    "1. First we go.\n2. Then you.\n- 3) And they.\n1️⃣ Now",
    "One of the teams is the one. No one came. One day we will.",
    "How to Save Your Money Without Losing Sleep\n\nIt works.",
    "# Why Small Teams Win\n\n## What We Learned\n\nSmall things matter.",
    "BIG NEWS FOR ALL OF YOU\nIt works.",
    "Neue Kunden freuen sich auf die Messe. Unsere Leute machen das mit Freude für die Kunden.",
    "Das ist ein Haus und eine Idee mit einem Ziel. Die Kunden sind zufrieden.",
    "It's nobody's. Don't stop, rock 'n' roll, the '90s and the teams' plans.",
    "The CEO and the HR team use AI. Dear Team, welcome!",
    "Our 3D, 5G and B2B offers.",
    "Then said The Le to all of them.",
    "“",
    "Voici notre projet. Nous sommes prêts. Esta es la idea. Questo è tutto.",
]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (kind, text, expected)
        for kind, examples in {
            "number": NUMBERS, "date": DATES, "name": NAMES, "link": LINKS, "quotation": QUOTATIONS,
        }.items()
        for text, expected in examples.items()
    ],
)  # fmt: skip
def test_facts_of_each_kind_are_found_as_an_editor_would_mark_them(kind: Kind, text: str, expected: list[str]) -> None:
    assert found(text, kind) == expected
    assert not found(text, "number") or kind not in ("date", "link")
    assert not found(text, "name") or kind != "link"


@pytest.mark.parametrize("text", ANNOYING)
def test_an_editor_is_not_annoyed(text: str) -> None:
    assert facts(text) == []


SAME = [
    ("12,000 people", "12.000"), ("12.000", "12 000"), ("12 000", "12000"), ("12'000", "twelve thousand"),
    ("2,5", "2.5"), ("40%", "40 percent"), ("40 percent", "forty percent"), ("forty percent", "40 Prozent"),
    ("$5m", "5 million dollars"), ("3,5 Mio. €", "€3.5 million"), ("12-week", "12 Wochen"), ("5k", "5,000"),
    ("five", "fünf"), ("1,20,000", "120000"), ("on 2 March", "March 2"), ("on 2 Mar 2024", "2 March 2024"),
    ("March 2", "2. März"), ("2 March", "02.03.2024"), ("3/2/2024", "2 March 2024"), ("in March", "2 March"),
    ("March 2024", "March and 2024"), ("3 pm", "15:00"), ("14 Uhr", "2 p.m."), ("on Monday", "lundi"),
    ("“Great tool!”", "a GREAT tool, she said"), ("we met Anna Schmidt", "Schmidt, Anna"), ("of Anna", "Anna's"),
    ("https://www.X.com/", "x.com"), ("#ClimateAction", "climate action"), ("we met Dr. Meier", "Meier"),
    ("the 2024 plan", "in 2024"), ("「东京」", "他说东京是"),
]  # fmt: skip
OTHER = [
    ("12,000", "12,001"), ("40%", "40"), ("12 weeks", "12 months"), ("$40", "€40"), ("5 million", "5"),
    ("2 March", "3 March"), ("2 March 2025", "2 March 2024"), ("in March", "in May"), ("3 pm", "3 am"),
    ("on Monday", "on Tuesday"), ("“Great tool”", "a tool that is great"), ("we met Anna Schmidt", "Anna"),
    ("x.com/a", "x.com"), ("#Climate", "weather"), ("“art”", "start"), ("we met NASA", "nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "source"), SAME)
def test_a_fact_is_known_however_its_source_writes_it(said: str, source: str) -> None:
    assert is_known(said, source)
    assert new_facts(source, said, []).appeared == []


@pytest.mark.parametrize(("said", "source"), OTHER)
def test_another_fact_is_not_taken_for_it(said: str, source: str) -> None:
    assert not is_known(said, source)


def test_what_appeared_is_told_once_and_what_went_too() -> None:
    new = "We met Carla, yes, Carla, on Tuesday with 40% less."
    changed = new_facts("We met Bob on Monday.", new, people("On Tuesday."))

    assert [(f.fact.text, f.known) for f in changed.appeared] == [("Carla", False), ("Tuesday", True), ("40%", False)]
    assert changed.gone == [Fact("name", "Bob", 7, 10), Fact("date", "Monday", 14, 20)]


def test_a_first_draft_is_held_against_its_brief() -> None:
    assert appeared("", "Lumen, says Anna, saves 40% since 2019.", "The lamp Lumen saves forty percent") == [
        ("Anna", False), ("40%", True), ("2019", False),
    ]  # fmt: skip


def test_a_word_that_begins_a_sentence_before_a_known_name_does_not_make_it_unknown() -> None:
    assert appeared("", "Partner Schmidt speaks.", "Schmidt") == [("Partner Schmidt", True)]


@settings(deadline=None)
@given(texts)
def test_spans_are_exact_and_facts_of_one_kind_never_overlap(text: str) -> None:
    ends: dict[str, int] = {}
    for fact in facts(text):
        assert fact.text == text[fact.start : fact.end] != ""
        assert fact.start >= ends.get(fact.kind, 0)

        ends[fact.kind] = fact.end


@settings(deadline=None)
@given(texts)
def test_a_text_knows_its_own_facts(text: str) -> None:
    assert new_facts(text, text, []).appeared == []
    assert all(finding.known for finding in new_facts("", text, people(text)).appeared)


@settings(deadline=None)
@given(texts, texts)
def test_what_went_is_what_would_appear_the_other_way_round(old: str, new: str) -> None:
    assert new_facts(old, new, []).gone == [finding.fact for finding in new_facts(new, old, []).appeared]


@pytest.mark.parametrize(
    "odd", ["a", "A ", "1", "1 ", "1,", "@", "#", "'", "'a", "“", "„", '"', "a.", "a-", "und", "May 1 ", "2024-"]
)
def test_odd_texts_take_no_longer(odd: str) -> None:
    started = time.process_time()
    facts(odd * (60_000 // len(odd)))

    assert time.process_time() - started < 3  # measured: at most 0.5 s


def test_long_texts_are_searched_without_a_wait() -> None:
    sentence = "In March 2024, Anna Schmidt met 12,000 people in Berlin, and nobody there really knew why they came. "
    started = time.process_time()

    assert len(facts(sentence * 550)) == 4 * 550
    assert time.process_time() - started < 1  # measured: 0.07 s for 10,000 words


def test_all_numbers_are_those_of_facts_and_the_figures_of_dates() -> None:
    text = "1. On 12 March 2026 forty people came, 24/7, Q3, GPT-4, 40%: https://a.example/7 or 020 7946."

    assert [(fact.text, fact.kind) for fact in all_numbers(text)] == [
        ("12", "date"), ("2026", "date"), ("forty", "number"), ("24", "number"), ("7", "date"), ("40%", "number"),
        ("020", "number"), ("7946", "number"),
    ]  # fmt: skip
