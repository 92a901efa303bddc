"""Every fault of the model client and of the store, met for real: `python -m tests.faults` prints what came of it."""

import logging
import sys
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

import hitl.worker
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from hitl.writer.openai import openai_writer
from tests.conftest import stop_of
from tests.faulty import OF_POSTGRES, OF_SQLITE, Fault
from tests.model_server import ModelServer
from tests.postgres import Postgres
from tests.replies import FAULTS as REPLIES
from tests.replies import Reply
from tests.struck import Outcome, postgres_place, sqlite_place, struck
from tests.test_openai_faults import FAULTS, KEY

Line = tuple[str, str, str, str]

KEPT = {
    "text": "the text",
    "feedback": "the feedback in the box",
    "count": "the number of revisions left",
    "click": "the click, carried out at the second try",
    "draft": "the decision before it, carried out by itself",
}

HEAD: Line = ("fault", "requests", "sentence shown", "kept")


def of_the_model() -> Iterator[Line]:
    """Each fault of the model client, on a desk with a text that stands and feedback to carry out."""
    with TemporaryDirectory() as folder, ModelServer() as server:
        writer = openai_writer(KEY, server.url, silence=0.5)
        settings = Settings(database=f"{folder}/reviews.sqlite", writer="openai", model="some-model", draft_seconds=30)
        desk = ReviewDesk(settings, lambda _model: writer)
        for reply, name, _, _ in FAULTS:
            yield of_one_draft(desk, server, reply, name)
        desk.close()


def of_one_draft(desk: ReviewDesk, server: ModelServer, reply: Callable[[], Reply], name: str) -> Line:
    """Ask for a revision, and see what is there when it has failed."""
    review_id = desk.start(Brief("Topic"), "Ann", text="The words that stand.")
    stop = stop_of(desk, review_id)
    server.default = lambda _: reply()
    before = len(server.requests)
    desk.revise(review_id, stop, "Ann", "Shorter.")
    stop = stop_of(desk, review_id)
    text = desk.revision(review_id, stop.number).text == "The words that stand."
    problem = stop.problem
    assert problem is not None, name
    assert problem.fault == name
    kept = kept_of(text=text, feedback=stop.ask == "Shorter.", count=not stop.counters.revisions_used)
    played = next((f", {known.replace('-', ' ')}" for known, made in REPLIES.items() if made is reply), "")
    return (
        f"{name}: model{played}",
        str(len(server.requests) - before),
        problem.sentence,
        kept,
    )


def of_the_store(server: Postgres) -> Iterator[Line]:
    """Each fault of the store, under a desk that runs."""
    for fault in OF_SQLITE:
        with sqlite_place() as place:
            yield of_one_fault("SQLite", fault, struck(fault, place))
    for fault in OF_POSTGRES:
        with postgres_place(server) as place:
            yield of_one_fault("PostgreSQL", fault, struck(fault, place))


def of_one_fault(kind: str, fault: Fault, outcome: Outcome) -> Line:
    """What a click met, and what there was of its review and of a draft in work afterwards.

    The requests are those for the draft in work: a second one where the first could not be saved.
    """
    first_drafts = 2
    kept = kept_of(
        text=len(outcome.accepted_texts) == 1,
        click=outcome.accepted.status.finished and outcome.decisions == 1,
        draft=outcome.revised.counters.texts == len(outcome.revised_texts) == 2,
    )
    return (
        f"{outcome.refusal.fault}: {kind}, {fault.what}",
        str(outcome.drafts - first_drafts),
        str(outcome.refusal),
        kept,
    )


def kept_of(**things: bool) -> str:
    """What was kept, in words; what was lost, loudly."""
    return ", ".join(KEPT[name] if kept else f"LOST: {KEPT[name]}" for name, kept in things.items())


def main() -> None:
    """Print one table, in Markdown."""
    logging.disable(logging.CRITICAL)
    hitl.worker.SWEEP_SECONDS = 0.2
    show(HEAD)
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
