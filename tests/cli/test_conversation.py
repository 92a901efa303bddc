"""What is asked and answered in the conversation of `review`, line by line, without a terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from hitl.cli.commands.review import Conversation
from hitl.cli.progress import Growth
from hitl.cli.progress import settled as followed
from hitl.desk import ReviewDesk
from hitl.domain import Brief, Decision, Review, Status, Stop
from hitl.errors import Damaged, DraftFailed, HitlError, StoreFault
from hitl.settings import Settings
from hitl.store import Store, open_database
from tests.cli.conftest import editor
from tests.conftest import settled
from tests.fakes import ScriptedWriter


class BusyDesk(ReviewDesk):
    """A desk at which something happens just before a decision of Ann's."""

    before: Callable[[str, Stop], Any] | None = None
    faults = 0

    def revise(self, review_id: str, seen: Stop, actor: str, feedback: str, displayed: int | None = None) -> Decision:
        """Let it happen, once."""
        happens, self.before = self.before, None
        if happens:
            happens(review_id, seen)
        return super().revise(review_id, seen, actor, feedback, displayed)

    def attend(self, review: Review) -> bool:
        """Have the database away a number of times while a draft is waited for."""
        if review.status is Status.DRAFTING and self.faults:
            self.faults -= 1
            raise StoreFault("unreachable", "The database cannot be reached.")
        return super().attend(review)


@pytest.fixture
def desk(tmp_path: Path, writer: ScriptedWriter, monkeypatch: pytest.MonkeyPatch) -> Iterator[BusyDesk]:
    """A desk on a file of its own, with a cap of two revisions."""
    monkeypatch.chdir(tmp_path)
    desk = BusyDesk(Settings(database=str(tmp_path / "reviews.sqlite"), max_revisions=2), writer.for_model, "asked")
    yield desk
    desk.close()


@pytest.fixture
def left(desk: BusyDesk) -> Iterator[tuple[ReviewDesk, str]]:
    """A review whose draft nobody writes, and a desk that does not write it either."""
    idle = ReviewDesk(desk.settings, drives="none")
    yield idle, idle.start(Brief("Topic"), "Ann")
    idle.close()


def sit(desk: ReviewDesk, review_id: str, *lines: str) -> str:
    """What Ann sees who answers with these lines, one after the other; all of them are needed."""

    @click.command()
    def conversation() -> None:
        Conversation(desk, review_id, "Ann").run()

    result = CliRunner().invoke(conversation, input="".join(f"{line}\n" for line in lines))
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def test_a_draft_that_failed_is_asked_for_again(desk: BusyDesk, writer: ScriptedWriter) -> None:
    busy = DraftFailed("busy", "The model is busy.")
    writer.enqueue(busy, "The first draft.", busy)
    review_id = desk.start(Brief("Topic"), "Ann")
    shown = sit(desk, review_id, "r", "t", "revise", "Shorter.", "q")

    assert (
        "The model is busy.\n[t]ry again a[b]andon [h]istory [q]uit > r\nType one of the letters in brackets." in shown
    )
    assert "The first draft." in shown
    assert "The model is busy.\nNot carried out: Shorter.\n[t]ry again [r]evise [a]ccept " in shown
    assert shown.endswith(f"What was decided is recorded. Come back: python -m hitl review {review_id[:8]}\n")


def test_the_last_look_is_announced_before_anything_is_asked(desk: BusyDesk, review_id: str) -> None:
    shown = sit(desk, review_id, "r", "Shorter.", "r", "Friendlier.", "r", "c", ".", "c", "Too long.")

    assert (
        "This is the last look: 2 of 2 revisions used. Accept this text, edit it by hand, restore an earlier one, "
        "abandon it, or close it as not approved. [c]lose as not approved [a]ccept" in " ".join(shown.split())
    )
    assert shown.count("Nothing was sent.") == 1
    assert desk.review(review_id).status is Status.CLOSED
    assert desk.decisions(review_id)[-1].feedback == "Too long."


def test_an_earlier_text_is_brought_back_and_what_is_not_there_is_said(desk: BusyDesk, review_id: str) -> None:
    shown = sit(desk, review_id, "r", "Shorter.", "s", "seven", "s", "7", "s", "2", "s", "", "s", "1", "a", "")

    assert "“seven” is no revision: give its number." in shown
    assert "This review has no revision 7." in shown
    assert "Revision 2 is the same as the text that stands, so there is nothing to restore." in shown
    assert "What changed from v2 to v3" in shown
    assert desk.review(review_id).status is Status.ACCEPTED
    assert [(d.seen_number, d.displayed) for d in desk.decisions(review_id)] == [(1, 1), (2, 2), (3, 3)]


