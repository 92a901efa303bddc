"""ReviewDesk: what a person can do. The one door for the pages, the command line and the tests."""

import uuid
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from hitl.archive import Archive
from hitl.domain import Brief, Counters, Decision, Review, Revision, Status, Stop, Verb, now, sha256, visible
from hitl.errors import BadInput, Damaged, HitlError, Stale
from hitl.events import refusals_told, tell, tell_decided, tell_started
from hitl.lineage import Generation, Lineage, traced
from hitl.live import Live
from hitl.policy import MAX_SHORT_FIELD, checked, checked_actor, checked_brief, checked_id, route
from hitl.settings import OFFLINE_MODEL, Settings
from hitl.store import MOST_COUNTED, Listed, Store, open_database
from hitl.tracing import flush
from hitl.worker import Drives, Worker, Writers
from hitl.writer.openai import openai_writer
from hitl.writer.openai import warm_up as import_openai
from hitl.writing import Writer

if TYPE_CHECKING:
    from hitl.graph import ReviewGraph


class ReviewDesk:
    """Start reviews, decide at their stops, read what came of them.

    Everything a person typed is checked before anything is stored; a refusal is a HitlError whose
    message the person can act on. A decision that is returned is recorded for good. Each decision is on the text that
    was `seen`; `displayed` is the number of the revision on the screen at that moment, 0 where there was none, None
    where nobody knows. A desk that is opened for one command drives only what it is asked to, or nothing. `archive`
    is for whoever looks into it later.
    """

    def __init__(self, settings: Settings, writers: Writers | None = None, drives: Drives = "all") -> None:
        self.settings = settings
        self._store = Store(open_database(settings.database, settings.workers))
        by = writers or connected_writers(settings)
        try:
            if drives == "all":
                self._store.note_settings(settings.sealed)
            self._worker = Worker(self._store, by, settings.workers, settings.server, drives)
        except HitlError:
            self._store.database.close()
            raise
        self.archive = Archive(self._store, _graph, settings.signing_key.get_secret_value())

    def warm_up(self) -> None:
        """Import and compile what the first click needs, before there is one; that takes seconds."""
        _graph()
        if self.settings.offline:
            _built_in()
        else:
            import_openai()

    def close(self, seconds: float = 5.0) -> None:
        """Let running drafts end for a few seconds; what takes longer is taken up by whoever opens the desk next."""
        if self._worker.close(seconds):
            self._store.database.close()
        flush()

    def start(
        self,
        brief: Brief,
        actor: str,
        text: str | None = None,
        begun_from: tuple[str, int] | None = None,
        click: str = "",
    ) -> str:
        """Start a review and return its id; the editor's own `text`, if given, becomes revision 1.

        `begun_from` names the review and the revision that the text was taken from. The same `click`, a
        name for it, starts the same review once, whatever became of the answer to it.
        """
        policy = self.settings.policy()
        if text is not None:
            text = checked(text, "The text", policy.max_text, required=True)
        brief, at = checked_brief(brief, policy), now()
        review = Review(
            id=_review_id(click, brief, text),
            title=brief.title,
            status=Status.DRAFTING,
            owner=checked_actor(actor),
            created_at=at,
            updated_at=at,
            brief=brief,
            policy=policy,
            counters=Counters(),
            opening=text,
            begun_from=begun_from,
        )
        if self._store.add(review, self.settings.sealed):  # else it is the same click again
            tell_started(review)
        self._worker.submit(review.id, policy.models[0] if text is None else "")
        return review.id

    def start_again(self, review_id: str, number: int, actor: str, click: str = "") -> str:
        """Start a review of its own from a revision of any review, which stays as it is; the new one's id."""
        review = self.review(review_id)
        return self.start(review.brief, actor, self.revision(review_id, number).text, (review_id, number), click)

    @refusals_told
    def revise(self, review_id: str, seen: Stop, actor: str, feedback: str, displayed: int | None = None) -> Decision:
        """Send feedback for the next draft; at the cap, close as not approved with the feedback unresolved."""
        review = self.review(review_id)
        asked = checked(feedback, "Feedback", review.policy.max_feedback)
        if not visible(asked):
            raise BadInput("Feedback is empty. Say what to change, then send it.")
        return self._decide(review, seen, Verb.REVISE, actor, asked, displayed=displayed)

    @refusals_told
    def accept(self, review_id: str, seen: Stop, actor: str, note: str = "", displayed: int | None = None) -> Decision:
        """Approve exactly the text that was seen. Raises BadInput where another one is known to be on the screen."""
        if not seen.number:
            raise BadInput("There is no draft to accept yet.")
        if displayed not in (None, seen.number):
            raise BadInput(
                f"v{seen.number} waits for your decision, but v{displayed} was on your screen. Nothing was recorded; "
                f"go to v{seen.number} and read it first."
            )
        review = self.review(review_id)
        if self._store.revision(review_id, seen.number).sha256 != seen.sha256:
            raise Damaged(
                "The stored text is not the one that waits here, so it cannot be accepted. Nothing was recorded."
            )
        said = checked(note, "The note", review.policy.max_feedback)
        return self._decide(review, seen, Verb.ACCEPT, actor, said, displayed=displayed)

    @refusals_told
    def abandon(self, review_id: str, seen: Stop, actor: str, reason: str, displayed: int | None = None) -> Decision:
        """End the review without a text; the reason is required."""
        review = self.review(review_id)
        said = checked(reason, "The reason", review.policy.max_feedback)
        if not visible(said):
            raise BadInput("Say in the box why you abandon this review, then press Abandon again.")
        return self._decide(review, seen, Verb.ABANDON, actor, said, displayed=displayed)

    @refusals_told
    def edit(self, review_id: str, seen: Stop, actor: str, text: str, displayed: int | None = None) -> Decision:
        """Make the editor's own text the next revision."""
        review = self.review(review_id)
        own = checked(text, "Your text", review.policy.max_text, required=True)
        if seen.number and own == self._store.revision(review_id, seen.number).text:
            raise BadInput(f"Your text is the same as v{seen.number}, so there is nothing to save.")
        return self._decide(review, seen, Verb.EDIT, actor, text=own, displayed=displayed)

    @refusals_told
    def restore(self, review_id: str, seen: Stop, actor: str, number: int, displayed: int | None = None) -> Decision:
        """Make an earlier text the next revision; what came later stays where it is."""
        earlier = self._store.revision(review_id, number)
        if earlier.sha256 == seen.sha256:
            raise BadInput(f"Revision {number} is the same as the text that stands, so there is nothing to restore.")
        text, review = earlier.text, self.review(review_id)
        return self._decide(review, seen, Verb.RESTORE, actor, text=text, restored=number, displayed=displayed)

    @refusals_told
    def retry(self, review_id: str, seen: Stop, actor: str, displayed: int | None = None) -> Decision:
        """Ask for the same draft once more, after one that failed or was stopped."""
        if seen.problem is None:
            raise BadInput("No draft has failed here, so there is nothing to try again.")
        if not seen.problem.can_retry:
            raise BadInput("The same draft would fail again. Change what you ask for, or edit by hand.")
        return self._decide(self.review(review_id), seen, Verb.RETRY, actor, displayed=displayed)

    @refusals_told
    def halt(self, review_id: str, decided: int, actor: str) -> None:
        """Stop the running draft that came of decision number `decided`, 0 for the first draft.

        The review then waits with what it had. Raises Stale where that draft does not run any more.
        """
        review, who = self.review(review_id), checked_actor(actor)
        if self._store.ask_to_halt(review_id, decided, who):
            tell("stop_asked", review_id, actor=who)
        elif not (review.stop and review.stop.problem and review.stop.problem.fault == "stopped"):
            raise Stale("There was nothing to stop any more: that draft has ended.", review.counters.texts)

    def review(self, review_id: str) -> Review:
        """The review as it stands. Raises NotFound, also for an id that cannot be one."""
        return self._store.review(checked_id(review_id))

    def revision(self, review_id: str, number: int) -> Revision:
        """One text of a review. Raises NotFound."""
        return self._store.revision(review_id, number)

    def revisions(self, review_id: str) -> list[Revision]:
        """All texts, first to last."""
        return self._store.revisions(review_id)

    def decisions(self, review_id: str) -> list[Decision]:
        """All decisions, first to last."""
        return self._store.decisions(review_id)

    def lineage(self, review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> Lineage:
        """A review that was read already, with those that its text was taken over from."""
        return traced(Generation(review, revisions, decisions), self._generation)

    def lines(
        self,
        statuses: Sequence[Status] = (),
        search: str = "",
        limit: int = 25,
        offset: int = 0,
        *,
        all_counted: bool = False,
    ) -> Listed:
        """A page of the list of reviews, and how many lines it has in all.

        What a search finds is counted up to 1,000, unless it is to be `all_counted`.
        """
        phrase = checked(search, "The search", MAX_SHORT_FIELD)
        return self._store.lines(statuses, phrase, limit, offset, None if all_counted else MOST_COUNTED)

    def attend(self, review: Review) -> bool:
        """See to it that a review that somebody looks at is driven, and is sound; True if it may change soon."""
        return self._worker.attend(review)

    def live(self, review_id: str) -> Live | None:
        """The growing draft, while this process writes it."""
        return self._worker.live(review_id)

    def fault(self, review_id: str) -> str:
        """Why nothing is moving on a review that should be, in words; empty where all is well."""
        return self._worker.fault(review_id)

    def _generation(self, review_id: str) -> Generation:
        return Generation(self.review(review_id), self.revisions(review_id), self.decisions(review_id))

    def _decide(
        self,
        review: Review,
        seen: Stop,
        verb: Verb,
        actor: str,
        feedback: str = "",
        text: str | None = None,
        restored: int | None = None,
        displayed: int | None = None,
    ) -> Decision:
        if displayed is not None and not 0 <= displayed <= seen.number:
            raise BadInput(f"There was no revision {displayed} yet that could have been on the screen.")
        if review.damage and not self.archive.is_sound(review.id):
            raise Damaged(review.damage)
        if review.stop and review.stop.interrupt_id == seen.interrupt_id and review.stop != seen:
            other = "The page showed something else than what waits here. Nothing was recorded; reload the page."
            raise Stale(other, seen.number)
        way = route(verb, seen.counters, review.policy)
        decision = Decision(
            number=0,
            interrupt_id=seen.interrupt_id,
            verb=verb,
            actor=checked_actor(actor),
            seen_number=seen.number,
            seen_sha256=seen.sha256,
            at=now(),
            goto=way.goto,
            reason=way.reason,
            counters=seen.counters,
            feedback=feedback,
            text=text,
            restored=restored,
            displayed=displayed,
        )
        recorded = self._store.record(review.id, decision)
        if recorded.at == decision.at:  # else it is the same click again
            tell_decided(review.id, recorded)
        self._worker.submit(review.id, review.policy.models[0] if way.goto == "draft" else "")
        return recorded


def _graph() -> "ReviewGraph":
    """The compiled loop; the first call takes a second or two."""
    from hitl.graph import build_graph

    return build_graph()


def connected_writers(settings: Settings) -> Writers:
    """The writer for each model: the built-in one under its own name, every other at the model's server."""
    online = openai_writer(settings.openai_api_key.get_secret_value(), settings.openai_base_url or None)
    return lambda model: _built_in() if model == OFFLINE_MODEL else online


@cache
def _built_in() -> Writer:
    """The built-in writer, imported when it is first wanted: its wordings take as long as the database's library."""
    from hitl.writer.builtin import BuiltInWriter

    return BuiltInWriter()


def _review_id(click: str, brief: Brief, text: str | None) -> str:
    """A new id; of a click that has a name always the same one, if it asks for the same."""
    return sha256(f"{click}\n{brief}\n{text}")[:32] if click else uuid.uuid4().hex
