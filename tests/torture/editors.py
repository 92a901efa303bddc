"""Editors who click at random on reviews that all servers share, and keep a log of what they were told."""

import time
import uuid
from random import Random

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Decision, Review, Status, Stop, Verb
from hitl.errors import BadInput, HitlError, Stale
from tests.torture.clicks import FAULTED, REFUSED, STARTED, Click, ClickLog, recorded

OPEN_REVIEWS = 8
THINK_SECONDS = 0.03

WEIGHTS = {Verb.REVISE: 12, Verb.EDIT: 3, Verb.RESTORE: 3, Verb.ACCEPT: 2, Verb.ABANDON: 1}
WEIGHTS_AFTER_A_FAILURE = {Verb.RETRY: 6, Verb.REVISE: 3, Verb.EDIT: 1}
WEIGHTS_WITHOUT_A_DRAFT = {Verb.RETRY: 6, Verb.ABANDON: 1}


class Editor:
    """One person at one desk."""

    def __init__(self, desk: ReviewDesk, log: ClickLog, name: str, rng: Random) -> None:
        self._desk = desk
        self._log = log
        self._name = name
        self._rng = rng

    def work(self) -> None:
        """Click for as long as this process lives."""
        while True:
            try:
                self._look_at_the_list()
            except HitlError as error:
                self._log.add(Click(FAULTED, "", actor=self._name, words=str(error)))
            time.sleep(self._rng.uniform(0, THINK_SECONDS))

    def _look_at_the_list(self) -> None:
        lines, total, _ = self._desk.lines((Status.WAITING, Status.DRAFTING), limit=OPEN_REVIEWS)
        if total < OPEN_REVIEWS:
            review_id = self._desk.start(Brief(f"Topic {uuid.uuid4().hex}"), self._name)
            self._log.add(Click(STARTED, review_id, actor=self._name))
            return
        review = self._desk.review(self._rng.choice(lines).id)
        if review.stop:
            self._click(review, review.stop)
        elif self._rng.random() < 0.2:
            self._desk.attend(review)

    def _click(self, review: Review, stop: Stop) -> None:
        verb, words = self._verb(stop), f"{self._name} says {uuid.uuid4().hex}"
        try:
            decision = decide(
                self._desk, review.id, stop, verb, self._name, words, self._rng.randint(1, stop.number or 1)
            )
        except Stale:
            said = "" if verb in (Verb.RESTORE, Verb.RETRY) else words
            self._log.add(Click(REFUSED, review.id, verb, self._name, said))
        except BadInput:
            return
        else:
            self._log.add(recorded(review.id, decision))

    def _verb(self, stop: Stop) -> Verb:
        weights = WEIGHTS if stop.problem is None else WEIGHTS_AFTER_A_FAILURE
        if not stop.number:
            weights = WEIGHTS_WITHOUT_A_DRAFT
        return self._rng.choices(list(weights), list(weights.values()))[0]


def decide(
    desk: ReviewDesk, review_id: str, stop: Stop, verb: Verb, actor: str, words: str, number: int = 1
) -> Decision:
    """Click on one of the buttons; `words` go where this one takes any, `number` is what is restored."""
    match verb:
        case Verb.REVISE:
            return desk.revise(review_id, stop, actor, words)
        case Verb.EDIT:
            return desk.edit(review_id, stop, actor, words)
        case Verb.RESTORE:
            return desk.restore(review_id, stop, actor, number)
        case Verb.ACCEPT:
            return desk.accept(review_id, stop, actor, words)
        case Verb.ABANDON:
            return desk.abandon(review_id, stop, actor, words)
        case Verb.RETRY:
            return desk.retry(review_id, stop, actor)
