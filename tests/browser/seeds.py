"""Reviews in each state, made by the desk itself before an app is started on their database."""

from pathlib import Path

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import DraftFailed
from hitl.settings import Settings
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter

DRAFTS = (
    "The library closes its Elm Street branch from 2 March.\n\nBorrowers can return books to any other branch.",
    "The library closes its Elm Street branch from 2 March to 22 May.\n\nReturn your books to any other branch.",
)


def reviews_in_each_state(folder: Path) -> dict[str, str]:
    """The id of a review for each name: waiting, failed, accepted, closed, last look."""
    writer = ScriptedWriter()
    settings = Settings(database=str(folder / "reviews.sqlite"), writer="offline", max_revisions=1)
    desk = ReviewDesk(settings.model_copy(update={"max_revisions": 5}), writer.for_model)
    made = {"waiting": _revised(desk, writer), "accepted": _revised(desk, writer), "failed": _revised(desk, writer)}
    desk.accept(made["accepted"], stop_of(desk, made["accepted"]), "Ann", "Well done.")
    writer.enqueue(DraftFailed("cut", "The connection to the model's server broke in the middle of the text."))
    desk.revise(made["failed"], stop_of(desk, made["failed"]), "Ann", "Name the hours.")
    settled(desk, made["failed"])
    settled(desk, made["accepted"])
    desk.close()
    desk = ReviewDesk(settings, writer.for_model)
    made |= {"last look": _revised(desk, writer), "closed": _revised(desk, writer)}
    desk.revise(made["closed"], stop_of(desk, made["closed"]), "Ann", "The tone is still wrong.")
    settled(desk, made["closed"])
    desk.close()
    return made


def _revised(desk: ReviewDesk, writer: ScriptedWriter) -> str:
    writer.enqueue(*DRAFTS)
    review_id = desk.start(Brief("Elm Street library closes for its new roof"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Add the end date.")
    settled(desk, review_id)
    return review_id
