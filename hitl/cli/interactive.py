"""One person at one review, at a terminal: read, decide, read again, until it has ended or they leave."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hitl import trail
from hitl.cli import input as words_in
from hitl.cli import output, resolve, terminal
from hitl.cli.commands.history import print_rows
from hitl.cli.commands.revise import asked_in_editor
from hitl.cli.progress import Growth, settled
from hitl.cli.terminal import QUIET, RED, YELLOW, put
from hitl.cli.watch import Watch, came_meanwhile
from hitl.domain import Review, Stop
from hitl.errors import BadInput, Damaged, NotFound, Stale, StoreFault
from hitl.policy import cap_reason

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

BACK = "."
"""What is typed to go back to the choice of what to do."""


@dataclass(frozen=True)
class Choice:
    """Something to do at a stop: its key, its word, and what does it."""

    key: str
    word: str
    act: Callable[[Review, Stop], None]

    @property
    def label(self) -> str:
        """The word with its key in brackets."""
        return self.word.replace(self.key, f"[{self.key}]", 1)


class Sitting:
    """A conversation about a review. It may be left at any time: what was decided is recorded."""

    def __init__(self, desk: "ReviewDesk", review_id: str, who: str) -> None:
        self._desk = desk
        self._id = review_id
        self._who = who
        self._shown = 0  # the text that this person has read last, and so the one on their screen
        self._told = ""  # the stop at which they were asked last
        self._kept = ""  # feedback that was refused
        self._own = ""  # a text of their own that was refused

    def run(self) -> None:
        """Go round until the review has ended, or the person leaves. Raises Damaged, NotFound."""
        while True:
            growth = Growth(shown=True)
            review = self._settled(growth)
            if review.damage:
                raise Damaged(review.damage)
            if review.stop is None:
                self._end(review)
                return
            self._desk.attend(review)  # damage is found before anything is decided
            self._present(review, review.stop, growth)
            if not self._turn(review, review.stop):
                self._leave()
                return

    def _settled(self, growth: Growth) -> Review:
        review = self._desk.review(self._id)
        if not self._told:
            output.name(review)
            put()
        return settled(self._desk, self._id, growth)

    def _present(self, review: Review, stop: Stop, growth: Growth) -> None:
        """Show what is new since this person was last asked: the text, what changed, and what is special."""
        if stop.interrupt_id == self._told:
            return
        if stop.number != self._shown:
            self._text(review, stop.number, growth.text)
        put()
        put((output.standing(review), output.INKS[review.status]))
        output.situation(review)
        if self._kept:
            put("Your words are kept: ", self._kept)
        if self._own:
            put("Your own text is kept: edit opens it again.")
        self._told = stop.interrupt_id
        terminal.forget_what_was_typed_ahead()

    def _text(self, review: Review, number: int, grown: str) -> None:
        from hitl.diff import compare

        revision, decisions = self._desk.revision(self._id, number), self._desk.decisions(self._id)
        if decisions:
            put((trail.told(decisions[-1]), QUIET))
        if grown.strip() == revision.text.strip():
            output.caption(review, revision, decisions)
            output.notes(revision)
        else:
            output.text(review, revision, decisions)
        if self._shown:
            put()
            before = self._desk.revision(self._id, self._shown)
            output.changed_since(compare(before.text, revision.text), self._shown, number)
        self._shown = number

    def _turn(self, review: Review, stop: Stop) -> bool:
        """Ask what to do, and do it; False where the person leaves."""
        choices = self._choices(review, stop)
        answer = self._ask(" ".join([*(choice.label for choice in choices), "[q]uit"]) + " >", stop) or ""
        if answer.lower() in ("q", "quit"):
            return False
        if told := came_meanwhile(self._desk, self._id, stop):
            put((f"{told} Nothing of yours was recorded.", YELLOW))
            return True
        chosen = [choice for choice in choices if answer.lower() in (choice.key, choice.word)]
        if chosen:
            self._do(chosen[0], review, stop)
        elif answer:
            put("Type one of the letters in brackets.")
        return True

    def _do(self, choice: Choice, review: Review, stop: Stop) -> None:
        """Carry out a choice; a refusal is told, and the person is asked again."""
        try:
            choice.act(review, stop)
        except Stale as late:
            put((str(late), RED))
        except StoreFault as fault:
            put((f"{fault} Your decision was not confirmed; your words are kept.", RED))
        except (BadInput, NotFound) as refusal:
            put((str(refusal), RED))

    def _choices(self, review: Review, stop: Stop) -> list[Choice]:
        """What can be done here, as on the page."""
        spent, text = cap_reason(stop.counters, review.policy), bool(stop.number)
        failed = stop.problem is not None and stop.problem.can_retry
        possible = (
            (failed and not spent, Choice("t", "try again", self._try_again)),
            (text and not spent, Choice("r", "revise", self._revise)),
            (text and bool(spent), Choice("c", "close as not approved", self._close)),
            (text, Choice("a", "accept", self._accept)),
            (text, Choice("e", "edit", self._edit)),
            (stop.number > 1, Choice("s", "restore", self._restore)),
            (True, Choice("b", "abandon", self._abandon)),
            (text, Choice("v", "view", self._view)),
            (stop.number > 1, Choice("d", "diff", self._diff)),
            (True, Choice("h", "history", self._history)),
        )
        return [choice for here, choice in possible if here]

    def _ask(self, question: str, stop: Stop) -> str | None:
        """Ask for a line, while somebody watches what happens elsewhere; None for going back."""
        with Watch(self._desk, self._id, stop):
            answer = terminal.ask(question)
        return None if answer == BACK else answer

    def _try_again(self, _review: Review, stop: Stop) -> None:
        self._desk.retry(self._id, stop, self._who, displayed=self._shown)

    def _revise(self, review: Review, stop: Stop) -> None:
        words = self._ask(f"What should change, and why? (empty: your editor, {BACK} back) >", stop)
        if words == "":
            words = asked_in_editor(self._desk, review, stop, self._kept)
        self._send(stop, words)

    def _close(self, _review: Review, stop: Stop) -> None:
        self._send(stop, self._ask(f"What is still wrong? It is kept as unresolved. ({BACK} back) >", stop))

    def _send(self, stop: Stop, words: str | None) -> None:
        if words is None:
            put("Nothing was sent.")
            return
        self._kept = words
        self._desk.revise(self._id, stop, self._who, words, displayed=self._shown)
        self._kept = ""

    def _accept(self, _review: Review, stop: Stop) -> None:
        note = self._ask(f"Accept v{stop.number}. Your note (empty: none, {BACK} back) >", stop)
        if note is not None:
            self._desk.accept(self._id, stop, self._who, note, displayed=self._shown)

    def _edit(self, _review: Review, stop: Stop) -> None:
        stands = self._desk.revision(self._id, stop.number).text
        text = words_in.from_editor(self._own, stands) if self._own else words_in.from_editor(stands)
        if text is None:
            put("Nothing was saved.")
            return
        self._own = text
        self._desk.edit(self._id, stop, self._who, text, displayed=self._shown)
        self._own = ""

    def _restore(self, _review: Review, stop: Stop) -> None:
        number = self._ask(f"Which revision, 1 to {stop.number - 1}? ({BACK} back) >", stop)
        if number:
            self._desk.restore(self._id, stop, self._who, resolve.number(number), displayed=self._shown)

    def _abandon(self, _review: Review, stop: Stop) -> None:
        reason = self._ask(f"Why do you abandon it? ({BACK} back) >", stop)
        if reason:
            self._desk.abandon(self._id, stop, self._who, reason, displayed=self._shown)

    def _view(self, review: Review, stop: Stop) -> None:
        output.text(review, self._desk.revision(self._id, stop.number), self._desk.decisions(self._id))

    def _diff(self, _review: Review, stop: Stop) -> None:
        from hitl.diff import compare

        old, new = (self._desk.revision(self._id, number).text for number in (stop.number - 1, stop.number))
        output.changed_since(compare(old, new), stop.number - 1, stop.number)

    def _history(self, review: Review, _stop: Stop) -> None:
        print_rows(trail.rows(review, self._desk.revisions(self._id), self._desk.decisions(self._id)))

    def _leave(self) -> None:
        put(f"What was decided is recorded. Come back: python -m hitl review {self._id[:8]}")
        if kept := self._own or self._kept:
            put("\nYour words, which were not recorded:\n\n", kept)

    def _end(self, review: Review) -> None:
        """Say how it ended, with the text where this person has not seen it."""
        decisions, number = self._desk.decisions(self._id), review.counters.texts
        if number and number != self._shown:
            output.text(review, self._desk.revision(self._id, number), decisions)
        put()
        output.verdict(review, decisions)
        if number:
            put((f"To take it along: python -m hitl export {self._id[:8]} -o text.md", QUIET))
