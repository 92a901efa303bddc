"""The records of reviews that went different ways, for tests of how they are told."""

import threading
from pathlib import Path
from typing import Any

from hitl.audit import Record
from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import DraftFailed
from hitl.settings import Settings
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter

FAILS = DraftFailed("cut", "The connection broke.", tokens=7)

Step = tuple[Any, ...]
"""A verb, who decides, and their words."""


def records(folder: Path) -> dict[str, Record]:
    """Reviews by what happened in them, from one desk after the other: the words are the same on any database."""
    settings = Settings(database=str(folder / "reviews.sqlite"), max_revisions=2)
    writer, go_on = ScriptedWriter(), threading.Event()
    asked, own = ("revise", "Ann", "Shorter."), "My own words."
    desk = ReviewDesk(settings, writer.for_model)
    edited = ("edit", "Ben", "Ben's words.")
    made = {
        "every verb": _went(desk, asked, edited, ("restore", "Ben", 2), ("accept", "Ann", "Well done.", 4)),
        "closed": _went(desk, asked, ("revise", "Ann", "Longer."), ("revise", "Ben", "The tone is wrong.")),
        "abandoned": _went(desk, ("abandon", "Ben", "Called off.", 1), text=own),
        "waiting": _went(desk, text=own),
    }
    again = desk.start_again(made["waiting"].review["id"], 1, "Ben")
    made["begun again"] = _ended(desk, again)
    writer.enqueue("Draft 1 of the text.", FAILS)
    made["resent"] = _went(desk, asked, asked)
    writer.enqueue("Draft 1 of the text.", go_on)
    running = _went(desk).review["id"]
    desk.revise(running, stop_of(desk, running), *asked[1:])
    made["running"] = desk.archive.record(running)
    go_on.set()
    settled(desk, running)
    desk.close()
    model = {"openai_base_url": "http://127.0.0.1:9/v1", "model": "m-1", "token_budget": 1_000, "on_cap": "finalize"}
    desk = ReviewDesk(settings.model_copy(update=model), writer.for_model)
    writer.enqueue("Draft 1 of the text.", FAILS)
    made["by a model"] = _went(desk, asked, ("retry", "Ben"), ("revise", "Ben", "Longer."))
    desk.close()
    return made


def _went(desk: ReviewDesk, *steps: Step, text: str | None = None) -> Record:
    """A review of a text, or of drafts, that went these steps."""
    review_id = desk.start(Brief("The new library", must_haves=("Sundays",)), "Ann", text=text)
    for verb, actor, *words in steps:
        getattr(desk, verb)(review_id, stop_of(desk, review_id), actor, *words)
    return _ended(desk, review_id)


def _ended(desk: ReviewDesk, review_id: str) -> Record:
    settled(desk, review_id)
    record = desk.archive.record(review_id)
    for call in record.calls:
        call["seconds"] = 0.0  # however busy the machine is
    return record
