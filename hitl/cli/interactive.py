"""One person at one review, at a terminal: read, decide, read again, until it has ended or they leave."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hitl import wording
from hitl.cli import output, terminal
from hitl.cli.decide import feedback_from_editor
from hitl.cli.input import from_editor
from hitl.cli.progress import Growth, decided_elsewhere, settled, watched
from hitl.cli.resolve import number
from hitl.cli.terminal import QUIET, RED, YELLOW, put
from hitl.domain import Decision, Stop
from hitl.errors import BadInput, Damaged, NotFound, Stale, StoreFault
from hitl.policy import cap_reason

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

BACK = "."
"""What is typed to go back to the choice of what to do."""

WHAT = f"What should change, and why? (empty: your editor, {BACK} back)"
WRONG = f"What is still wrong? It is kept as unresolved. ({BACK} back)"
WHY = f"Why do you abandon it? ({BACK} back)"


class Choice(NamedTuple):
    """Something to do at a stop: its key, its word, and what does it with the answer to its question, if it has one."""

    key: str
    word: str
    act: Callable[[str], None]
    question: str = ""
    may_be_empty: bool = False


class Interactive:
    """A conversation about a review. It may be left at any time: what was decided is recorded."""

    _stop: Stop

    def __init__(self, desk: "ReviewDesk", review_id: str, who: str) -> None:
        self._desk = desk
        self._who = who
        self._review = desk.review(review_id)
        self._shown = 0  # the text that this person has read last, and so the one on their screen
        self._told = ""  # the stop at which they were asked last
        self._kept = ""  # feedback that was refused
        self._own = ""  # a text of their own that was refused

    def run(self) -> None:
        """Go round until the review has ended, or the person leaves. Raises Damaged, NotFound."""
        output.name(self._review)
        put()
        while True:
            growth = Growth(shown=True)
            self._review = settled(self._desk, self._review.id, growth)
            if self._review.damage:
                raise Damaged(self._review.damage)
            if self._review.stop is None:
                return self._end()
            self._stop = self._review.stop
            self._desk.attend(self._review)  # damage is found before anything is decided
            if self._stop.interrupt_id != self._told:
                self._present(growth.text)
            if not self._turn():
                return self._leave()

    def _present(self, grown: str) -> None:
        """Show what is new since this person was last asked: the text, what changed, and what is special."""
        if self._stop.number != self._shown:
            decisions = self._desk.decisions(self._review.id)
            if decisions:
                put((wording.told(decisions[-1]), QUIET))
            self._view(grown=grown)
            if self._shown:
                put()
                self._changes(self._shown)
            self._shown = self._stop.number
        put()
        put((output.standing(self._review), output.INKS[self._review.status]))
        output.situation(self._review)
        if self._kept:
            put("Your words are kept: ", self._kept)
        if self._own:
            put("Your own text is kept: edit opens it again.")
        self._told = self._stop.interrupt_id
        terminal.forget_what_was_typed_ahead()

    def _turn(self) -> bool:
        """Ask what to do, and do it; False where the person leaves."""
        choices = self._choices()
        labels = [choice.word.replace(choice.key, f"[{choice.key}]", 1) for choice in choices]
        answer = self._ask(" ".join([*labels, "[q]uit"])).lower()
        if answer in ("q", "quit"):
            return False
        chosen = next((choice for choice in choices if answer in (choice.key, choice.word)), None)
        if told := decided_elsewhere(self._desk, self._review.id, self._stop):
            put((f"{told} Nothing of yours was recorded.", YELLOW))
        elif chosen:
            self._do(chosen)
        elif answer not in ("", BACK):
            put("Type one of the letters in brackets.")
        return True

    def _do(self, choice: Choice) -> None:
        """Carry out a choice; a refusal is told, and the person is asked again."""
        answer = self._ask(choice.question) if choice.question else ""
        if answer == BACK or (choice.question and not answer and not choice.may_be_empty):
            put("Nothing was sent.")
            return
        try:
            choice.act(answer)
        except StoreFault as fault:
            put((f"{fault} Your decision was not confirmed; your words are kept.", RED))
        except (BadInput, NotFound, Stale) as refusal:
            put((str(refusal), RED))

    def _choices(self) -> list[Choice]:
        """What can be done here, as on the page."""
        desk, stop = self._desk, self._stop
        spent, text, earlier = bool(cap_reason(stop.counters, self._review.policy)), stop.number > 0, stop.number > 1
        failed = stop.problem is not None and stop.problem.can_retry
        note = f"Accept v{stop.number}. Your note (empty: none, {BACK} back)"
        which = f"Which revision, 1 to {stop.number - 1}? ({BACK} back)"
        possible = (
            (failed and not spent, Choice("t", "try again", lambda _: self._decide(desk.retry))),
            (text and not spent, Choice("r", "revise", self._revise, WHAT, may_be_empty=True)),
            (text and spent, Choice("c", "close as not approved", self._send, WRONG)),
            (text, Choice("a", "accept", partial(self._decide, desk.accept), note, may_be_empty=True)),
            (text, Choice("e", "edit", self._edit)),
            (earlier, Choice("s", "restore", lambda answer: self._decide(desk.restore, number(answer)), which)),
            (True, Choice("b", "abandon", partial(self._decide, desk.abandon), WHY)),
            (text, Choice("v", "view", self._view)),
            (earlier, Choice("d", "diff", lambda _: self._changes(stop.number - 1))),
            (True, Choice("h", "history", self._history)),
        )
        return [choice for here, choice in possible if here]

    def _ask(self, question: str) -> str:
        """Ask for a line, while somebody watches what happens elsewhere."""
        with watched(self._desk, self._review.id, self._stop):
            return terminal.ask(f"{question} >")

    def _decide(self, verb: Callable[..., Decision], *what: str | int) -> None:
        verb(self._review.id, self._stop, self._who, *what, displayed=self._shown)

    def _revise(self, words: str) -> None:
        asked = words or feedback_from_editor(self._desk, self._review, self._stop, self._kept)
        if asked is None:
            put("Nothing was sent.")
        else:
            self._send(asked)

    def _send(self, words: str) -> None:
        self._kept = words
        self._decide(self._desk.revise, words)
        self._kept = ""

    def _edit(self, _: str) -> None:
        stands = self._desk.revision(self._review.id, self._stop.number).text
        text = from_editor(self._own, stands) if self._own else from_editor(stands)
        if text is None:
            put("Nothing was saved.")
            return
        self._own = text
        self._decide(self._desk.edit, text)
        self._own = ""

    def _view(self, _: str = "", grown: str = "") -> None:
        revision = self._desk.revision(self._review.id, self._review.counters.texts)
        output.text(self._review, revision, self._desk.decisions(self._review.id), grown)

    def _changes(self, before: int) -> None:
        from hitl.diff import compare

        old, new = (self._desk.revision(self._review.id, n).text for n in (before, self._stop.number))
        output.changed_since(compare(old, new), before, self._stop.number)

    def _history(self, _: str) -> None:
        revisions, decisions = self._desk.revisions(self._review.id), self._desk.decisions(self._review.id)
        output.history(self._review.title, wording.rows(self._review, revisions, decisions))

    def _leave(self) -> None:
        put(f"What was decided is recorded. Come back: python -m hitl review {self._review.id[:8]}")
        if kept := self._own or self._kept:
            put("\nYour words, which were not recorded:\n\n", kept)

    def _end(self) -> None:
        """Say how it ended, with the text where this person has not seen it."""
        review = self._review
        if review.counters.texts not in (0, self._shown):
            self._view()
        put()
        output.verdict(review, self._desk.decisions(review.id))
        if review.counters.texts:
            put((f"To take it along: python -m hitl export {review.id[:8]} -o text.md", QUIET))
