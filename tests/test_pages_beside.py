"""The pages beside the review's own as scripts: history, drafts, and what stands where nothing can be shown."""

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hitl.domain import Brief, Status
from hitl.errors import BadInput
from hitl.ui.process import JUST_FAILED_SECONDS, process
from tests import test_pages as pages
from tests.browser.seeds import damage
from tests.conftest import settled
from tests.test_pages import click, opened, settled_page, shown, started, type_into

desk, app = pages.desk, pages.app
"""The same fresh desk behind the pages, and the app opened by Ann."""


def test_the_history_page_shows_what_changed(app: AppTest) -> None:
    started(app, "We open on Monday.")
    click(app, "Edit by hand")
    type_into(app, "Your text", "We open on Tuesday.")
    click(app, "Save as revision")
    app.switch_page("pages/history.py").run()

    assert not app.exception
    assert "<del>Monday</del><ins>Tuesday</ins>" in shown(app)
    assert [select.label for select in app.selectbox] == ["From", "To"]
    assert "Tuesday (date): in the editor&#x27;s text v2" in shown(app)


def test_the_history_page_has_the_trail_with_what_a_reader_wants_first(app: AppTest) -> None:
    started(app, "We open on Monday.")
    type_into(app, "Feedback", "Replace Monday with <b>Tuesday</b>.")
    click(app, "Revise")
    app.switch_page("pages/history.py").run()
    page = shown(app)

    assert re.findall(r"<th [^>]*>(.*?)</th>", page) == [
        "Time (UTC)", "Event", "Revision", "Who", "Words", "Why", "SHA-256",
    ]  # fmt: skip
    assert re.findall(r'<td class="hitl-trail-event"[^>]*>(.*?)</td>', page) == [
        "started", "revision", "asked", "revision",
    ]  # fmt: skip
    assert "Replace Monday with &lt;b&gt;Tuesday&lt;/b&gt;.</td>" in page


def test_the_history_page_asks_for_a_review_where_none_was_opened(app: AppTest) -> None:
    app.switch_page("pages/history.py").run()

    assert not app.exception
    assert "Open a draft first" in shown(app)


def test_the_drafts_page_counts_what_it_finds(app: AppTest) -> None:
    started(app, "We met a quokka.")
    app.switch_page("pages/drafts.py").run()
    for words, chosen, found in (("", [], 1), ("no such words", [], 0), ("quokka", [], 1), ("", [Status.ACCEPTED], 0)):
        app.text_input(key="search").input(words)
        app.button_group(key="statuses").set_value(chosen)
        app.run()

        assert not app.exception
        assert ("1–1 of 1" in shown(app), "Nothing matches." in shown(app)) == (bool(found), not found)


def test_the_drafts_page_says_so_where_there_are_none(app: AppTest) -> None:
    app.switch_page("pages/drafts.py").run()

    assert "No drafts yet." in shown(app)


@pytest.mark.parametrize("asked", [("9", "-1", "Nonsense"), ("<script>", "٣", "%00"), ("", "1e9", "")])
def test_an_address_that_asks_for_what_is_not_there_shows_the_last_step(app: AppTest, asked: Sequence[str]) -> None:
    thread = started(app, "We open on Monday.")
    click(app, "Edit by hand")
    type_into(app, "Your text", "We open on Tuesday.")
    click(app, "Save as revision")
    app.switch_page("pages/history.py")
    app.query_params.update({"thread": thread} | dict(zip(("from", "to", "view"), asked, strict=True)))
    app.run()

    assert "<del>Monday</del><ins>Tuesday</ins>" in shown(app)


def test_a_damaged_review_is_shown_as_such_and_harms_no_other(app: AppTest) -> None:
    sound = started(app, "The sound one.")
    damaged = process.desk().start(Brief("The damaged one"), "Ann", "The damaged one.")
    settled(process.desk(), damaged)
    address = process.desk().settings.database
    process.close()  # a desk looks once whether a review is sound
    damage(address, damaged)
    app.query_params["thread"] = damaged
    settled_page(app, "it is damaged")
    assert "The damaged one." in shown(app)
    assert not [button for button in app.button if button.label.startswith(("Revise", "Accept"))]
    app.switch_page("pages/drafts.py").run()
    assert shown(app).count("Damaged") == 1
    app.switch_page("pages/review.py")
    app.query_params["thread"] = sound
    app.run()
    click(app, "Accept")

    assert "Accepted" in shown(app)


@pytest.mark.parametrize("thread", ["0" * 32, "nonsense", "../..", "<script>", "' or 1=1 --"])
def test_an_unknown_review_is_a_plain_page(app: AppTest, thread: str) -> None:
    app.query_params["thread"] = thread
    app.run()

    assert not app.exception
    assert [error.value for error in app.error] == ["There is no review with this address\\."]


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HITL_MAX_REVISIONS", "many")
    app = opened()
    monkeypatch.setenv("HITL_MAX_REVISIONS", "5")

    assert not app.exception
    assert "HITL\\_MAX\\_REVISIONS" in app.error[0].value


def test_a_setting_that_was_mended_counts_at_the_next_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "reviews.sqlite"
    monkeypatch.setenv("HITL_DATABASE", "mysql://somewhere")
    with pytest.raises(BadInput):
        process.desk()
    monkeypatch.setenv("HITL_DATABASE", str(good))
    time.sleep(JUST_FAILED_SECONDS)

    assert process.desk().settings.database == str(good)
