"""Reviews in each state, made by a desk itself."""

from contextlib import closing

from sqlalchemy import inspect, text

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.store import open_database
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter

DRAFTS = (
    "The library closes its Elm Street branch from 2 March.\n\nBorrowers can return books to any other branch.",
    "The library closes its Elm Street branch from 2 March to 22 May.\n\nReturn your books to any other branch.",
)


def reviews_in_each_state(address: str) -> dict[str, str]:
    """The id of a review for each name: waiting, overtaken, failed, accepted, damaged, closed, last look."""
    writer = ScriptedWriter()
    settings = Settings(database=address, writer="offline", max_revisions=1)
    desk = ReviewDesk(settings.model_copy(update={"max_revisions": 5}), writer.for_model)
    names = ("waiting", "overtaken", "accepted", "failed", "damaged")
    made = {name: _revised(desk, writer) for name in names}
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
    damage(address, made["damaged"])
    return made


def damage(address: str, review_id: str) -> None:
    """Overwrite the saved state of a review with what is none."""
    with closing(open_database(address)) as database, database.engine.begin() as tx:
        blobs = inspect(tx).has_table("checkpoint_blobs")
        place = "checkpoint_blobs SET blob" if blobs else "checkpoints SET checkpoint"
        tx.execute(text(f"UPDATE {place} = :junk WHERE thread_id = :id"), {"junk": b"\xc1", "id": review_id})


def _revised(desk: ReviewDesk, writer: ScriptedWriter) -> str:
    writer.enqueue(*DRAFTS)
    review_id = desk.start(Brief("Elm Street library closes for its new roof"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Add the end date.")
    settled(desk, review_id)
    return review_id
