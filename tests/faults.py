"""Every fault of the model client and of the store, met for real: `python -m tests.faults` prints what came of it."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from tempfile import TemporaryDirectory

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from hitl.writer.openai import openai_writer
from tests.conftest import revised, stop_of
from tests.faulty import OF_POSTGRES, OF_SQLITE
from tests.model_server import ModelServer
from tests.postgres import Postgres
from tests.replies import Reply
from tests.struck import Outcome, postgres_place, sqlite_place, struck
from tests.test_openai_faults import FAULTS, KEY

Line = tuple[str, str, str, str]
FIRST_DRAFTS = 2


def of_the_model() -> Iterator[Line]:
    """Each fault of the model client, on a desk with a text that stands and feedback to carry out."""
    with TemporaryDirectory() as folder, ModelServer() as server:
        writer = openai_writer(KEY, server.url, silence=0.5)
        settings = Settings(database=f"{folder}/reviews.sqlite", writer="openai", model="some-model", draft_seconds=30)
        with closing(ReviewDesk(settings, lambda _model: writer)) as desk:
            for reply, name, _, _ in FAULTS:
                yield of_one_draft(desk, server, reply, name)


def of_one_draft(desk: ReviewDesk, server: ModelServer, reply: Callable[[], Reply], name: str) -> Line:
    """Ask for a revision, and see what is there when it has failed."""
    review_id = desk.start(Brief("Topic"), "Ann", text="The words that stand.")
    stop_of(desk, review_id)
    server.default = lambda _: reply()
    before = len(server.requests)
    stop = revised(desk, review_id, "Shorter.").stop
    assert stop and stop.problem, name
    assert stop.problem.fault == name
    kept = {
        "the text": desk.revision(review_id, stop.number).text == "The words that stand.",
        "the feedback in the box": stop.ask == "Shorter.",
        "the number of revisions left": not stop.counters.revisions_used,
    }
    played = f"{name}: model, {reply.__name__.replace('_', ' ')}".removesuffix(", <lambda>")
    return played, str(len(server.requests) - before), stop.problem.sentence, told(kept)


def of_the_store(server: Postgres) -> Iterator[Line]:
    """Each fault of the store, under a desk that runs."""
    for fault in OF_SQLITE:
        with sqlite_place() as place:
            yield of_one_fault(f"SQLite, {fault.what}", struck(fault, place))
    for fault in OF_POSTGRES:
        with postgres_place(server) as place:
            yield of_one_fault(f"PostgreSQL, {fault.what}", struck(fault, place))


def of_one_fault(what: str, outcome: Outcome) -> Line:
    """What a click met, and what there was of its review and of a draft in work afterwards.

    The requests are those for the draft in work: a second one where the first could not be saved.
    """
    kept = {
        "the text": len(outcome.accepted_texts) == 1,
        "the click, carried out at the second try": outcome.accepted.status.finished and outcome.decisions == 1,
        "the decision before it, carried out by itself": len(outcome.revised_texts) == 2,
    }
    requests = str(outcome.drafts - FIRST_DRAFTS)
    return f"{outcome.refusal.fault}: {what}", requests, str(outcome.refusal), told(kept)


def told(kept: dict[str, bool]) -> str:
    """What was kept, in words; what was lost, loudly."""
    return ", ".join(thing if there else f"LOST: {thing}" for thing, there in kept.items())


def main() -> None:
    """Print one table, in Markdown."""
    logging.disable(logging.CRITICAL)
    hitl.worker.SWEEP_SECONDS = 0.2
    show(("fault", "requests", "sentence shown", "kept"))
    show(("---", "---", "---", "---"))
    for line in of_the_model():
        show(line)
    with Postgres() as server:
        for line in of_the_store(server):
            show(line)


def show(line: Line) -> None:
    """Print one line of the table."""
    sys.stdout.write(f"| {' | '.join(line)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
