"""Desks that are opened for one command, beside reviews that are none of its business."""

from contextlib import closing

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Status
from hitl.settings import Settings
from hitl.store import Store, open_database
from hitl.worker import Drives
from tests.conftest import settled
from tests.fakes import ScriptedWriter


def test_a_desk_drives_nothing_or_what_it_is_asked_to_and_leaves_the_other_reviews_alone(
    settings: Settings, writer: ScriptedWriter
) -> None:
    with closing(ReviewDesk(settings, writer.for_model, "none")) as silent:
        left, other = (silent.start(Brief(topic), "Ann") for topic in ("Left by somebody", "None of its business"))
        silent.attend(silent.review(left))
    with closing(ReviewDesk(settings, writer.for_model, "asked")) as asked:
        recorded = asked.review(left).status
        own = asked.start(Brief("Asked for"), "Bob")
        settled(asked, own)
        asked.attend(asked.review(left))
        settled(asked, left)
        alone = asked.review(other).status

    assert (recorded, alone) == (Status.DRAFTING, Status.DRAFTING)
    assert [assignment.brief.topic for assignment in writer.history] == ["Asked for", "Left by somebody"]


def test_a_start_enters_settings_of_its_own_in_the_ledger_once_and_looking_enters_nothing(settings: Settings) -> None:
    others = settings.model_copy(update={"max_revisions": 50})

    def start(of: Settings, drives: Drives, *topics: str) -> None:
        with closing(ReviewDesk(of, drives=drives)) as desk:
            desk.lines()
            for topic in topics:
                desk.start(Brief(topic), "Ann", "A text.")

    with closing(ReviewDesk(settings)) as server:
        start(settings, "asked", "As the server")
        start(others, "none")
        start(others, "asked", "Many revisions", "Many more")
        start(others, "none", "And more")
        server.start(Brief("As ever"), "Ann", "A text.")
    with closing(open_database(settings.database)) as database:
        entries, _ = Store(database).ledger()

    told = [entry["details"].get("max_revisions") for entry in entries if entry["event"] in ("settings", "start")]
    assert told == [2, None, 50, None, None, None, 2, None]
