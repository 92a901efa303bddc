"""What the writer makes of a server that fails: a name, a sentence, no more requests than help, and no secret."""

import logging
import traceback
from collections.abc import Callable
from functools import partial

import pytest

from hitl.errors import DraftFailed
from hitl.writer.faults import SENTENCES
from hitl.writer.openai import openai_writer
from tests import replies
from tests.fakes import asked
from tests.model_server import ModelServer
from tests.replies import Reply, says

KEY = "sk-secret-key-1234567890"


def write(server: ModelServer, seconds: float = 30.0) -> list[str]:
    return list(openai_writer(KEY, server.url, silence=0.3)(asked(seconds=seconds)))


def failure(server: ModelServer, reply: Callable[[], Reply]) -> DraftFailed:
    server.default = lambda _: reply()
    with pytest.raises(DraftFailed) as caught:
        write(server)
    return caught.value


FAULTS: list[tuple[Callable[[], Reply], str, int, str]] = [
    (replies.wrong_key, "wrong_key", 1, "did not accept the key. Check OPENAI_API_KEY"),
    (replies.forbidden, "forbidden", 1, "does not let this key write with this model"),
    (replies.unknown_model, "unknown_model", 1, "does not know the model “some-model”"),
    (replies.unknown_path, "wrong_address", 1, "no model server at the address"),
    (replies.redirect, "wrong_address", 1, "no model server at the address"),
    (replies.context_too_long, "context_too_long", 1, "longer than the model can read"),
    (replies.bad_request, "bad_request", 1, "rejected the request"),
    (replies.no_stream_options, "bad_request", 2, "rejected the request"),
    (replies.filtered_prompt, "content_filter", 1, "content filter of the model's server blocked the text"),
    (replies.rate_limit, "rate_limit", 3, "too many requests just now"),
    (lambda: replies.rate_limit(retry_after=0.1), "rate_limit", 3, "too many requests just now"),
    (lambda: replies.rate_limit(retry_after=300), "rate_limit", 1, "too many requests just now"),
    (replies.quota, "quota", 3, "has no credit left"),
    (lambda: replies.server_error(500), "server_error", 3, "has a problem of its own"),
    (lambda: replies.server_error(503), "server_error", 3, "has a problem of its own"),
    (replies.stream_error, "server_error", 1, "has a problem of its own"),
    (replies.hangs, "timeout", 3, "fell silent"),
    (replies.stalls, "timeout", 1, "fell silent"),
    (replies.hangs_up, "unreachable", 3, "could not be reached"),
    (replies.cut_early, "unreachable", 1, "could not be reached"),
    (replies.cut, "cut", 1, "broke in the middle of the text"),
    (replies.no_end, "no_end", 1, "without a sign that it was finished"),
    (lambda: says("Half a", finish="length"), "length", 1, "reached its own length limit"),
    (lambda: says("Half a", finish="content_filter"), "content_filter", 1, "content filter"),
    (lambda: says("Half a", finish="tool_calls"), "garbage", 1, "could not be understood"),
    (replies.refusal, "refusal", 1, "declined to write this text"),
    (lambda: says(""), "empty", 1, "answered without a text"),
    (lambda: says(" \n", "\t"), "empty", 1, "answered without a text"),
    (lambda: says("…", "\x00"), "empty", 1, "answered without a text"),
    (replies.not_json, "garbage", 1, "could not be understood"),
    (replies.whole_json, "garbage", 1, "could not be understood"),
    (replies.web_page, "garbage", 1, "could not be understood"),
    (replies.broken_event, "garbage", 1, "could not be understood"),
    (replies.not_utf8, "garbage", 1, "could not be understood"),
    (replies.runaway, "too_long", 1, "more than 60,000 characters"),
]


@pytest.mark.parametrize(("reply", "fault", "requests", "sentence"), FAULTS, ids=[row[1] for row in FAULTS])
def test_each_fault_has_its_name_its_number_of_requests_and_its_sentence(
    server: ModelServer, reply: Callable[[], Reply], fault: str, requests: int, sentence: str
) -> None:
    failed = failure(server, reply)

    assert (failed.fault, len(server.requests)) == (fault, requests)
    assert sentence in str(failed)


