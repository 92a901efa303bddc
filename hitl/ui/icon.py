"""The icon of the browser's tab, in the place where a page looks for one by itself.

As `page_icon` Streamlit would send it with every run, and import numpy and Pillow for that.
"""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

_FILE = Path(__file__).with_name("icon.png")


async def _icon(_request: Request) -> FileResponse:
    return FileResponse(_FILE)


ROUTE = Route("/favicon.png", _icon)
