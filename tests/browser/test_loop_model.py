"""The loop with a connected model: the real client, a scripted server, the real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests import replies
from tests.browser.app import App, Screen
from tests.browser.conftest import Serve, Visit
from tests.model_server import ModelServer
from tests.replies import Reply, says


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture(scope="module")
def connected(serve: Serve, model: ModelServer) -> App:
    return serve(HITL_WRITER="openai", OPENAI_BASE_URL=model.url, OPENAI_API_KEY="sk-tests", HITL_MODEL="scripted-1")


@pytest.fixture
def desk(connected: App, visit: Visit, model: ModelServer) -> Screen:
    model.forget()
    return visit(connected)


def test_the_loop_tells_the_model_the_draft_that_stands_and_all_feedback(desk: Screen, model: ModelServer) -> None:
    model.enqueue(says("The first ", "draft."), says("The second ", "draft."), says("The third ", "draft."))
    desk.begin("Our library opens on Sundays")
    desk.waits(1)
    desk.revise("Name the hours.", 2)
    desk.revise("Friendlier, please.", 3)
    desk.button("Edit by hand").click()
    desk.own_text.fill("My own words, by hand.")
    desk.button("Save as revision").click()
    desk.waits(4)
    desk.pick("v2")
    expect(desk.draft).to_have_text("The second draft.")
    desk.button("Restore this revision").click()
    desk.waits(5)
    model.enqueue(says("The sixth ", "draft."))
    desk.revise("Shorter.", 6)
    desk.button("Accept").click()
    desk.shows("Accepted", 6)
    first, second, third, last = (request.text for request in model.requests)

    assert desk.text() == "The sixth draft."
    assert "Our library opens on Sundays" in first
    assert "The first draft." in second
    assert "Name the hours." in second
    assert all(words in third for words in ("The second draft.", "Name the hours.", "Friendlier, please."))
    assert all(words in last for words in ("The second draft.", "Name the hours.", "Friendlier, please.", "Shorter."))
    assert "The third draft." not in last


def test_an_edit_by_hand_is_the_draft_that_the_model_goes_on_from(desk: Screen, model: ModelServer) -> None:
    model.enqueue(says("The model's draft."), says("The next draft."))
    desk.begin("Our library opens on Sundays")
    desk.waits(1)
    desk.button("Edit by hand").click()
    desk.own_text.fill("My own words, by hand.")
    desk.button("Save as revision").click()
    desk.waits(2)
    desk.revise("Shorter.", 3)

    assert "My own words, by hand." in model.requests[-1].text
    assert "The model's draft." not in model.requests[-1].text


def test_the_text_is_shown_while_the_model_is_still_writing(desk: Screen, model: ModelServer) -> None:
    model.enqueue(says(*(f"word{n} " for n in range(60)), delay=0.1))
    desk.begin("Our library opens on Sundays")
    expect(desk.draft).to_contain_text("word3")
    status, so_far = desk.status.inner_text(), desk.draft.inner_text()
    desk.waits(1)

    assert status == "Drafting"
    assert "word59" not in so_far
    assert desk.text().startswith(so_far.strip())
    assert "word59" in desk.text()


def test_a_number_that_only_the_model_knows_is_marked_in_the_history(desk: Screen, model: ModelServer) -> None:
    model.enqueue(says("The library opens on Sundays."), says("The library opens on Sundays. 4,711 readers came."))
    desk.begin("Our library opens on Sundays")
    desk.waits(1)
    desk.revise("Say more.", 2)
    desk.button("See what changed").click()

    expect(desk.page.get_by_text("4,711 (number): new, and in no source")).to_be_visible()


FAULTS: dict[str, tuple[Callable[[], Reply], int, str]] = {
    "wrong key": (replies.wrong_key, 1, "did not accept the key"),
    "cut": (replies.cut, 1, "broke in the middle of the text"),
    "no end": (replies.no_end, 1, "without a sign that it was finished"),
    "length": (lambda: says("Half a", finish="length"), 1, "reached its own length limit"),
    "refusal": (replies.refusal, 1, "declined to write this text"),
    "empty": (lambda: says(""), 1, "answered without a text"),
    "server error": (replies.server_error, 3, "has a problem of its own"),
    "unreachable": (replies.hangs_up, 3, "could not be reached"),
    "quota": (replies.quota, 3, "has no credit left"),
    "web page": (replies.web_page, 1, "could not be understood"),
}
"""A reply, how often the client asks for it, and what the editor reads."""


@pytest.mark.parametrize(("reply", "asks", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_draft_that_failed_is_said_in_words_and_comes_at_the_second_try(
    desk: Screen, model: ModelServer, connected: App, reply: Callable[[], Reply], asks: int, words: str
) -> None:
    desk.begin_with("The words that stand.")
    model.enqueue(*(reply() for _ in range(asks)))
    desk.ask("Name the hours.")
    desk.says(words)

    desk.waits(1)
    assert desk.text() == "The words that stand."
    expect(desk.feedback).to_have_value("Name the hours.")
    expect(desk.revision).to_have_text("Revision 1 of 6")
    model.enqueue(says("The hours are nine to five."))
    desk.button("Try again").click()
    desk.waits(2)
    assert desk.text() == "The hours are nine to five."
    expect(desk.alert).to_have_count(0)
    assert "sk-" not in connected.log


def test_a_first_draft_that_failed_can_be_tried_again(desk: Screen, model: ModelServer) -> None:
    model.enqueue(replies.wrong_key())
    desk.begin("Our library opens on Sundays")
    desk.says("did not accept the key")
    expect(desk.status).to_have_text("Waiting for you")
    expect(desk.button("Accept")).to_have_count(0)
    desk.button("Try again").click()
    desk.waits(1)

    assert len(model.requests) == 2


def test_a_server_that_nobody_runs_is_said_in_words(serve: Serve, visit: Visit) -> None:
    desk = visit(serve(HITL_WRITER="openai", OPENAI_BASE_URL="http://127.0.0.1:9/v1"))
    desk.begin("Our library opens on Sundays")
    desk.says("could not be reached")

    expect(desk.button("Try again")).to_be_visible()
