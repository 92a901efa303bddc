"""Reviews with histories at random: every verb, failed drafts, caps and budgets, first texts of one's own."""

import random
from dataclasses import replace

from hitl.domain import Brief, Counters, Decision, Kind, Policy, Review, Status, Stop, Verb, now
from hitl.drive import drive
from hitl.graph import ReviewGraph
from hitl.policy import route
from hitl.store import Store
from hitl.writer.faults import failed
from hitl.writer.prompt import messages
from hitl.writer.tidy import tidy
from hitl.writing import Assignment, Call, Written

WORDS = "the library opens on Monday with 40 new desks and a café that serves Ärger, 茶 and 👩‍👧 until nine".split()  # noqa: SIM905
PROBLEMS = ("timeout", "rate_limit", "stopped", "length", "broken")


class Generator:
    """Makes reviews in a store, the same ones for the same seed."""

    def __init__(self, store: Store, graph: ReviewGraph, seed: int) -> None:
        self.store = store
        self._graph = graph
        self._dice = random.Random(seed)  # noqa: S311 - the same reviews each time
        self.asked = 0
        """Calls of a model so far."""

    def review(self, review_id: str, most_decisions: int = 8) -> str:
        """A review that has ended, or waits after so many decisions."""
        self.store.add(self._begun(review_id))
        drive(self.store, self._graph, review_id, self.draft)
        return self.go_on(review_id, most_decisions)

    def go_on(self, review_id: str, most_decisions: int) -> str:
        """The same review, with up to so many decisions more if it waits."""
        for _ in range(self._dice.randint(1, most_decisions)):
            stop = self.store.review(review_id).stop
            if stop is None:
                break
            self.store.record(review_id, self.decision(review_id, stop))
            drive(self.store, self._graph, review_id, self.draft)
        return review_id

    def _begun(self, review_id: str) -> Review:
        dice = self._dice
        policy = Policy(
            max_revisions=dice.randint(0, 4),
            on_cap=dice.choice(("ask", "finalize")),
            token_budget=dice.choice((0, 0, 60)),
            models=(dice.choice(("gpt", "built-in")),),
        )
        brief = Brief(self._words(), dice.choice(list(Kind)), must_haves=tuple(self._words() for _ in range(2)))
        own = self._words() if dice.random() < 0.2 else None
        origin = ("0" * 32, 2) if own and dice.random() < 0.5 else None
        begun = Review(review_id, brief.title, Status.DRAFTING, "Ann", now(), now(), brief, policy, Counters())
        return replace(begun, opening=own, begun_from=origin)

    def decision(self, review_id: str, stop: Stop) -> Decision:
        verb = self._verb(stop)
        policy = self.store.review(review_id).policy
        way = route(verb, stop.counters, policy)
        said = self._words() if verb in (Verb.REVISE, Verb.ABANDON) else ""
        if verb is Verb.REVISE and stop.ask and self._dice.random() < 0.5:
            said = stop.ask
        text = restored = None
        if verb is Verb.EDIT:
            text = self._words()
        if verb is Verb.RESTORE:
            restored = self._dice.randint(1, stop.number)
            text = self.store.revision(review_id, restored).text
        seen = (stop.interrupt_id, verb, self._dice.choice(("Ann", "Bob")), stop.number, stop.sha256, now())
        return Decision(0, *seen, way.goto, way.reason, stop.counters, said, text, restored)

    def _verb(self, stop: Stop) -> Verb:
        verbs = [Verb.REVISE] * 5 + [Verb.EDIT, Verb.RESTORE, Verb.ACCEPT, Verb.ABANDON]
        if stop.problem:
            verbs += [Verb.RETRY] * 4
        if not stop.number:
            verbs = [Verb.RETRY, Verb.RETRY, Verb.RETRY, Verb.ABANDON]
        return self._dice.choice(verbs)

    def draft(self, work: Assignment) -> Call:
        self.asked += 1
        call = Call(now(), work.seconds, round(self._dice.random(), 3), self._dice.randint(0, 30))
        if work.model == "gpt":
            call = replace(call, model="gpt", server="127.0.0.1:9", prompt=tuple(messages(work)))
        if self._dice.random() < 0.2:
            problem = failed(self._dice.choice(PROBLEMS), seconds=1, model="gpt").problem
            return replace(call, problem=problem, partial=self._words())
        answer = self._dice.choice(("{}", "```\n{}\n```", "Here is the revised draft:\n\n{}")).format(self._words())
        text, notes = tidy(answer, work.draft)
        return replace(call, written=Written(text, "gpt-4", call.tokens, notes, None if text == answer else answer))

    def _words(self) -> str:
        return " ".join(self._dice.choices(WORDS, k=self._dice.randint(1, 40)))
