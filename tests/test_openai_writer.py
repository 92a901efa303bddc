import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.writer.openai import openai_writer
from hitl.writing import Assignment, Writing, Written
from tests import replies
from tests.model_server import ModelServer
from tests.replies import says

KEY = "sk-secret-key-1234567890"
FIRST = Assignment(Brief("Our library opens on Sundays"), model="some-model", seconds=30)
REVISION = Assignment(
    Brief("Our library opens on Sundays", kind=Kind.BLOG),
    draft='The current draft,\nwith "quotes", Ünïcödé and a </tag>.',
    feedback=("Shorter, please", "Name the hours: 10 < 17", "End with a question"),
    model="some-model",
)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


def read(writing: Writing) -> tuple[list[str], Written]:
    pieces = []
    while True:
        try:
            pieces.append(next(writing))
        except StopIteration as end:
            return pieces, end.value


def write(server: ModelServer, assignment: Assignment = FIRST, silence: float = 0.5) -> Written:
    return read(openai_writer(KEY, server.url, silence=silence)(assignment))[1]


def test_a_text_arrives_piece_by_piece_and_whole_at_the_end(server: ModelServer) -> None:
    server.enqueue(says("Come on ", "Sunday", "!", tokens=99, model="some-model-2026"))
    pieces, end = read(openai_writer(KEY, server.url)(FIRST))

    assert pieces == ["Come on ", "Sunday", "!"]
    assert end == Written("Come on Sunday!", "some-model-2026", 99)


def test_the_draft_and_every_feedback_reach_the_server_word_for_word(server: ModelServer) -> None:
    write(server, REVISION)
    arrived = server.requests[0].text

    assert REVISION.draft in arrived
    assert all(feedback in arrived for feedback in REVISION.feedback)
    assert arrived.index("Shorter, please") < arrived.index("Name the hours") < arrived.index("End with a question")


def test_the_request_holds_nothing_that_a_simple_server_might_reject(server: ModelServer) -> None:
    write(server)
    body = server.requests[0].body

    assert body.keys() == {"model", "messages", "stream", "stream_options"}
    assert (body["model"], body["stream"]) == ("some-model", True)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_a_server_without_stream_options_is_asked_once_more_without_them(server: ModelServer) -> None:
    server.enqueue(replies.no_stream_options(), says("Come on Sunday.", tokens=0))
    end = write(server)

    assert end == Written("Come on Sunday.", "scripted-1", 0)
    assert ["stream_options" in request.body for request in server.requests] == [True, False]


def test_a_server_that_always_complains_about_stream_options_is_asked_twice_only(server: ModelServer) -> None:
    server.default = lambda _: replies.no_stream_options()
    with pytest.raises(DraftFailed) as caught:
        write(server)

    assert (caught.value.fault, len(server.requests)) == ("bad_request", 2)


def test_a_server_that_recovers_before_the_text_begins_is_not_noticed(server: ModelServer) -> None:
    server.enqueue(replies.server_error(503), says("Come on Sunday."))

    assert write(server).text == "Come on Sunday."


def test_a_server_that_names_no_model_and_no_tokens_is_fine(server: ModelServer) -> None:
    server.enqueue(says("Come on Sunday.", tokens=0, model=""))

    assert write(server) == Written("Come on Sunday.", "some-model", 0)


def test_tokens_that_a_server_counts_up_in_every_chunk_are_not_added_together(server: ModelServer) -> None:
    counts = [replies.chunk({"content": "Sunday"}, usage=30), replies.chunk({"content": "."}, usage=31)]
    server.enqueue(replies.raw(*counts, replies.chunk({}, "stop", usage=32), replies.DONE))

    assert write(server) == Written("Sunday.", "scripted-1", 32)


