"""What a search finds, and that it finds the same whether the words have been put into the index yet or not."""

import random
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from hitl.doctor import examine
from hitl.domain import Status
from hitl.settings import Settings
from hitl.store import Store, open_database
from tests.searching import add, decision_at, found, index_all, second

READ, INDEXED = "read", "indexed"


def seen_as(store: Store, state: str) -> None:
    """Have all words read, or in the index."""
    if state == INDEXED:
        index_all(store)

        assert store.not_indexed() == 0


TEXT = (
    "The library opens at 9:00 — 100% of it; see_below.\n\nÄpfel für 5 €, Straße 7, «ÉTÉ». 図書館は新しい。 "
    'She said "go", it\'s C:\\new, a*b (NEAR) words:x {b} -c ^d 1/2 👩‍🚀 İzmir.'
)
FOUND = [
    "library",
    "LIBRARY",
    "rary op",
    "äpfel",
    "ÄPFEL FÜR",
    "été",
    "straße",
    "図書館",
    "新し",
    "図",
    "9:00 — 100%",
    "100% of",
    "see_below",
    "below.\n\näpf",
    '"go"',
    "it's",
    "c:\\new",
    "a*b",
    "(near)",
    "words:x",
    "{b} -c ^d",
    "1/2",
    "👩‍🚀",
    "İzmir",
    "€",
    "5 ",
    "  library  ",
    "town hall",
    "TOWN",
]
NOT_FOUND = [
    "libary",
    "100_",
    "%",
    "see%below",
    "lib*",
    "lib OR rary",
    "library AND opens",
    "NEAR(library opens)",
    "words:library",
    "^The",
    "-zebra",
    '"library"',
    "'library'",
    '"',
    '""""',
    "a_b",
    "strasse",
    "apfel",
    "hall The",
    "; DROP TABLE search; --",
    "図書園",
    "x" * 300,
]


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_a_phrase_is_found_anywhere_in_title_and_text_whatever_its_case_and_characters(
    store: Store, state: str
) -> None:
    add(store, "r1", "The new Town Hall", TEXT)
    add(store, "r2", "Another", "Something else.")
    seen_as(store, state)

    assert [phrase for phrase in FOUND if found(store, phrase) != {"r1"}] == []


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_no_character_means_anything_but_itself(store: Store, state: str) -> None:
    add(store, "r1", "The new Town Hall", TEXT.replace("%", "").replace('"', ""))
    seen_as(store, state)

    assert [phrase for phrase in NOT_FOUND if found(store, phrase)] == []


@pytest.mark.parametrize("state", [READ, INDEXED])
def test_a_search_finds_what_a_look_at_every_text_would_find(store: Store, state: str) -> None:
    dice = random.Random(5)  # noqa: S311 - the same texts each time
    letters = "aAbBäÄ%_*\"'()-^:/\\ \n書"
    words = {f"r{n}": "".join(dice.choices(letters, k=dice.randint(1, 30))) for n in range(80)}
    for each, of_it in words.items():
        add(store, each, "zzz", of_it)
    seen_as(store, state)
    for _ in range(150):
        of_it = dice.choice(list(words.values()))
        phrase = of_it[dice.randrange(len(of_it)) :][: dice.randint(1, 6)].strip() or "a"

        assert found(store, phrase) == {each for each, of_it in words.items() if phrase.lower() in of_it.lower()}


def test_words_that_no_longer_stand_are_not_found_and_those_that_followed_are_at_once(store: Store) -> None:
    add(store, "r1", "Topic", "An early zebra.")
    index_all(store)
    store.record("r1", decision_at("r1-1"))
    store.level("r1", *second("A late giraffe."))
    at_once = found(store, "zebra"), found(store, "giraffe"), store.not_indexed()
    index_all(store)

    assert at_once == (set(), {"r1"}, 1)
    assert (found(store, "zebra"), found(store, "giraffe"), store.not_indexed()) == (set(), {"r1"}, 0)


