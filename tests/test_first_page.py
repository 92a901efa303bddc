"""The form of a new draft, the first page of most, before anything is asked of a desk."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from hitl.live import Live
from hitl.pace import Pace
from hitl.ui.drafting import FRAME_SECONDS, FRAMES_A_SECOND

HEAVY = (
    "hitl.desk",
    "sqlalchemy",
    "langgraph",
    "langchain_core",
    "numpy",
    "PIL",
    "pandas",
    "hitl.diff",
    "docx",
    "cryptography",
)


def test_the_form_of_a_new_draft_needs_nothing_heavy() -> None:
    code = "import sys, hitl.ui.bar, hitl.ui.process, hitl.ui.new_draft, hitl.settings; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert set(HEAVY).isdisjoint(told.stdout.split())


def test_a_server_that_is_ready_looks_for_garbage_in_nothing_that_it_imported(tmp_path: Path) -> None:
    env = os.environ | {"HITL_DATABASE": str(tmp_path / "reviews.sqlite"), "HITL_WRITER": "offline"}
    code = (
        "import gc, sys, time, weakref; from hitl.ui import process; process.WARM_UP_AFTER_SECONDS = 0; gc.disable()\n"
        "class Tab: pass\n"
        "tab = Tab(); tab.run = tab; gone = weakref.ref(tab); del tab; process.process.desk()\n"
        "deadline = time.monotonic() + 60\n"
        "while not gc.get_freeze_count() and time.monotonic() < deadline: time.sleep(0.05)\n"
        "print(gc.get_freeze_count() > 100_000, 'langgraph.graph' in sys.modules, gone() is None)\n"
        "process.process.close()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, timeout=90, check=True)

    assert told.stdout.split() == ["True", "True", "True"]


def test_a_page_on_its_own_draws_as_often_as_it_may() -> None:
    assert Pace(FRAMES_A_SECOND, FRAME_SECONDS).pause() == FRAME_SECONDS


def test_many_pages_share_the_frames_of_a_process() -> None:
    frames, pages = Pace(FRAMES_A_SECOND, FRAME_SECONDS), FRAMES_A_SECOND // 2
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
    assert not live.over
