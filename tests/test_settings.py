from pathlib import Path

import pytest

from hitl.errors import BadInput
from hitl.settings import Settings, load_settings
from hitl.store import open_database


@pytest.fixture(autouse=True)
def bare_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HITL_MODEL", "HITL_WRITER", "HITL_MAX_REVISIONS", "HITL_ON_CAP"):
        monkeypatch.delenv(name, raising=False)


def test_without_a_key_the_built_in_writer_writes() -> None:
    settings = load_settings()

    assert settings.offline
    assert settings.policy().models == ("built-in",)


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "OPENAI_BASE_URL"])
def test_a_key_or_an_address_connects_a_model(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:1/v1")
    monkeypatch.setenv("HITL_MODEL", "llama")

    assert load_settings().policy().models == ("llama",)


def test_the_writer_can_be_chosen_in_spite_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("HITL_WRITER", "offline")

    assert load_settings().offline


def test_an_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HITL_MAX_REVISIONS=7\nOPENAI_API_KEY=k\n", encoding="utf-8")

    assert load_settings().max_revisions == 7
    assert not load_settings().offline


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_MAX_REVISIONS", "sk-secret")
    monkeypatch.setenv("HITL_ON_CAP", "explode")
    with pytest.raises(BadInput) as refusal:
        load_settings()

    assert "HITL_MAX_REVISIONS" in str(refusal.value)
    assert "HITL_ON_CAP" in str(refusal.value)
    assert "sk-secret" not in str(refusal.value)


def test_a_key_is_not_shown_by_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")

    assert "sk-secret" not in repr(load_settings())
    assert "sk-secret" not in str(load_settings().model_dump())


def test_a_database_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="path of a SQLite file or begin with postgresql://") as refusal:
        open_database("mysql://user:pw@host/db")

    assert "pw" not in str(refusal.value)


def test_the_password_of_the_database_is_not_shown_by_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_DATABASE", "postgresql://user:hush@host/db")

    assert load_settings().database.endswith("hush@host/db")
    assert "hush" not in repr(load_settings())


@pytest.mark.parametrize(
    "value",
    [
        "*",
        "*.secret.example",
        "secret.example.",
        "secret example",
        "secret.example/path",
        "https://secret.example/path",
        "https://user@secret.example",
        "ftp://secret.example",
        "://secret.example",
        "https://",
        "secret.example:0",
        "secret.example:99999",
        "secret.example:",
        "büro.secret.example",
        "0.0.0.0",  # noqa: S104 - refused
        "[::]",
        "::1",
        "https://secret.example;https://other.example",
    ],
)
def test_a_host_that_is_none_is_told_by_its_place(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_HOSTS", f"desk.example.com, {value}")
    with pytest.raises(BadInput, match=r"HITL_HOSTS: entry 2 is no host\. Write each as desk\.example\.com") as refusal:
        load_settings()

    assert "secret" not in str(refusal.value)


def test_hosts_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    written = "desk.example.com, https://desk.example.com:8443/ ,HTTP://[2001:DB8::7]:8501,192.0.2.7:8501,"
    monkeypatch.setenv("HITL_HOSTS", written)

    assert [str(site) for site in load_settings().hosts] == [
        "desk.example.com",
        "https://desk.example.com:8443",
        "http://[2001:db8::7]:8501",
        "192.0.2.7:8501",
    ]