def test_a_review_with_no_text_yet_is_found_by_its_title(store: Store) -> None:
    add(store, "r1", "Nothing but a title")
    before = found(store, "but a")
    index_all(store)

    assert before == found(store, "but a") == {"r1"}


def test_what_is_found_comes_in_the_order_of_the_list_by_pages_and_status(store: Store) -> None:
    for n in range(7):
        add(store, f"r{n}", f"Topic {n}", "The words.")
    add(store, "late", "The words")
    index_all(store)
    pages = [[line.id for line in store.lines(search="words", limit=3, offset=at).lines] for at in (0, 3, 6)]
    drafting = store.lines([Status.DRAFTING], "words")

    assert pages == [["r6", "r5", "r4"], ["r3", "r2", "r1"], ["r0", "late"]]
    assert ([line.id for line in drafting.lines], drafting.total) == (["late"], 1)


def test_what_is_found_is_counted_as_far_as_asked_and_every_page_can_be_reached(store: Store) -> None:
    for n in range(9):
        add(store, f"r{n}", f"Topic {n}", "The words.")
    index_all(store)
    counted = {most: store.lines(search="words", limit=2, most=most)[1:] for most in (3, 8, 9, None)}
    last = store.lines(search="words", limit=2, offset=7, most=3)
    behind = store.lines(search="words", limit=2, offset=20, most=3)

    assert counted == {3: (3, True), 8: (8, True), 9: (9, False), None: (9, False)}
    assert ([line.id for line in last.lines], last.total, last.more) == (["r1", "r0"], 9, False)
    assert behind == ([], 9, False)


@pytest.mark.parametrize("wrong", ["c3", "41ff", "00"])
def test_one_text_that_is_none_hides_no_other_review(tmp_path: Path, wrong: str) -> None:
    with closing(open_database(str(tmp_path / "reviews.sqlite"))) as opened:
        store = Store(opened)
        add(store, "r1", "Topic", "The words.")
        add(store, "r2", "Topic", "The words.")
        with opened.engine.begin() as tx:
            changed = text("UPDATE revisions SET text = CAST(:wrong AS TEXT) WHERE review_id = 'r1'")
            tx.execute(changed, {"wrong": bytes.fromhex(wrong)})
        read = found(store, "words"), found(store, "topic")
        index_all(store)

        assert read == (found(store, "words"), found(store, "topic")) == ({"r2"}, {"r1", "r2"})


def test_a_sqlite_without_an_index_of_words_finds_the_same_and_the_doctor_says_that_it_takes_longer(
    tmp_path: Path,
) -> None:
    address = str(tmp_path / "reviews.sqlite")
    with closing(open_database(address)) as opened:
        store = Store(opened)
        with opened.engine.begin() as tx:
            for what in ("TRIGGER search_kept", "TRIGGER search_dropped", "TABLE search_grams"):
                tx.execute(text(f"DROP {what}"))
        add(store, "r1", "Topic", "The words.")
        add(store, "r2", "Topic", "Other things.")
        read = found(store, "words")
        index_all(store)
        kept = found(store, "words")
        store.remove("r2", "Ann", "asked to")
        store.purge()
    told = {check.name: check for check in examine(Settings(database=address, writer="offline"))}

    assert read == kept == {"r1"}
    assert told["search"].state == "warning"
    assert "FTS5" in told["search"].told


def test_the_doctor_says_how_many_reviews_are_not_in_the_index_yet(store: Store, database: str) -> None:
    add(store, "r1", "Topic", "The words.")
    settings = Settings(database=database, writer="offline")
    before = {check.name: check for check in examine(settings)}["search"]
    index_all(store)
    after = {check.name: check for check in examine(settings)}["search"]

    assert (before.state, after.state) == ("ok", "ok")
    assert "not in the index yet: 1" in before.told
    assert after.told == "The words of all reviews are in the index."
