"""`python -m tests.audit`: generated reviews verified and replayed, and one thing changed in them, many times."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from sqlalchemy import text

from hitl.audit import verify
from hitl.graph import build_graph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from tests.audit.generated import Generator
from tests.audit.tampering import Tamperer, Tampering
from tests.postgres import Postgres

DATABASES = click.option("--database", type=click.Choice(("sqlite", "postgres")), default="sqlite")
SEED = click.option("--seed", default=1, help="The same seed makes the same reviews and changes.")


@click.group()
def main() -> None:
    """What the record of a review can show."""


@contextmanager
def opened(database: str) -> Iterator[Store]:
    """A store on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        if database == "sqlite":
            with closing(open_database(str(Path(folder) / "reviews.sqlite"))) as found:
                yield Store(found)
        else:
            with Postgres() as server, closing(open_database(server.fresh())) as found:
                yield Store(found)


def replayed(store: Store, generator: Generator, review_ids: list[str]) -> list[str]:
    """What is wrong with the records of reviews and with their replays; empty where all is well."""
    graph, wrong = build_graph(), []
    before = generator.asked
    for review_id in review_ids:
        record = record_of(store, review_id)
        wrong += [f"{review_id}: {finding.told}" for finding in verify(record)]
        again = replay(graph, record)
        if again.difference or again.head != record.review["head"]:
            wrong.append(f"{review_id}: {again}")
    if generator.asked != before:
        wrong.append(f"{generator.asked - before} calls of a model")
    return wrong


def tampered(store: Store, review_ids: list[str], tampers: int, seed: int) -> list[str]:
    """Change one thing so many times; what was not noticed, or not at the right place."""
    graph, tamperer, missed = build_graph(), Tamperer(seed), []
    engine = store.database.engine
    for n in range(tampers):
        review_id = review_ids[n % len(review_ids)]
        rows = store.raw_rows(review_id)
        with engine.begin() as tx:
            done = tamperer.tamper(tx, review_id)
        found = verify(record_of(store, review_id))
        if not found or not _is_named(done, found[0].kind, found[0].number):
            missed.append(f"{review_id}: {done.told} -> {[f.told for f in found[:3]]}")
        store.remake(review_id, partial(_again, rows))
    return missed


def _again(rows: dict[str, Any], _changed: dict[str, Any] | None) -> dict[str, Any]:
    return rows


def _is_named(done: Tampering, kind: str, number: int) -> bool:
    return kind == done.kind and (not done.numbers or number in done.numbers)


@main.command()
@click.option("--reviews", default=500)
@DATABASES
@SEED
def replays(reviews: int, database: str, seed: int) -> None:
    """Verify and replay generated reviews."""
    with opened(database) as store:
        generator = Generator(store, build_graph(), seed)
        ids = [generator.review(f"{n:032x}") for n in range(reviews)]
        started = time.monotonic()
        wrong = replayed(store, generator, ids)
        took = time.monotonic() - started
        with store.database.engine.connect() as connection:
            counted = [connection.execute(text(f"SELECT count(*) FROM {t}")).scalar() for t in ("decisions", "calls")]  # noqa: S608
    click.echo(f"{reviews} reviews, {counted[0]} decisions, {counted[1]} calls: {took:.1f} s to verify and replay.")
    click.echo("\n".join(wrong[:20]) or "No finding, no difference, no call of a model, every last seal the same.")
    raise SystemExit(bool(wrong))


@main.command()
@click.option("--tampers", default=1000)
@click.option("--reviews", default=40)
@DATABASES
@SEED
def tampers(tampers: int, reviews: int, database: str, seed: int) -> None:
    """Flip, delete, swap or insert one record or text of finished reviews, many times."""
    with opened(database) as store:
        generator = Generator(store, build_graph(), seed)
        ids = [generator.review(f"{n:032x}", 12) for n in range(reviews)]
        ended = [each for each in ids if store.review(each).status.finished]
        missed = tampered(store, ended, tampers, seed)
    click.echo(f"{tampers} changes in {len(ended)} finished reviews, {len(missed)} not noticed, or named elsewhere.")
    click.echo("\n".join(missed[:20]))
    raise SystemExit(bool(missed))


if __name__ == "__main__":
    main()
