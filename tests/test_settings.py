from pathlib import Path

import pytest

from hitl.errors import BadInput
from hitl.settings import Settings, load_settings
from hitl.store import open_database


@pytest.fixture(autouse=True)
def bare_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HITL_MODEL", "HITL_WRITER", "HITL_MAX_REVISIONS", "HITL_ON_CAP"):
        monkeypatch.delenv(name, raising=False)


def test_a_model_is_connected_by_a_key_or_an_address_unless_the_built_in_writer_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alone = load_settings().policy().models
    monkeypatch.setenv("HITL_MODEL", "llama")
    connected = []
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        with monkeypatch.context() as other:
            other.setenv(name, "http://127.0.0.1:1/v1")
            connected.append(load_settings().policy().models)
            other.setenv("HITL_WRITER", "offline")
            connected.append(load_settings().policy().models)

    assert alone == ("built-in",)
    assert connected == [("llama",), ("built-in",)] * 2


def test_an_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HITL_MAX_REVISIONS=7\nOPENAI_API_KEY=k\n", encoding="utf-8")

    assert load_settings().max_revisions == 7
    assert not load_settings().offline


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_MAX_REVISIONS", "sk-secret")
    monkeypatch.setenv("HITL_ON_CAP", "explode")
    with pytest.raises(BadInput, match=r"(?s)HITL_MAX_REVISIONS.*HITL_ON_CAP") as refusal:
        load_settings()

    assert "sk-secret" not in str(refusal.value)


def test_a_database_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="path of a SQLite file or begin with postgresql://") as refusal:
        open_database("mysql://user:pw@host/db")

    assert "pw" not in str(refusal.value)


def test_a_host_that_is_none_is_told_by_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = (
        "*", "*.secret.example", "secret.example.", "secret example", "secret.example/path",
        "https://secret.example/path", "https://user@secret.example", "ftp://secret.example", "://secret.example",
        "https://", "secret.example:0", "secret.example:99999", "secret.example:", "büro.secret.example",
        "0.0.0.0", "[::]", "::1", "https://secret.example;https://other.example",  # noqa: S104 - refused
    )  # fmt: skip
    for value in wrong:
        monkeypatch.setenv("HITL_HOSTS", f"desk.example.com, {value}")
        with pytest.raises(
            BadInput, match=r"HITL_HOSTS: entry 2 is no host\. Write each as desk\.example\.com"
        ) as told:
            load_settings()
        assert "secret" not in str(told.value)


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    written = "desk.example.com, https://desk.example.com:8443/ ,HTTP://[2001:DB8::7]:8501,192.0.2.7:8501,"
    monkeypatch.setenv("HITL_HOSTS", written)

    assert [str(site) for site in load_settings().hosts] == [
        "desk.example.com",
        "https://desk.example.com:8443",
        "http://[2001:db8::7]:8501",
        "192.0.2.7:8501",
    ]
