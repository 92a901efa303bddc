"""Reviews to be searched in, on a store of their own."""

from sqlalchemy import text

from hitl.domain import Author, Brief, Counters, Decision, Policy, Review, Revision, Status, Stop, Verb, now
from hitl.store import Reached, Store


def add(store: Store, review_id: str, title: str, words: str = "") -> None:
    """A review that waits with this text; one that is being drafted, without."""
    store.add(Review(review_id, title, Status.DRAFTING, "Ann", now(), now(), Brief(title), Policy(), Counters()))
    if words:
        counters = Counters(texts=1)
        revision = Revision(1, words, Author.MODEL, 0, now(), "model", 10, 1.5, ())
        store.level(review_id, Reached(0, counters, revision, None), Stop(f"{review_id}-1", 1, "hash", counters))


def decision_at(stop: str) -> Decision:
    """Somebody asks for another text at this stop."""
    return Decision(0, stop, Verb.REVISE, "Ann", 1, "hash", now(), "draft", "because", Counters(texts=1))


def second(words: str, review_id: str = "r1") -> tuple[Reached, Stop]:
    """What follows a decision at the first stop."""
    counters = Counters(texts=2)
    revision = Revision(2, words, Author.MODEL, 1, now(), "model", 10, 1.5, ())
    return Reached(1, counters, revision, None), Stop(f"{review_id}-2", 2, "hash", counters)


def index_all(store: Store) -> None:
    """Put all words into the index."""
    while store.index(50) == 50:
        pass


def found(store: Store, phrase: str) -> set[str]:
    """The ids of the reviews that a search finds."""
    return {line.id for line in store.lines(search=phrase, limit=1_000).lines}


def rows_of_search(store: Store) -> int:
    """How many rows the words take."""
    with store.database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM search")).scalar_one())
