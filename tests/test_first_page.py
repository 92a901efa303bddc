"""The form of a new draft, the first page of most, before anything is asked of a desk."""

import subprocess
import sys
import threading

from hitl.live import Live
from hitl.ui.drafting import FRAME_SECONDS, FRAMES_A_SECOND, Frames

HEAVY = ("hitl.desk", "sqlalchemy", "langgraph", "langchain_core", "numpy", "PIL", "pandas", "hitl.diff", "docx")


def test_the_form_of_a_new_draft_needs_nothing_heavy() -> None:
    code = "import sys, hitl.ui.bar, hitl.ui.process, hitl.ui.new_draft, hitl.settings; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert set(HEAVY).isdisjoint(told.stdout.split())


def test_a_page_on_its_own_draws_as_often_as_it_may() -> None:
    assert Frames().pause() == FRAME_SECONDS


def test_many_pages_share_the_frames_of_a_process() -> None:
    frames, pages = Frames(), FRAMES_A_SECOND // 2
    pauses = [frames.pause() for _ in range(pages)]

    assert pauses == sorted(pauses)
    assert FRAME_SECONDS < pauses[-1] <= pages / FRAMES_A_SECOND


def test_a_page_pauses_between_frames_until_the_text_is_whole() -> None:
    live = Live()
    live.begin()
    waiting = threading.Thread(target=live.pause, args=(60.0,))
    waiting.start()
    live.add("The last words.")
    live.complete()
    waiting.join(30.0)

    assert not waiting.is_alive()
    assert (live.whole, live.over) == (True, False)
