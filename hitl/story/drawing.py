"""The loop as a drawing, with the way that a review took in it. Nothing in it comes from a review but numbers."""

from hitl.story.path import ARROWS, NODES, Arrow, Node, Path

SIZE = (340, 348)
TIMES = "\N{MULTIPLICATION SIGN}"

_BOXES: dict[Node, tuple[int, int, int, int]] = {
    "start": (112, 4, 76, 24),
    "draft": (70, 62, 160, 40),
    "review": (70, 150, 160, 40),
    "amend": (178, 242, 158, 40),
    "finalize": (4, 242, 150, 40),
    "end": (41, 320, 76, 24),
}
"""Left, top, width and height of each node."""

_Point = tuple[int, int]
_LINES: dict[Arrow, tuple[tuple[_Point, ...], _Point]] = {
    ("start", "draft"): (((150, 28), (150, 62)), (157, 48)),
    ("start", "review"): (((188, 16), (262, 16), (262, 162), (230, 162)), (268, 96)),
    ("draft", "review"): (((120, 102), (120, 150)), (127, 130)),
    ("draft", "finalize"): (((70, 82), (34, 82), (34, 242)), (40, 130)),
    ("review", "draft"): (((180, 150), (180, 102)), (187, 130)),
    ("review", "amend"): (((206, 190), (206, 242)), (182, 220)),
    ("review", "finalize"): (((110, 190), (110, 242)), (117, 220)),
    ("amend", "review"): (((292, 242), (292, 178), (230, 178)), (298, 220)),
    ("finalize", "end"): (((79, 282), (79, 320)), (86, 305)),
}
"""The corners of each arrow, the last one at its tip, and where its number stands."""


def drawn(path: Path) -> str:
    """The drawing as SVG: what was not taken is pale, each arrow says how often. Its words stand in `Path.told`.

    It is coloured by the classes `taken`, `pale` and `here`, and drawn for a box of `SIZE`.
    """
    arrows = "".join(_arrow(arrow, path.taken.get(arrow, 0)) for arrow in ARROWS)
    nodes = "".join(_node(node, path) for node in NODES)
    width, height = SIZE
    shape = f'viewBox="0 0 {width} {height}" aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {shape}>{arrows}{nodes}</svg>'


def _arrow(arrow: Arrow, times: int) -> str:
    corners, (left, top) = _LINES[arrow]
    line = " ".join(f"{x},{y}" for x, y in corners)
    number = f'<text x="{left}" y="{top}">{times:,}{TIMES}</text>' if times else ""
    tip = _tip(*corners[-2:])
    return f'<g class="arrow {"taken" if times else "pale"}"><polyline points="{line}"/>{tip}{number}</g>'


def _tip(before: _Point, end: _Point) -> str:
    """A triangle whose point is the end of a line that runs along an axis."""
    right, down = ((b > a) - (b < a) for a, b in zip(before, end, strict=True))
    back = end[0] - 8 * right, end[1] - 8 * down
    sides = ((back[0] + by * down, back[1] + by * right) for by in (-4, 4))
    return f'<polygon points="{" ".join(f"{x},{y}" for x, y in (end, *sides))}"/>'


def _node(node: Node, path: Path) -> str:
    left, top, width, height = _BOXES[node]
    looks = "here" if node == path.here else "taken" if path.visits(node) else "pale"
    box = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="{min(height // 2, 12)}"/>'
    name = f'<text x="{left + width // 2}" y="{top + height // 2 + 4}" text-anchor="middle">{NODES[node]}</text>'
    return f'<g class="node {looks}">{box}{name}</g>'
