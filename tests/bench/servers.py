"""Servers to be compared: hitl as its README starts it, and other scripts with Streamlit's settings or with ours."""

import shutil
from pathlib import Path

from tests.browser.app import ROOT, App

HERE = Path(__file__).parent
BLANK = HERE / "blank_app.py"
FULL = HERE / "full_app.py"
TUTORIAL = HERE / "tutorial_app.py"


class Script(App):
    """A copy of a Streamlit script, started in a folder of its own, where it finds no settings of Streamlit's."""

    def __init__(self, source: Path, folder: Path, **env: str) -> None:
        folder.mkdir()
        super().__init__(folder, HOME=str(folder), **env)  # where Streamlit looks for settings too
        self.root = folder
        self.script = str(shutil.copy(source, folder))


class OurScript(Script):
    """The same with our settings."""

    def __init__(self, source: Path, folder: Path, **env: str) -> None:
        super().__init__(source, folder, **env)
        settings = folder / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        shutil.copy(ROOT / ".streamlit" / "config.toml", settings)


def desk(folder: Path, **env: str) -> App:
    """The app itself, with its database in a folder of its own."""
    folder.mkdir(exist_ok=True)
    return App(folder, **env)


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]
    return int(kilobytes) / 1_000
