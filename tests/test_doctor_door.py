"""What `doctor` says of who is let in: the hosts, and settings of Streamlit's that open the door."""

from pathlib import Path

import pytest
import streamlit.config

from hitl.doctor import examine, examine_here
from hitl.hosts import sites
from hitl.settings import Settings
from tests import test_doctor
from tests.test_doctor import failed, found, written

bare_environment = test_doctor.bare_environment


def test_the_hosts_that_a_server_answers_to_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "https://desk.example.com:8443, desk.example.com"
    alone, shared = (found(examine(Settings(hosts=sites(value))), "hosts").told for value in ("", listed))
    monkeypatch.setenv("HITL_HOSTS", "desk.example.com, *")

    assert "127.0.0.1, [::1], localhost" in alone
    assert "HITL_HOSTS" in alone
    assert f"{listed} (HITL_HOSTS)" in shared
    assert failed(examine_here()) == ["settings"]
    assert "HITL_HOSTS: entry 2 is no host" in found(examine_here(), "settings").told


@pytest.mark.parametrize(
    ("option", "wrong", "right"),
    [
        ("enableAgentApi", "true", "false"),
        ("enableCORS", "false", "true"),
        ("enableXsrfProtection", "false", "true"),
        ("corsAllowedOrigins", '["https://example.com"]', "[]"),
        ("xsrfCookieSameSite", '"none"', '"strict"'),
    ],
)
def test_an_option_of_streamlit_that_opens_the_door_is_a_failure(
    tmp_path: Path, option: str, wrong: str, right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    user, own = (tmp_path / folder / ".streamlit" / "config.toml" for folder in ("home", "."))
    variable = streamlit.config.get_config_options()[f"server.{option}"].env_var
    came = []
    for file, value in ((user, right), (user, wrong), (own, right), (own, wrong)):  # this folder's comes last
        written(file, f"[server]\n{option} = {value}\n")
        came.append(failed(examine_here()))
    told = found(examine_here(), "protection").told
    written(own, f"[server]\n{option} = {right}\n")
    monkeypatch.setenv(variable, wrong.strip('[]"'))  # and the environment after both

    assert came == [[], ["protection"], [], ["protection"]]
    assert f"server.{option}" in told
    assert variable in told
    assert failed(examine_here()) == ["protection"]


def test_a_configuration_that_is_no_toml_is_told_in_words(tmp_path: Path) -> None:
    for said in ("server = [", "server = 3"):
        written(tmp_path / ".streamlit" / "config.toml", said)

        assert "cannot be read as TOML" in found(examine_here(), "protection").told