ODD_COMPANIONS: list[dict[str, object]] = [
    {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": 0, "function": 5}]}}]},
    {"choices": [{"index": 0, "delta": {"function_call": "x"}, "logprobs": 5}]},
    {"choices": [{"index": 0, "delta": {"reasoning_content": "Hm.", "content": None}}]},
    {"choices": [], "usage": "x"},
    {"choices": [], "usage": {"total_tokens": "x", "prompt_tokens_details": 5}},
    {"choices": [], "usage": {"total_tokens": float("nan"), "prompt_tokens": 1e300}},
]


@pytest.mark.parametrize("event", ODD_COMPANIONS)
def test_what_comes_beside_a_text_takes_nothing_away_from_it(server: ModelServer, event: object) -> None:
    odd = b"data: " + json.dumps(event).encode() + b"\n\n"
    before, after = replies.chunk({"content": "Come on "}), replies.chunk({"content": "Sunday."}, "stop", usage=7)
    server.enqueue(replies.raw(before, odd, after))

    assert write(server) == Written("Come on Sunday.", "scripted-1", 7)


def test_a_long_text_comes_in_few_pieces_the_first_ones_as_they_were_sent(server: ModelServer) -> None:
    server.enqueue(says(*"x" * 20_000))
    pieces, end = read(openai_writer(KEY, server.url)(FIRST))

    assert "".join(pieces) == end.text == "x" * 20_000
    assert pieces[:1_000] == ["x"] * 1_000
    assert len(pieces) < 4_000
    assert max(map(len, pieces)) <= 21


def test_what_came_before_a_break_is_given_whole(server: ModelServer) -> None:
    events = [replies.chunk({"content": "x"}) for _ in range(5_003)]
    server.enqueue(replies.raw(*events, 0.1, replies.Cut))
    came = []
    with pytest.raises(DraftFailed) as caught:
        for piece in openai_writer(KEY, server.url)(FIRST):
            came.append(piece)  # noqa: PERF402 - the list is needed although the loop breaks

    assert (caught.value.fault, len("".join(came))) == ("cut", 5_003)


def test_an_empty_key_is_replaced_for_servers_that_want_none(server: ModelServer) -> None:
    read(openai_writer("", server.url)(FIRST))

    assert server.requests[0].headers["authorization"] == "Bearer no-key-needed"


def test_without_an_address_the_environment_of_the_client_decides(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    server.enqueue(says("Come on Sunday."))

    assert read(openai_writer(KEY, None)(FIRST))[1].text == "Come on Sunday."


def test_spaces_around_key_and_address_do_no_harm(server: ModelServer) -> None:
    read(openai_writer(f" {KEY}\n", f" {server.url} ")(FIRST))

    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_leaving_a_text_breaks_the_connection(server: ModelServer) -> None:
    server.enqueue(replies.trickles(0.02))
    writing = openai_writer(KEY, server.url)(FIRST)
    next(writing)
    writing.close()

    assert server.left_early.acquire(timeout=5)


def test_two_texts_can_be_written_at_once_by_one_writer(server: ModelServer) -> None:
    server.enqueue(says("one ", "one", delay=0.05), says("two ", "two", delay=0.05))
    writer = openai_writer(KEY, server.url)
    first, second = writer(FIRST), writer(FIRST)
    heard = [next(first), next(second), next(first), next(second)]

    assert heard == ["one ", "two ", "one", "two"]
    assert (read(first)[1].text, read(second)[1].text) == ("one one", "two two")


def test_a_conversation_about_the_text_is_taken_off_and_told(server: ModelServer) -> None:
    server.enqueue(says("Sure! Here's a post for you:\n\n", "```\nCome on Sunday.\n```"))
    end = write(server)

    assert end.text == "Come on Sunday."
    assert end.notes == (
        "The model's opening line was left out: “Sure! Here's a post for you:”",
        "The code fence around the text was left out.",
    )


def test_halves_of_an_emoji_that_come_apart_are_joined_and_a_lone_half_is_dropped(server: ModelServer) -> None:
    server.enqueue(says("Sun\ud83c", "\udf1eday\ud83c"))
    pieces, end = read(openai_writer(KEY, server.url)(FIRST))

    assert end.text == "Sun\U0001f31eday"
    assert "".join(pieces).encode()


def test_the_model_client_is_not_imported_before_the_first_text() -> None:
    script = (
        "import sys, hitl.writer.openai as o, hitl.writer.bounded; w = o.openai_writer('k', None);"
        "early = 'openai' in sys.modules or 'langchain_openai' in sys.modules; o.warm_up();"
        "sys.exit(early or 'langchain_openai' not in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)

    assert done.returncode == 0


def test_the_server_writes_a_new_draft_for_each_request_and_lists_its_models(server: ModelServer) -> None:
    drafts = [write(server).text for _ in range(2)]

    assert [text.split("\n")[0] for text in drafts] == ["Draft 1", "Draft 2"]
