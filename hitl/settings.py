"""The environment, read once into one frozen value."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from hitl.addresses import shown_host
from hitl.codec import dump
from hitl.domain import OnCap, Policy
from hitl.errors import BadInput
from hitl.events import Form
from hitl.hosts import Site, sites

(OFFLINE_MODEL,) = Policy.models
SECRETS = ".streamlit/secrets.toml"


def _sites(value: object) -> object:
    return sites(value) if isinstance(value, str) else value


class Settings(BaseSettings):
    """Settings from the environment or a `.env` file; all optional.

    Streamlit exports the root of `.streamlit/secrets.toml` to the environment, so that works too.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="HITL_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    openai_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL", repr=False)  # so may this
    model: str = Field(default="gpt-4.1-mini", min_length=1)
    writer: Literal["auto", "openai", "offline"] = "auto"
    database: str = Field(default=".hitl/reviews.sqlite", min_length=1, repr=False)  # may hold a password
    max_revisions: int = Field(default=Policy.max_revisions, ge=0, le=1000)
    on_cap: OnCap = Policy.on_cap
    token_budget: int = Field(default=Policy.token_budget, ge=0)
    draft_seconds: float = Field(default=Policy.draft_seconds, gt=0, le=3600)
    workers: int = Field(default=20, ge=1, le=64)
    actor: str = Field(default="", max_length=300)
    signing_key: SecretStr = Field(default=SecretStr(""), repr=False)  # a path, or by mistake the key itself
    log: Form = "text"
    log_texts: bool = False
    hosts: Annotated[tuple[Site, ...], NoDecode, BeforeValidator(_sites)] = ()

    @property
    def offline(self) -> bool:
        """True when the built-in writer writes: asked for, or nothing else is connected."""
        connected = bool(self.openai_api_key.get_secret_value() or self.openai_base_url)
        return self.writer == "offline" or (self.writer == "auto" and not connected)

    @property
    def server(self) -> str:
        """Where the model is asked, as it may be shown: host and port without user and password, or "OpenAI"."""
        address = self.openai_base_url.strip()
        return (shown_host(address) or "the address in OPENAI_BASE_URL") if address else "OpenAI"

    @property
    def sealed(self) -> dict[str, Any]:
        """What the desk's ledger keeps of the settings: what a review that is started now is given, and no secret."""
        told = {"server": "" if self.offline else self.server, "hosts": [str(site) for site in self.hosts]}
        return dump(self.policy()) | told

    def policy(self) -> Policy:
        """The policy that a review started now is given."""
        return Policy(
            max_revisions=self.max_revisions,
            on_cap=self.on_cap,
            token_budget=self.token_budget,
            draft_seconds=self.draft_seconds,
            models=(OFFLINE_MODEL if self.offline else self.model,),
        )


def load_settings() -> Settings:
    """Read the settings. Raises BadInput that names the setting and its rule, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        faults = error.errors(include_input=False)
        told = (f"{_name(fault['loc'][0])}: {fault['msg'].removeprefix('Value error, ')}" for fault in faults)
        raise BadInput("A setting cannot be used. " + "; ".join(told)) from None
    except UnicodeDecodeError:
        raise BadInput("The file .env is not text in UTF-8. Save it as UTF-8 and start again.") from None
    except OSError as error:
        raise BadInput(f"The file .env cannot be read ({error.strerror}). Let hitl read it, or remove it.") from None


def export_secrets() -> None:
    """Put the root of Streamlit's secrets into the environment, as Streamlit does for the pages. Raises BadInput."""
    found = streamlit_file(SECRETS)
    os.environ.update({name: str(value) for name, value in found.items() if type(value) in (str, int, float)})


def streamlit_file(path: str, section: str = "") -> dict[str, Any]:
    """What a file of Streamlit's says, all or a section: the one of this folder, before the user's. Raises BadInput."""
    found: dict[str, Any] = {}
    for folder in (Path.home(), Path()):
        try:
            said = tomllib.loads((folder / path).read_text(encoding="utf-8"))
            found |= said.get(section, {}) if section else said
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError, TypeError):  # the error may show a secret
            raise BadInput(f"The file {path} cannot be read as TOML. Correct it and try again.") from None
    return found


def _name(field: int | str) -> str:
    name = str(field)
    return name if name.isupper() else f"HITL_{name.upper()}"