ODD_SHAPES: list[object] = [
    "text",
    5,
    [1],
    None,
    {"choices": 5},
    {"choices": "ab"},
    {"choices": [1]},
    {"choices": [{"index": 0}]},
    {"choices": [{"index": 0, "delta": "x"}]},
    {"choices": [{"index": 0, "delta": {"content": 5}}]},
    {"choices": [{"index": 0, "delta": {"content": {"a": 1}}}]},
    {"choices": [{"index": 0, "delta": {"role": "user", "content": "x"}}]},
    {"choices": [{"index": 0, "delta": {"content": "x"}, "finish_reason": 7}]},
    {"choices": [], "model": {"name": "x"}},
]


@pytest.mark.parametrize("shape", ODD_SHAPES)
def test_json_of_an_unexpected_shape_is_a_garbage_answer(server: ModelServer, shape: object) -> None:
    failed = failure(server, lambda: replies.odd_event(shape))

    assert (failed.fault, len(server.requests)) == ("garbage", 1)


@pytest.mark.parametrize("reply", [replies.trickles, replies.keeps_alive])
def test_a_stream_without_end_is_left_at_the_deadline(server: ModelServer, reply: Callable[[], Reply]) -> None:
    server.enqueue(reply())
    with pytest.raises(DraftFailed, match=r"not finished after 0\.5 seconds") as caught:
        write(server, seconds=0.5)

    assert caught.value.fault == "deadline"
    assert server.left_early.acquire(timeout=5)


def test_no_request_is_made_after_the_deadline(server: ModelServer) -> None:
    server.default = lambda _: replies.rate_limit(retry_after=0.7)
    with pytest.raises(DraftFailed) as caught:
        write(server, seconds=0.5)

    assert (caught.value.fault, len(server.requests)) == ("deadline", 1)


@pytest.mark.parametrize(
    ("key", "address", "topic", "fault", "sentence"),
    [
        *(
            (KEY, address, "Snow", "wrong_address", "no model server at the address")
            for address in (
                "localhost:11434/v1", "127.0.0.1:8080", "ftp://host/v1", "http://", "http://[bad/v1",
                "http://host:99999/v1", "http://ho st/v1", "http://host\x00/v1",
            )
        ),
        (KEY, "http://127.0.0.1:1/v1", "Snow", "unreachable", "could not be reached"),
        ("sk-schlüssel", "", "Snow", "wrong_key", "did not accept the key"),
        ("sk-one\nsk-two", "", "Snow", "wrong_key", "did not accept the key"),
        (KEY, "", "half a pair \ud800", "bad_request", "rejected the request"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_explained(
    server: ModelServer, key: str, address: str, topic: str, fault: str, sentence: str
) -> None:
    with pytest.raises(DraftFailed, match=sentence) as caught:
        list(openai_writer(key, address or server.url)(asked(topic)))

    assert (caught.value.fault, server.requests) == (fault, [])
    assert key not in repr(caught.value)


def test_the_tokens_of_a_failed_try_are_counted_where_the_server_tells_them(server: ModelServer) -> None:
    costs = [failure(server, partial(says, "Half a", finish="length", tokens=tokens)).tokens for tokens in (77, 0)]

    assert costs == [77, 0]


def test_neither_the_key_nor_a_password_in_the_address_is_ever_shown(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    address = server.url.replace("http://", "http://someone:pa55word@")
    shown = []
    for reply in (replies.wrong_key, replies.not_json, replies.cut, replies.unknown_path):
        server.enqueue(reply())
        with pytest.raises(DraftFailed) as caught:
            list(openai_writer(KEY, address)(asked()))
        error = caught.value
        shown += [str(error), repr(error), str(error.problem), *traceback.format_exception(error)]

    assert KEY in server.requests[0].headers["authorization"] or "Basic" in server.requests[0].headers["authorization"]
    assert KEY not in "".join(shown) + caplog.text
    assert "pa55word" not in "".join(shown) + caplog.text


def test_no_two_faults_share_a_sentence_and_each_says_what_to_do() -> None:
    deeds = ("ry again", "Ask for", "tart a new", "Put it in other words")

    assert len(set(SENTENCES.values())) == len(SENTENCES)
    assert all(any(deed in sentence for deed in deeds) for sentence in SENTENCES.values())
    assert not any(word in "".join(SENTENCES.values()) for word in ("HTTP", "JSON", "token", "xception", "stream"))
