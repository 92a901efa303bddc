"""Finding a phrase among all titles and all texts that stand.

`search` has their words in lower case, one row a review, and beside it lies an index of all that is three characters
long in them. It names candidates, each of which is then looked at. Rows are written in the background; until then
`reviews.search_key` is null and the review itself is read, so that the same is found at any time.
"""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    bindparam,
    case,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from hitl.store.tables import reviews, revisions, search

GAP = "\x1f"
"""Stands between title and text, so that no phrase is found across."""

GRAM = 3
MOST_GRAMS = 24
"""As many of a long phrase are looked up; what they let through is looked at anyway."""

_FOR_THIS_SEARCH = ("enable_seqscan = off", "jit = off", "work_mem = '64MB'")
"""PostgreSQL knows nothing of how many candidates there are, and would rather take the words of all reviews apart."""

_GRAMS = table("search_grams", column("rowid"), column("search_grams"))


class _Lower(FunctionElement[str]):
    """A text in lower case, whatever is stored as one."""

    inherit_cache = True
    type = Text()


@compiles(_Lower)
def _lower(element: _Lower, compiler: SQLCompiler, **_: object) -> str:
    return f"lower({compiler.process(element.clauses)})"


@compiles(_Lower, "sqlite")
def _lower_of_bytes(element: _Lower, compiler: SQLCompiler, **_: object) -> str:
    """As bytes a text that is none reaches our `lower` too: one of them stops no search."""
    return f"lower(CAST({compiler.process(element.clauses)} AS BLOB))"


_IN_ORDER = (reviews.c.place, reviews.c.touched)
_own = reviews.alias("own")
_stands = (revisions.c.review_id == _own.c.id) & (revisions.c.number == _own.c.number)
_as_it_stands = _Lower(_own.c.title + GAP + func.coalesce(revisions.c.text, ""))
_STANDING = select(_own.c.id.label("review_id"), _as_it_stands.label("words")).select_from(
    _own.outerjoin(revisions, _stands)
)
_CHANGED = (
    select(reviews.c.id)
    .where(reviews.c.search_key.is_(None))
    .order_by(reviews.c.touched.desc())
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


def found(connection: Connection, listed: Select[str], phrase: str, most: int | None) -> Sequence[str]:
    """The first ids that a query of reviews gives of those with a phrase in their title or the text that stands.

    Upper and lower case are told apart by neither, as far as the database knows them: "ä" finds "Ä"; "ß" does not find
    "ss", and the Turkish "İ" is found by itself alone. Every character stands for itself. A phrase of one or two
    characters is looked for in every review, and what many have is found before the index is asked.
    """
    folded = str(connection.execute(select(func.lower(phrase))).scalar_one())
    if len(folded) < GRAM or not has_index(connection):
        return connection.execute(listed.where(_has(reviews, folded)).limit(most)).scalars().all()
    if most is not None:
        near = listed.add_columns(*_IN_ORDER, reviews.c.search_key).limit(2 * most).subquery()
        first = select(near.c.id).where(_has(near, folded)).order_by(near.c.place, near.c.touched.desc()).limit(most)
        ids = connection.execute(first).scalars().all()
        if len(ids) == most:
            return ids
    candidate = reviews.c.search_key.in_(_candidates(connection, folded)) | reviews.c.search_key.is_(None)
    return connection.execute(listed.where(candidate, _has(reviews, folded)).limit(most)).scalars().all()


def has_index(connection: Connection) -> bool:
    """False on a SQLite that cannot make one: a search then reads the words of all reviews."""
    return connection.dialect.name != "sqlite" or inspect(connection).has_table("search_grams")


def index(tx: Connection, most: int) -> int:
    """Keep the words of some reviews that have changed since, the last ones first; how many were looked at.

    Of several that do so at the same time each takes others.
    """
    ids = tx.execute(_CHANGED, {"most": most}).scalars().all()
    if ids:
        tx.execute(search.delete().where(search.c.review_id.in_(ids)))
        tx.execute(insert(search).from_select(["review_id", "words"], _STANDING.where(_own.c.id.in_(ids))))
        key = select(search.c.key).where(search.c.review_id == reviews.c.id).scalar_subquery()
        tx.execute(reviews.update().where(reviews.c.id.in_(ids)).values(search_key=key))
    return len(ids)


def not_indexed(connection: Connection) -> int:
    """How many reviews have words that are not kept yet."""
    return connection.execute(select(func.count()).where(reviews.c.search_key.is_(None))).scalar_one()


def _has(of: FromClause, folded: str) -> ColumnElement[bool]:
    """The condition that a review has a phrase in lower case."""
    kept = select(search.c.words).where(search.c.key == of.c.search_key).scalar_subquery()
    read = _STANDING.with_only_columns(_as_it_stands).where(_own.c.id == of.c.id).scalar_subquery()
    return case(
        (of.c.search_key.is_(None), read.contains(folded, autoescape=True)),
        else_=kept.contains(folded, autoescape=True),
    )


def _candidates(connection: Connection, folded: str) -> Select[int]:
    """The keys of rows that have all that is three characters long in a phrase, in some order."""
    if connection.dialect.name == "sqlite":
        return select(_GRAMS.c.rowid).where(_GRAMS.c.search_grams.op("MATCH")(_all_grams(folded)))
    for setting in _FOR_THIS_SEARCH:
        connection.execute(text(f"SET LOCAL {setting}"))
    return select(search.c.key).where(func.hitl_grams(search.c.words).op("@>")(func.hitl_grams(folded)))


def _all_grams(folded: str) -> str:
    """A query of FTS5, in which a string in quotes stands for itself, https://sqlite.org/fts5.html."""
    last = len(folded) - GRAM
    places = range(0, last + 1, max(1, last // MOST_GRAMS))
    return " AND ".join('"' + folded[place : place + GRAM].replace('"', '""') + '"' for place in places)
