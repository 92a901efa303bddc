"""The places of a text where a model may have made something up, and whether a source has them."""

from hitl.facts.changed import Changed, Finding, Source, all_numbers, facts, new_facts, quantities, sources
from hitl.facts.fact import Fact, Kind
from hitl.facts.rules import RULES

__all__ = [
    "RULES",
    "Changed",
    "Fact",
    "Finding",
    "Kind",
    "Source",
    "all_numbers",
    "facts",
    "new_facts",
    "quantities",
    "sources",
]
