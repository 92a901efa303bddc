"""`python -m tests.audit`: generated reviews verified and replayed, and one thing changed in them, many times."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click
from sqlalchemy import text

from hitl.audit import verify
from hitl.graph import build_graph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from hitl.upkeep import rebuild
from tests.audit.generated import Generator
from tests.audit.tampering import Tampered, everything
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


def tampered(store: Store, generator: Generator, reviews: int, tampers: int, seed: int) -> list[str]:
    """Change one thing of a desk so many times; what was not noticed, or named elsewhere, or found where all is well.

    Some reviews have ended, some wait; an older copy of all rows was taken while they were on their way.
    """
    graph = build_graph()
    ids = [generator.review(f"{n:032x}", 3) for n in range(reviews)]
    older = Tampered(store.database.engine, seed, {}).rows
    for each in ids:
        generator.go_on(each, 3)
    with store.database.engine.begin() as tx:  # one that was repaired, and so goes on to say
        tx.execute(text("UPDATE reviews SET ending = 'x' WHERE id = :id"), {"id": ids[0]})
    rebuild(store, graph, ids[0], "Cleo", "a test")
    missed = [f"found though all is well: {found}"] if (found := everything(store, lambda: graph)) else []
    desk = Tampered(store.database.engine, seed, older)
    for _ in range(tampers):
        done = desk.change()
        found = everything(store, lambda: graph)
        named = set(found) & set(done.reviews) if done.reviews else found
        if not named:
            missed.append(f"{done.told} -> {dict(list(found.items())[:3])}")
        desk.put_back(done.table)
    return missed


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
@click.option("--reviews", default=12)
@DATABASES
@SEED
def tampers(tampers: int, reviews: int, database: str, seed: int) -> None:
    """Change, delete, swap, insert or copy back one thing in any table or checkpoint of a desk, many times."""
    with opened(database) as store:
        missed = tampered(store, Generator(store, build_graph(), seed), reviews, tampers, seed)
    click.echo(f"{tampers} changes in a desk of {reviews} reviews: {len(missed)} not noticed, or named elsewhere.")
    click.echo("\n".join(missed[:20]))
    raise SystemExit(bool(missed))


if __name__ == "__main__":
    main()
