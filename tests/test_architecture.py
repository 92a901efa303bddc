"""The page on architecture, held to the code: the trip that a decision takes."""

import re
import sys
import threading
from pathlib import Path
from types import FrameType

from hitl.desk import ReviewDesk
from tests.conftest import ROOT, settled, stop_of

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TRIP = re.findall(r"^\| \d+ \| `([\w/.]+): (\w+)`", PAGE, re.MULTILINE)


def test_a_decision_takes_the_trip_that_is_described(desk: ReviewDesk, review_id: str) -> None:
    stop, entered = stop_of(desk, review_id), list[tuple[str, str]]()

    def enter(frame: FrameType, event: str, _: object) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(ROOT / "hitl"):
            entered.append((file.relative_to(ROOT / "hitl").as_posix(), frame.f_code.co_name))

    threading.setprofile(enter)
    sys.setprofile(enter)
    try:
        desk.revise(review_id, stop, "Ann", "Shorter.")
        settled(desk, review_id)
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    first = [entered.index(place) for place in TRIP]

    assert len(TRIP) <= 12
    assert first == sorted(first)
