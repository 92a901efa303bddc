"""What `doctor` says of the model's server: it asks for the list of models, and spends no token."""

import pytest

from hitl.doctor import Check, examine
from hitl.settings import Settings
from tests import replies, test_doctor
from tests.model_server import ModelServer
from tests.replies import MODEL, Reply
from tests.test_doctor import failed, found

bare_environment = test_doctor.bare_environment


def connected(address: str, model: str = "some-model") -> Settings:
    return Settings.model_validate({"OPENAI_BASE_URL": address, "model": model})


def test_a_model_server_that_has_the_model_is_healthy_and_no_token_is_spent(server: ModelServer) -> None:
    checks = examine(connected(server.url, MODEL))
    server.models = replies.models("llama3.1:latest")
    without_its_tag = examine(connected(server.url, "llama3.1"))

    assert found(checks, "model server") == Check("model server", "ok", f"The server answers and has “{MODEL}”.")
    assert server.url.split("/")[2] in found(checks, "writer").told
    assert found(without_its_tag, "model server").state == "ok"
    assert server.requests == []


@pytest.mark.parametrize(
    ("reply", "state", "told"),
    [
        (replies.models("another"), "warning", "“some-model” is not in its list"),
        (replies.unknown_path(), "warning", "does not list its models"),
        (replies.forbidden(), "warning", "does not list its models"),
        (replies.wrong_key(), "failed", "did not accept the key. Check OPENAI_API_KEY"),
        (replies.web_page(), "failed", "could not be understood"),
        (replies.raw(b'{"data": null}', kind="application/json"), "failed", "could not be understood"),
        (replies.server_error(500), "failed", "has a problem of its own"),
        (replies.hangs_up(), "failed", "could not be reached"),
        (replies.redirect(), "failed", "no model server at the address"),
    ],
)
def test_what_a_model_server_answers_is_told_in_words(server: ModelServer, reply: Reply, state: str, told: str) -> None:
    server.models = reply
    check = found(examine(connected(server.url, "some-model")), "model server")

    assert check.state == state
    assert told in check.told


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://127.0.0.1:1/v1", "could not be reached"),
        ("http://\u2603.example/v1", "no model server at the address"),
        ("127.0.0.1:8000", "no model server at the address"),
        ("http://[x/v1", "no model server at the address"),
    ],
)
def test_a_model_server_that_is_not_there_is_told_in_words(address: str, told: str) -> None:
    checks = examine(connected(address))

    assert failed(checks) == ["model server"]
    assert told in found(checks, "model server").told
