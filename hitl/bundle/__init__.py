"""Everything about one review in one file that can be checked, and replayed, on another machine.

Its record is what is sealed. All that people read in it is made of that, and made anew to be compared when it is
checked; what could be changed without a trace is not in it, but for `about.json`.
"""

from hitl.bundle.reading import Bundle, opened_bundle
from hitl.bundle.signing import Signer, fingerprint_in, signer_of
from hitl.bundle.writing import bundle
from hitl.bundle.zip_file import MOST_BYTES

__all__ = ["MOST_BYTES", "Bundle", "Signer", "bundle", "fingerprint_in", "opened_bundle", "signer_of"]
