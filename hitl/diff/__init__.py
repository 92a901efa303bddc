"""What changed between two texts, as plain data: words, whole sentences, and what moved.

`compare` tells the changes; `regions` and `take` let an editor choose among them; `counts`,
`share_unchanged`, `side_by_side` and `context` show them. `similar` tells which sentences were made from which.
"""

from hitl.diff.change import Change, Kind, Region, regions, take
from hitl.diff.compare import compare
from hitl.diff.moves import similar
from hitl.diff.tokens import tokens
from hitl.diff.views import Counts, Hunk, Row, context, counts, share_unchanged, side_by_side

__all__ = [
    "Change",
    "Counts",
    "Hunk",
    "Kind",
    "Region",
    "Row",
    "compare",
    "context",
    "counts",
    "regions",
    "share_unchanged",
    "side_by_side",
    "similar",
    "take",
    "tokens",
]
