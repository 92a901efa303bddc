"""The record of a review, sealed: what is in it, and whether anybody changed it since. Plain values, no I/O."""

from hitl.audit.agreement import PLACES
from hitl.audit.ledger import Ledger, ledger_disagreements
from hitl.audit.materials import prompt_of
from hitl.audit.record import Record
from hitl.audit.seals import FIELDS, VERSION, Kind, Subject, content, fields, fits, seal
from hitl.audit.verify import Finding, agrees, intact, is_whole, name, verify

__all__ = [
    "FIELDS",
    "PLACES",
    "VERSION",
    "Finding",
    "Kind",
    "Ledger",
    "Record",
    "Subject",
    "agrees",
    "content",
    "fields",
    "fits",
    "intact",
    "is_whole",
    "ledger_disagreements",
    "name",
    "prompt_of",
    "seal",
    "verify",
]
