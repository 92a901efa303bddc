"""Reviews that are there before a server is started on their database."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import HitlError
from hitl.store import Store, open_database
from tests.bench.ours import model_settings
from tests.bench.texts import ask, text
from tests.fakes import ScriptedWriter
from tests.torture.ground import settle

SHORT_TEXT = 1_000
"""Characters of a text where there are a hundred thousand."""

INDEXED_AT_ONCE = 1_000
"""Reviews; nobody else writes meanwhile."""


def seeded(address: str, ages: Sequence[int]) -> list[str]:
    """A review for each age, with so many revisions of a model's; it waits. Their ids."""
    writer = ScriptedWriter()
    desk = ReviewDesk(model_settings(address), writer.for_model)
    try:
        return [_review(desk, writer, age) for age in ages]
    finally:
        desk.close()


def _review(desk: ReviewDesk, writer: ScriptedWriter, age: int) -> str:
    writer.enqueue(*(text(number + 1) for number in range(age)))
    review_id = desk.start(Brief(f"A review with {age} revisions"), "Ann")
    for number in range(1, age):
        settle(desk, review_id)
        stop = desk.review(review_id).stop
        if stop is None:
            raise HitlError("The review does not wait.")
        desk.revise(review_id, stop, "Ann", ask(number))
    settle(desk, review_id)
    return review_id


def filled(address: str, reviews: int) -> None:
    """A database with so many reviews that wait, all ready to be searched in.

    One is a desk's own, the others are copies of it with other words.
    """
    (first,) = seeded(address, (1,))
    with closing(sqlite3.connect(address)) as connection, connection:
        review = _row(connection, "reviews", "id", first) | {"search_key": None}
        revision = _row(connection, "revisions", "review_id", first)
        for number in range(2, reviews + 1):
            its = f"{number:032x}"
            _insert(connection, "reviews", review | {"id": its, "title": f"Review {number}", "touched": number})
            _insert(connection, "revisions", revision | {"review_id": its, "text": text(number, SHORT_TEXT)})
    with closing(open_database(address)) as database:
        while Store(database).index(INDEXED_AT_ONCE):
            pass


def _row(connection: sqlite3.Connection, table: str, key: str, value: str) -> dict[str, Any]:
    found = connection.execute(f"SELECT * FROM {table} WHERE {key} = ?", (value,))  # noqa: S608 - names of this file
    return dict(zip((column[0] for column in found.description), found.fetchone(), strict=True))


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))  # noqa: S608
