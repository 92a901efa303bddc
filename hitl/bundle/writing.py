"""A bundle as it is written."""

from hitl.audit import Record, verify
from hitl.bundle.exact_json import dumped, loaded
from hitl.bundle.manifest import ABOUT, MANIFEST, SIGNATURE, about_now, manifest
from hitl.bundle.papers import papers
from hitl.bundle.sealed import RECORD, Sealed, record_of, sealed
from hitl.bundle.signing import Signer
from hitl.bundle.zip_file import zipped
from hitl.errors import UNREADABLE, BadInput, Damaged


def bundle(record: Record, signer: Signer | None = None) -> bytes:
    """Everything about a review in one ZIP file, which can be checked and replayed on another machine.

    Raises Damaged where a record has lost so much that its bundle could not be read.
    """
    public = signer.public if signer else b""
    try:
        content = dumped(sealed(record))
        again = record_of(loaded(Sealed, content, RECORD))
    except (BadInput, *UNREADABLE) as other:
        raise Damaged("What is stored of this review is too damaged for a bundle.") from other
    shown = {finding.told for finding in verify(again)}
    about = about_now([finding.told for finding in verify(record) if finding.told not in shown])
    files = {RECORD: content, ABOUT: dumped(about)} | papers(again, about, public)
    listed = manifest(files, public)
    signature = {SIGNATURE: signer.sign(listed)} if signer else {}
    return zipped(files | {MANIFEST: listed} | signature)
