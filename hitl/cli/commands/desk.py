"""`desk`: the pages, served by Streamlit."""

import runpy
import sys
from pathlib import Path

import click

import hitl as package
from hitl.cli.group import hitl
from hitl.errors import HitlError

APP = "streamlit_app.py"


@hitl.command(context_settings={"ignore_unknown_options": True})
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[STREAMLIT OPTIONS]")
def desk(options: tuple[str, ...]) -> None:
    """Serve the pages, and open them in the browser.

    Its reviews are those of the folder that it is started from. Options are handed on to `streamlit run`:
    --server.port 8502, say.
    """
    sys.argv = ["streamlit", "run", str(app()), *options]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def app() -> Path:
    """The script of the pages: inside the package where that is installed, beside it in a checkout."""
    inside = Path(package.__file__).parent
    for place in (inside / "served", inside.parent):
        if (place / APP).is_file():
            return place / APP
    raise HitlError("The pages are not here: this installation is incomplete. Install hitl again.")
