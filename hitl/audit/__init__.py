"""The record of a review, sealed: what is in it, and whether anybody changed it since. Plain values, no I/O."""

from hitl.audit.materials import prompt_of
from hitl.audit.record import Record
from hitl.audit.seals import Kind, content, seal
from hitl.audit.verify import Finding, name, verify

__all__ = ["Finding", "Kind", "Record", "content", "name", "prompt_of", "seal", "verify"]
