"""A text in Markdown as a reader sees it: HTML that is safe to show, in which each run of text knows its place.

No HTML of the text's own, no image, no script, no address but http, https and mailto comes out of it.
"""

from hitl.rendering.html import Rendered, exact, render
from hitl.rendering.marks import Mark, marked

__all__ = ["Mark", "Rendered", "exact", "marked", "render"]
