"""The tables beside the checkpoints."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

metadata = MetaData()

_CHANGED = text("search_key IS NULL")

_TOUCHES = Sequence("touches", metadata=metadata)  # on PostgreSQL; SQLite has none

reviews = Table(
    "reviews",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("status", String(40), nullable=False),
    Column("place", Integer, nullable=False),  # in the list: 0 waits for somebody, 1 is drafting, 2 has ended
    Column("touched", BigInteger, nullable=False),  # greater than any before: no clock tells which review is the newest
    Column("number", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("updated_at", String(27), nullable=False),
    Column("brief", JSON, nullable=False),
    Column("policy", JSON, nullable=False),
    Column("counters", JSON, nullable=False),
    Column("opening", Text),
    Column("stop_id", String(64)),  # the interrupt that waits for a decision: the compare of the compare-and-swap
    Column("stop", JSON(none_as_null=True)),
    Column("halt", Text),  # who asked the running draft to stop
    Column("decided", Integer, nullable=False, server_default="0"),  # decisions so far
    Column("begun_from", String(64)),  # the review whose revision was its first text
    Column("begun_from_number", Integer),
    Column("damage", Text, nullable=False, server_default=""),  # what cannot be read of it, in words
    Column("ending", Text, nullable=False),
    Column("outcome", JSON(none_as_null=True)),
    Column("outcome_seal", String(64)),
    Column("v", Integer, nullable=False),  # by which version its start is sealed, as in the tables below
    Column("seal", String(64), nullable=False),  # of the start
    Column("head", String(64), nullable=False),  # the last seal of its records
    Column("search_key", Integer),  # the row of `search` with its words; null while they have changed since
    Index("reviews_in_list_order", "place", text("touched DESC"), "status", "search_key", "id"),
    Index("reviews_to_index", "touched", sqlite_where=_CHANGED, postgresql_where=_CHANGED),
    Index("reviews_by_touch", "touched"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("review_id", ForeignKey("reviews.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("author", String(10), nullable=False),
    Column("cause", Integer, nullable=False),
    Column("at", String(27), nullable=False),
    Column("model", Text, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("v", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("review_id", ForeignKey("reviews.id"), primary_key=True),
    Column("cause", Integer, primary_key=True),  # the decision behind it, 0 for the start
    Column("at", String(27), nullable=False),
    Column("model", Text, nullable=False),
    Column("server", Text, nullable=False),
    Column("limit", Float, nullable=False),
    Column("prompt", Text, nullable=False),  # packed: see hitl.writing
    Column("prompt_sha256", String(64), nullable=False),
    Column("answer", Text),  # null where it is the text of the revision that came of it
    Column("seconds", Float, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("problem", JSON(none_as_null=True)),
    Column("v", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("review_id", ForeignKey("reviews.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("interrupt_id", String(64), nullable=False),
    Column("verb", String(10), nullable=False),
    Column("actor", Text, nullable=False),
    Column("seen_number", Integer, nullable=False),
    Column("seen_sha256", String(64), nullable=False),
    Column("at", String(27), nullable=False),
    Column("goto", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("counters", JSON, nullable=False),
    Column("feedback", Text, nullable=False),
    Column("text", Text),
    Column("restored", Integer),
    Column("displayed", Integer),
    Column("v", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
    UniqueConstraint("review_id", "interrupt_id", name="one_decision_a_stop"),
)

repairs = Table(
    "repairs",
    metadata,
    Column("review_id", ForeignKey("reviews.id"), primary_key=True),
    Column("number", Integer, primary_key=True),  # counts from 1
    Column("place", Integer, nullable=False),  # how many records stand before it in the chain
    Column("at", String(27), nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", String(20), nullable=False),  # what was believed: "records" or "checkpoints"
    Column("old_head", String(64)),
    Column("changed", JSON, nullable=False),  # in words, what was written anew
    Column("v", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)

ledger = Table(  # of the desk itself: see hitl.audit.ledger
    "ledger",
    metadata,
    Column("number", Integer, primary_key=True),  # counts from 1
    Column("event", String(10), nullable=False),
    Column("review_id", String(64)),
    Column("at", String(27), nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("head", String(64)),  # the last seal of the review then
    Column("details", JSON, nullable=False),
    Column("v", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
    Index("ledger_by_review", "review_id"),
)

ledger_head = Table(  # one row: whoever adds to the ledger takes it first, and so comes alone
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)

search = Table(  # with an index that each engine has in its own way: see hitl.store.search
    "search",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("review_id", ForeignKey("reviews.id"), unique=True),  # null: what a deletion left has still to be cleared
    Column("words", Text, nullable=False),  # title and text that stands, in lower case
)


class next_touch(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """A number that is greater than that of any review touched before."""

    type = BigInteger()
    inherit_cache = True


@compiles(next_touch)
def _next(_element: next_touch, _compiler: SQLCompiler, **_: object) -> str:
    return f"nextval('{_TOUCHES.name}')"


@compiles(next_touch, "sqlite")
def _next_on_sqlite(_element: next_touch, _compiler: SQLCompiler, **_: object) -> str:
    return "(SELECT coalesce(max(touched), 0) + 1 FROM reviews)"
