"""What the server writes into its log while an editor works."""

import json
from pathlib import Path

from tests.browser.conftest import Serve, Visit

FEEDBACK = "Add a call to action."


def test_each_event_is_one_line_however_often_the_pages_run(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    app = serve(tmp_path, HITL_LOG="json")
    screen = visit(app, alone=True)
    screen.begin("Our library opens on Sundays")
    screen.waits(1)
    screen.page.reload()
    screen.waits(1)
    screen.revise(FEEDBACK, 2)
    screen.button("Accept").click()
    screen.shows("Accepted", 2)
    screen.page.goto("about:blank")
    app.stop()
    told = [json.loads(line) for line in app.log.splitlines() if line.startswith("{")]

    assert [line["event"] for line in told] == [
        "opened", "started", "drafted", "waiting", "decided", "drafted", "waiting", "decided", "finished", "closed",
    ], app.log  # fmt: skip
    assert FEEDBACK not in app.log
