"""Everything about one review in one file that can be checked, and replayed, on another machine."""

from hitl.bundle.reading import MOST_BYTES, Bundle, opened_bundle
from hitl.bundle.writing import bundle

__all__ = ["MOST_BYTES", "Bundle", "bundle", "opened_bundle"]
