"""Reviews that are there before anything is measured: those a desk writes, and copies for a long list."""

from collections.abc import Sequence
from contextlib import closing

from sqlalchemy import insert

from hitl.store import Store, open_database
from hitl.store.tables import reviews, revisions
from tests.bench.run import in_its_own_process
from tests.bench.sides import OurTurns, text

INDEXED_AT_ONCE = 1_000


def seeded(address: str, ages: Sequence[int]) -> list[str]:
    """A waiting review for each age, with so many revisions by a model; their ids."""
    begun = []
    with in_its_own_process(OurTurns, address) as ours:
        for age in ages:
            begun.append(ours.begin(f"A review with {age} revisions"))
            for _ in range(age - 1):
                ours.turn(begun[-1])
    return begun


def listed(address: str, number: int) -> None:
    """A list of so many reviews, ready to be searched: a desk's own, and rows like its with texts of their own."""
    seeded(address, (1,))
    copies = {n: f"{n:032x}" for n in range(2, number + 1)}
    with closing(open_database(address)) as database:
        with database.engine.begin() as tx:
            row, words = (dict(tx.execute(table.select()).one()._mapping) for table in (reviews, revisions))
            row["search_key"] = None
            tx.execute(insert(reviews), [row | {"id": its_id, "touched": n} for n, its_id in copies.items()])
            its_text = [words | {"review_id": its_id, "text": text(n, 1_000)} for n, its_id in copies.items()]
            tx.execute(insert(revisions), its_text)
        while Store(database).index(INDEXED_AT_ONCE):
            pass
