"""`review`: the whole loop at a terminal, from a topic to an approved text: read, decide, read again."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from hitl import wording
from hitl.cli import group, output, terminal
from hitl.cli.input import from_editor, would_be_lost
from hitl.cli.options import as_option, brief_from, brief_options
from hitl.cli.progress import Growth, decided_elsewhere, settled, watched
from hitl.cli.resolve import Here, actor, find, latest, number, open_desk
from hitl.cli.terminal import QUIET, RED, YELLOW, put
from hitl.domain import Review
from hitl.errors import BadInput, Damaged, NotFound, Stale, StoreFault
from hitl.policy import cap_reason

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk

BACK = "."
"""What is typed to go back to the choice of what to do."""

WHAT = f"What should change, and why? (empty: your editor, {BACK} back)"
WRONG = f"What is still wrong? It is kept as unresolved. ({BACK} back)"
WHY = f"Why do you abandon it? ({BACK} back)"


@group.hitl.command()
@click.argument("review_id", metavar="[REVIEW]", required=False)
@click.option("--topic", metavar="TOPIC", help="Begin a new review of this, instead of going on with one.")
@brief_options
@as_option
def review(review_id: str | None, topic: str | None, named: str | None, **brief: Any) -> None:  # noqa: ANN401 - brief_options
    """Read and decide at the terminal, until approval.

    Without REVIEW a new one is begun. The text grows on the screen, each revision is followed by what changed,
    and you are asked what to do. Ctrl+C leaves at any time, and the same command comes back to it. A decision
    that somebody takes in the browser meanwhile is noticed.
    """
    terminal.need_a_person("`review` is a conversation on a terminal; start, show, revise and accept need none.")
    if review_id and (topic or any(value not in (None, ()) for value in brief.values())):
        raise click.UsageError("A brief is for a new review: leave out either REVIEW or the brief.")
    with suppress(ImportError):  # lines can be edited where there is a readline
        import readline  # noqa: F401
    with open_desk("asked", may_begin=review_id is None) as desk:
        threading.Thread(target=desk.warm_up, name="hitl-warm-up", daemon=True).start()
        who = actor(desk, named)
        if review_id:
            found = find(desk, review_id).id
        else:
            about = topic or terminal.ask("What is the text about? (empty: your editor) >") or from_editor("") or ""
            found = desk.start(brief_from(about, **brief), who)
            click.get_current_context().meta[group.REVIEW] = found
            would_be_lost("")
        Conversation(desk, found, who).run()


class Choice(NamedTuple):
    """Something to do at a stop: its key, its word, and what does it with the answer to its question, if it has one."""

    key: str
    word: str
    act: Callable[[str], object]
    question: str = ""
    may_be_empty: bool = False


class Conversation:
    """One person at one review. It may be left at any time: what was decided is recorded."""

    _here: Here

    def __init__(self, desk: "ReviewDesk", review_id: str, who: str) -> None:
        self._desk, self._id, self._who = desk, review_id, who
        self._shown = 0  # the text that this person has read last, and so the one on their screen
        self._told = ""  # the stop at which they were asked last
        self._kept = ""  # feedback that was refused
        self._own = ""  # a text of their own that was refused

    def run(self) -> None:
        """Go round until the review has ended, or the person leaves. Raises Damaged, NotFound."""
        output.name(self._desk.review(self._id))
        put()
        while True:
            growth = Growth(shown=True)
            review = settled(self._desk, self._id, growth)
            if review.damage:
                raise Damaged(review.damage)
            if review.stop is None:
                return self._end(review)
            self._desk.attend(review)  # damage is found before anything is decided
            self._here = Here(self._desk, review, review.stop, self._who, review.stop.number)
            if review.stop.interrupt_id != self._told:
                self._present(growth.text)
            if not self._turn():
                return self._leave()

    def _present(self, grown: str) -> None:
        """Show what is new since this person was last asked: the text, what changed, and what is special."""
        review, stop = self._here.review, self._here.stop
        if stop.number != self._shown:
            if decisions := self._desk.decisions(self._id):
                put((wording.told(decisions[-1]), QUIET))
            self._view(review, grown)
            if self._shown:
                put()
                self._changes_since(self._shown)
            self._shown = stop.number
        put()
        put((output.standing(review), output.INKS[review.status]))
        output.situation(review)
        if self._kept:
            put("Your words are kept: ", self._kept)
        if self._own:
            put("Your own text is kept: edit opens it again.")
        self._told = stop.interrupt_id
        terminal.forget_what_was_typed_ahead()

    def _turn(self) -> bool:
        """Ask what to do, and do it; False where the person leaves."""
        choices = self._choices()
        labels = [choice.word.replace(choice.key, f"[{choice.key}]", 1) for choice in choices]
        answer = self._ask(" ".join([*labels, "[q]uit"])).lower()
        if answer in ("q", "quit"):
            return False
        chosen = next((choice for choice in choices if answer in (choice.key, choice.word)), None)
        if told := decided_elsewhere(self._here):
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
        would_be_lost(self._own or self._kept)

    def _choices(self) -> list[Choice]:
        """What can be done here, as on the page."""
        here, desk, stop, review = self._here, self._desk, self._here.stop, self._here.review
        spent, text, earlier = bool(cap_reason(stop.counters, review.policy)), stop.number > 0, stop.number > 1
        failed = stop.problem is not None and stop.problem.can_retry
        note = f"Accept v{stop.number}. Your note (empty: none, {BACK} back)"
        which = f"Which revision, 1 to {stop.number - 1}? ({BACK} back)"
        possible = (
            (failed and not spent, Choice("t", "try again", lambda _: here.decide(desk.retry))),
            (text and not spent, Choice("r", "revise", self._revise, WHAT, may_be_empty=True)),
            (text and spent, Choice("c", "close as not approved", self._revise, WRONG)),
            (text, Choice("a", "accept", lambda said: here.decide(desk.accept, said), note, may_be_empty=True)),
            (text, Choice("e", "edit", lambda _: self._edit())),
            (earlier, Choice("s", "restore", lambda said: here.decide(desk.restore, number(said)), which)),
            (True, Choice("b", "abandon", lambda said: here.decide(desk.abandon, said), WHY)),
            (text, Choice("v", "view", lambda _: self._view(review))),
            (earlier, Choice("d", "diff", lambda _: self._changes_since(stop.number - 1))),
            (True, Choice("h", "history", lambda _: self._history())),
        )
        return [choice for here, choice in possible if here]

    def _ask(self, question: str) -> str:
        """Ask for a line, while somebody watches what happens elsewhere."""
        with watched(self._here):
            return terminal.ask(f"{question} >")

    def _revise(self, words: str) -> None:
        asked = words or self._here.feedback_from_editor(self._kept)
        if asked is None:
            put("Nothing was sent.")
            return
        self._kept = asked
        self._here.decide(self._desk.revise, asked)
        self._kept = ""

    def _edit(self) -> None:
        stands = self._here.text
        text = from_editor(self._own, stands) if self._own else from_editor(stands)
        if text is None:
            put("Nothing was saved.")
            return
        self._own = text
        self._here.decide(self._desk.edit, text)
        self._own = ""

    def _view(self, review: Review, grown: str = "") -> None:
        if stands := latest(self._desk, review):
            output.text(review, stands, self._desk.decisions(review.id), grown)

    def _changes_since(self, before: int) -> None:
        from hitl.diff import compare

        earlier = self._desk.revision(self._id, before).text
        output.changed_since(compare(earlier, self._here.text), before, self._here.stop.number)

    def _history(self) -> None:
        review = self._here.review
        rows = wording.rows(review, self._desk.revisions(review.id), self._desk.decisions(review.id))
        output.history(review.title, rows)

    def _leave(self) -> None:
        put(f"What was decided is recorded. Come back: python -m hitl review {self._id[:8]}")
        if kept := self._own or self._kept:
            put("\nYour words, which were not recorded:\n\n", kept)

    def _end(self, review: Review) -> None:
        """Say how it ended, with the text where this person has not seen it."""
        if review.counters.texts != self._shown:
            self._view(review)
        put()
        output.verdict(review, self._desk.decisions(review.id))
        if review.counters.texts:
            put((f"To take it along: python -m hitl export {review.id[:8]} -o text.md", QUIET))
