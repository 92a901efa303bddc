"""Everything about one review in one file that can be checked, and replayed, on another machine."""

from hitl.bundle.reading import Bundle, opened
from hitl.bundle.writing import bundle

__all__ = ["Bundle", "bundle", "opened"]