def test_text_diff_and_history_are_shown_when_asked_for(desk: BusyDesk, review_id: str) -> None:
    shown = sit(desk, review_id, "r", "Shorter.", "v", "d", "h", "q")

    assert shown.count("\nDraft 2 of the text.\n") == 2
    assert shown.count("Draft [-1-]{+2+} of the text.") == 2
    assert "asked: Shorter. (revision 1 of 2 used)" in " ".join(shown.split())


def test_a_review_is_abandoned_for_a_reason_only(desk: BusyDesk, review_id: str) -> None:
    shown = sit(desk, review_id, "b", "", "b", ".", "b", "No longer needed.")

    assert "Not approved. Abandoned by Ann, " in shown
    assert [decision.feedback for decision in desk.decisions(review_id)] == ["No longer needed."]


def test_words_that_are_refused_are_kept_for_the_editor(
    desk: BusyDesk, review_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor("Shorter. "))
    desk.before = lambda review_id, seen: ReviewDesk.revise(desk, review_id, seen, "Bob", "Friendlier.")
    shown = sit(desk, review_id, "r", "Simpler words.", "r", "", "q")

    assert "Bob already decided on revision 1 before you, " in shown
    assert "Your words are kept: Simpler words.\n" in shown
    assert [d.feedback for d in desk.decisions(review_id)] == ["Friendlier.", "Shorter. Simpler words."]
    assert "Draft 2 of the text." in Path("opened.txt").read_text("utf-8")


def test_words_that_are_not_sent_in_the_end_are_given_back(desk: BusyDesk, review_id: str) -> None:
    def away(_review_id: str, _seen: Stop) -> None:
        raise StoreFault("unreachable", "The database cannot be reached.")

    desk.before = away
    shown = sit(desk, review_id, "r", "Shorter.", "r", "x" * 5_001, "q")

    assert "The database cannot be reached. Your decision was not confirmed; your words are kept.\n[r]evise" in shown
    assert "Feedback has 5,001 characters; the limit is 5,000. Nothing was sent." in shown
    assert shown.endswith(f"Your words, which were not recorded:\n\n{'x' * 5_001}\n")


def test_a_database_that_is_away_while_a_draft_is_waited_for_is_waited_for_too(
    desk: BusyDesk, left: tuple[ReviewDesk, str]
) -> None:
    desk.faults = 1

    assert "Draft 1 of the text." in sit(desk, left[1], "q")
    assert desk.faults == 0


def test_a_draft_that_does_not_come_is_not_waited_for_forever(
    left: tuple[ReviewDesk, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hitl.cli.progress.QUEUE_SECONDS", 0.1 - left[0].settings.draft_seconds)
    with pytest.raises(HitlError, match="This draft should long have come"):
        followed(*left, Growth(shown=False))


def test_a_text_is_edited_in_the_editor_and_one_that_is_refused_opens_again_above_the_one_that_stands(
    desk: BusyDesk, review_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor("My own beginning.\n\n"))
    sit(desk, review_id, "e", "q")
    monkeypatch.setenv("VISUAL", editor("y" * 60_000))
    shown = sit(desk, review_id, "e", "e", "q")
    opened = Path("opened.txt").read_text("utf-8")

    assert desk.revision(review_id, 2).text == "My own beginning.\n\nDraft 1 of the text."
    assert shown.count("the limit is 60,000") == 2
    assert opened.startswith("y" * 60_000)
    assert opened.endswith("are not sent. ---\nMy own beginning.\n\nDraft 1 of the text.\n")
    assert "Your words, which were not recorded:" in shown


def test_an_editor_that_saves_nothing_changes_nothing(
    desk: BusyDesk, review_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    shown = sit(desk, review_id, "e", "r", "", "q")

    assert "Nothing was saved." in shown
    assert "Nothing was sent." in shown
    assert desk.decisions(review_id) == []


def test_a_review_that_has_ended_is_shown_with_its_text(desk: BusyDesk, review_id: str) -> None:
    stop = desk.review(review_id).stop
    assert stop is not None
    desk.accept(review_id, stop, "Bob")
    settled(desk, review_id)
    shown = sit(desk, review_id)

    assert "Draft 1 of the text." in shown
    assert "Approved. Accepted by Bob, " in shown
    assert shown.endswith(f"To take it along: python -m hitl export {review_id[:8]} -o text.md\n")


def test_a_review_that_is_damaged_is_no_conversation(desk: BusyDesk, review_id: str) -> None:
    store = Store(open_database(desk.settings.database))
    store.mark(review_id, "The saved state cannot be read.")
    store.database.close()
    with pytest.raises(Damaged, match="The saved state cannot be read"):
        Conversation(desk, review_id, "Ann").run()
