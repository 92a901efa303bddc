"""Settings of Streamlit that would let other pages, or programs, act for an editor.

They are read from where Streamlit reads them, without it. What a server was given on its command line is not seen here.
"""

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hitl.errors import BadInput

FILE = Path(".streamlit/config.toml")

_YES = frozenset({"true", "1", "yes", "on", "t", "y"})


def _on(value: object) -> bool:
    return str(value).lower() in _YES


_WRONG: dict[str, tuple[Callable[[Any], bool], str]] = {
    "enableAgentApi": (_on, "is on: any program can press the buttons of a page, Accept too"),
    "enableCORS": (lambda value: not _on(value), "is off: Streamlit lets pages of any site read what it answers"),
    "enableXsrfProtection": (lambda value: not _on(value), "is off: Streamlit takes files from pages of any site"),
    "corsAllowedOrigins": (bool, "lets pages of other sites read what Streamlit answers"),
    "xsrfCookieSameSite": (
        lambda value: str(value).lower() == "none",
        "lets other sites send requests with Streamlit's secret",
    ),
}
"""For each setting when it is wrong, and what comes of it."""


def weakened() -> list[str]:
    """What is set wrongly, a sentence for each. Raises BadInput where a file cannot be read."""
    found = _server_options()
    return [
        f"server.{name} {what}. Remove it from {FILE.as_posix()}, and {_variable(name)} from the environment."
        for name, (wrong, what) in _WRONG.items()
        if name in found and wrong(found[name])
    ]


def _server_options() -> dict[str, Any]:
    """The section `server`: of the user's file, then of this folder's, then of the environment."""
    found: dict[str, Any] = {}
    for folder in (Path.home(), Path()):
        try:
            found |= tomllib.loads((folder / FILE).read_text(encoding="utf-8")).get("server", {})
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError, TypeError):
            raise BadInput(f"The file {FILE.as_posix()} cannot be read as TOML. Correct it and try again.") from None
    return found | {name: os.environ[_variable(name)] for name in _WRONG if _variable(name) in os.environ}


def _variable(name: str) -> str:
    words = name.replace("CORS", "Cors")
    return "STREAMLIT_SERVER_" + "".join(f"_{char}" if char.isupper() else char for char in words).upper()
