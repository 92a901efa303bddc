"""The way that a review took through the graph, counted and drawn."""

import threading
from xml.etree import ElementTree

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.settings import Settings
from hitl.story import path_of
from hitl.story.drawing import drawn
from hitl.story.path import ARROWS, NODES
from tests.conftest import settled, stop_of
from tests.fakes import ScriptedWriter

SVG = "{http://www.w3.org/2000/svg}"


def test_each_arrow_is_counted_as_often_as_it_was_taken(desk: ReviewDesk, review_id: str) -> None:
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    desk.edit(review_id, stop_of(desk, review_id), "Ann", "My words.")
    desk.accept(review_id, stop_of(desk, review_id), "Ann")
    settled(desk, review_id)
    path = path_of(desk.archive.record(review_id))

    assert path.taken == {
        ("start", "draft"): 1,
        ("draft", "review"): 2,
        ("review", "draft"): 1,
        ("review", "amend"): 1,
        ("amend", "review"): 1,
        ("review", "finalize"): 1,
        ("finalize", "end"): 1,
    }
    assert path.here == "end"
    assert "From “The writer drafts” to “The editor decides”: 2 times." in path.told


def test_a_text_of_ones_own_goes_to_the_editor_at_once(desk: ReviewDesk) -> None:
    review_id = desk.start(Brief("The new library"), "Ann", text="My own words.")
    settled(desk, review_id)
    path = path_of(desk.archive.record(review_id))

    assert path.taken == {("start", "review"): 1}
    assert path.here == "review"


def test_a_draft_that_closes_the_review_leads_to_the_end(settings: Settings, writer: ScriptedWriter) -> None:
    desk = ReviewDesk(settings.model_copy(update={"on_cap": "finalize", "max_revisions": 1}), writer.for_model)
    review_id = desk.start(Brief("The new library"), "Ann")
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    settled(desk, review_id)
    path = path_of(desk.archive.record(review_id))
    desk.close()

    assert path.taken["draft", "finalize"] == 1
    assert path.taken["draft", "review"] == 1
    assert path.here == "end"


def test_a_review_that_is_being_drafted_stands_at_the_writer(
    desk: ReviewDesk, review_id: str, writer: ScriptedWriter
) -> None:
    go_on = threading.Event()
    writer.enqueue(go_on)
    desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    path = path_of(desk.archive.record(review_id))
    go_on.set()
    settled(desk, review_id)

    assert path.here == "draft"
    assert path.told[-1] == "It stands at “The writer drafts” now."


def test_the_drawing_has_every_node_and_arrow_and_pales_what_was_not_taken(desk: ReviewDesk, review_id: str) -> None:
    svg = ElementTree.fromstring(drawn(path_of(desk.archive.record(review_id))))  # noqa: S314 - our own
    looks = [str(group.get("class")) for group in svg.iter(f"{SVG}g")]
    names = [text.text for text in svg.iter(f"{SVG}text") if text.get("text-anchor")]

    assert names == list(NODES.values())
    assert sum(look.startswith("arrow") for look in looks) == len(ARROWS)
    assert looks.count("arrow taken") == 2
    assert looks.count("node here") == 1
    assert looks.count("node pale") == 3
