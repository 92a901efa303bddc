"""The record of a review, sealed: what is in it, and whether anybody changed it since. Plain values, no I/O."""

from hitl.audit.agreement import PLACES
from hitl.audit.deletions import verify_deletions
from hitl.audit.materials import prompt_of
from hitl.audit.record import Record
from hitl.audit.seals import SEALED, Kind, Subject, content, seal
from hitl.audit.verify import Finding, name, verify

__all__ = [
    "PLACES",
    "SEALED",
    "Finding",
    "Kind",
    "Record",
    "Subject",
    "content",
    "name",
    "prompt_of",
    "seal",
    "verify",
    "verify_deletions",
]
