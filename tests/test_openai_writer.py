"""What is asked of a model's server, what comes of its answers, and that the record has exactly what was sent."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Kind, sha256
from hitl.errors import DraftFailed
from hitl.settings import Settings
from hitl.wording.details import papers
from hitl.wording.moments import moments
from hitl.writer.openai import openai_writer, warm_up
from hitl.writing import Written
from tests import replies
from tests.conftest import settled, stop_of
from tests.fakes import asked, read
from tests.model_server import ModelServer
from tests.replies import says

KEY = "sk-secret-key-1234567890"


def write(server: ModelServer) -> Written:
    return read(openai_writer(KEY, server.url, silence=0.5)(asked()))[1]


@pytest.fixture
def model_desk(settings: Settings, server: ModelServer) -> Iterator[ReviewDesk]:
    """A desk whose drafts are asked of the scripted server by the real client."""
    warm_up()
    connected = {"openai_base_url": server.url, "model": "some-model"}
    desk = ReviewDesk(settings.model_copy(update=connected), lambda _: openai_writer(KEY, server.url))
    yield desk
    desk.close()


def test_what_a_model_was_sent_is_what_the_record_shows_byte_for_byte(
    model_desk: ReviewDesk, server: ModelServer
) -> None:
    brief = Brief("Our library\n“opens” on <Sundays> & 🌞", Kind.X, must_haves=("a \\ and a\ttab",))
    server.enqueue(says("Ünïcödé </topic>.\n\n"), replies.wrong_key(), says("Shorter."))
    review_id = model_desk.start(brief, "Ann")
    model_desk.revise(review_id, stop_of(model_desk, review_id), "Ann", "Shorter:  10 < 17\n")
    model_desk.retry(review_id, stop_of(model_desk, review_id), "Ben")
    settled(model_desk, review_id)
    record = model_desk.archive.record(review_id)
    calls = [moment for moment in moments(record) if moment.kind == "call"]
    shown = [next(paper.parts for paper in papers(call) if paper.name == "Prompt") for call in calls]
    arrived = [[(each["role"], each["content"]) for each in request.body["messages"]] for request in server.requests]

    assert [[(role, text.encode()) for role, text in parts] for parts in shown] == [
        [(role, text.encode()) for role, text in messages] for messages in arrived
    ]
    assert [call["prompt_sha256"] for call in record.calls] == [
        sha256(json.dumps(messages, ensure_ascii=False)) for messages in arrived
    ]
    assert [request.body["model"] for request in server.requests] == [call["model"] for call in record.calls]
    assert "Ünïcödé </topic>." in arrived[1][1][1]
    assert arrived[2] == arrived[1] != arrived[0]


def test_the_request_holds_nothing_that_a_simple_server_might_reject(server: ModelServer) -> None:
    write(server)
    body = server.requests[0].body

    assert body.keys() == {"model", "messages", "stream", "stream_options"}
    assert (body["model"], body["stream"]) == ("some-model", True)
    assert [message.keys() for message in body["messages"]] == [{"role", "content"}] * 2
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_a_text_is_sent_to_the_server_of_the_desk_whatever_else_the_environment_names(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer() as other:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_BASE", other.url)
        text = read(openai_writer(KEY, None)(asked()))[1].text

        assert text.startswith("Draft 1")
        assert (server.asked, other.asked) == (1, 0)


@pytest.mark.parametrize(
    ("key", "sent"), [("", "no-key-needed"), (f" {KEY}\n", KEY)], ids=["no key", "spaces around it"]
)
def test_a_key_is_sent_as_a_server_takes_it(server: ModelServer, key: str, sent: str) -> None:
    read(openai_writer(key, f" {server.url} ")(asked()))

    assert server.requests[0].headers["authorization"] == f"Bearer {sent}"


def test_a_server_without_stream_options_is_asked_once_more_without_them(server: ModelServer) -> None:
    server.enqueue(replies.no_stream_options(), says("Come on Sunday.", tokens=0))

    assert write(server) == Written("Come on Sunday.", "scripted-1", 0)
    assert ["stream_options" in request.body for request in server.requests] == [True, False]


def test_a_server_that_recovers_before_the_text_begins_is_not_noticed(server: ModelServer) -> None:
    server.enqueue(replies.server_error(503), says("Come on Sunday."))

    assert write(server).text == "Come on Sunday."


COUNTED_UP = [replies.chunk({"content": "Sunday"}, usage=30), replies.chunk({"content": "."}, usage=31)]


@pytest.mark.parametrize(
    ("reply", "end"),
    [
        (says("Sun", "day.", tokens=99, model="m-2026"), Written("Sunday.", "m-2026", 99)),
        (says("Sunday.", tokens=0, model=""), Written("Sunday.", "some-model", 0)),
        (replies.raw(*COUNTED_UP, replies.chunk({}, "stop", usage=32)), Written("Sunday.", "scripted-1", 32)),
        (says("Sun\ud83c", "\udf1eday\ud83c"), Written("Sun\U0001f31eday", "scripted-1", 42)),
        (
            says("Sure! Here's a post for you:\n\n", "```\nSunday.\n```"),
            Written(
                "Sunday.",
                "scripted-1",
                42,
                (
                    "The model's opening line was left out: “Sure! Here's a post for you:”",
                    "The code fence around the text was left out.",
                ),
                "Sure! Here's a post for you:\n\n```\nSunday.\n```",
            ),
        ),
    ],
    ids=["a text", "no model named", "tokens counted up", "halves of an emoji", "a conversation around it"],
)
def test_an_answer_is_delivered_with_its_model_its_tokens_and_notes(
    server: ModelServer, reply: replies.Reply, end: Written
) -> None:
    server.enqueue(reply)
    pieces, written = read(openai_writer(KEY, server.url)(asked()))

    assert written == end
    assert len(pieces) > 1 or len(end.text) < 8
    assert "".join(pieces).encode()


ODD_COMPANIONS: list[dict[str, object]] = [
    {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": 5}]}}]},
    {"choices": [{"index": 0, "delta": {"function_call": "x"}, "logprobs": 5}]},
    {"choices": [{"index": 0, "delta": {"reasoning_content": "Hm.", "content": None}}]},
    {"choices": [], "usage": "x"},
    {"choices": [], "usage": {"total_tokens": "x", "prompt_tokens_details": 5}},
    {"choices": [], "usage": {"total_tokens": {"of": 3}, "prompt_tokens": [7]}},
    {"choices": [], "usage": {"total_tokens": float("nan"), "prompt_tokens": 1e300}},
]


@pytest.mark.parametrize("odd", ODD_COMPANIONS)
def test_what_comes_beside_a_text_takes_nothing_away_from_it(server: ModelServer, odd: object) -> None:
    before, after = replies.chunk({"content": "Come on "}), replies.chunk({"content": "Sunday."}, "stop")
    server.enqueue(replies.raw(before, after, b"data: " + json.dumps(odd).encode() + b"\n\n"))

    assert write(server) == Written("Come on Sunday.", "scripted-1", 0)


def test_a_long_text_comes_in_few_pieces_the_first_ones_as_they_were_sent(server: ModelServer) -> None:
    server.enqueue(says(*"x" * 6_000))
    pieces, end = read(openai_writer(KEY, server.url)(asked()))

    assert "".join(pieces) == end.text == "x" * 6_000
    assert pieces[:1_000] == ["x"] * 1_000
    assert len(pieces) < 2_600
    assert max(map(len, pieces)) <= 7


def test_what_came_before_a_break_is_given_whole(server: ModelServer) -> None:
    events = [replies.chunk({"content": "x"}) for _ in range(2_003)]
    server.enqueue(replies.raw(*events, 0.1, replies.Cut))
    came = []
    with pytest.raises(DraftFailed) as caught:
        for piece in openai_writer(KEY, server.url)(asked()):
            came.append(piece)  # noqa: PERF402 - the list is needed although the loop breaks

    assert (caught.value.fault, len("".join(came))) == ("cut", 2_003)


def test_many_answers_at_the_same_time_come_whole(server: ModelServer) -> None:
    words = [*(f"word{number} " for number in range(40)), "end."]
    server.default = lambda _: says(*words, delay=0.02)
    with ThreadPoolExecutor(30) as people:
        came = list(people.map(lambda _: write(server).text, range(30)))

    assert came == ["".join(words)] * 30


def test_leaving_a_text_breaks_the_connection(server: ModelServer) -> None:
    server.enqueue(replies.trickles(0.02))
    writing = openai_writer(KEY, server.url)(asked())
    next(writing)
    writing.close()

    assert server.left_early.acquire(timeout=5)


def test_the_model_client_is_not_imported_before_the_first_text() -> None:
    script = (
        "import sys, hitl.writer.openai as o, hitl.writer.bounded; w = o.openai_writer('k', None);"
        "sys.exit('openai' in sys.modules or 'langchain_openai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == 0
