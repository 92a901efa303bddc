"""The moments of a review in their order: each sealed record, and the stops at which somebody had to decide."""

from collections.abc import Iterator
from typing import Any

from hitl.audit import Record, prompt_of
from hitl.domain import Author, Decision, Outcome, Policy, Review, Revision, Status, Stop, Verb
from hitl.wording import SECONDS, beginning, brief_told, clock, counted, decided, version
from hitl.wording.moment import Facts, Moment, Paper
from hitl.wording.readable import SOMEBODY, Call, Readable, Repair, readable

IN_A_LINE = 90
"""Characters of somebody's words in the line of a moment."""

BUILT_IN = "The built-in writer"

_WAYS = {
    "draft": "to the writer, for another draft",
    "amend": "on with the editor's own text",
    "finalize": "to the end",
}


def moments(record: Record) -> list[Moment[Any]]:
    """All that happened in a review, first to last, as far as it can be read."""
    return list(_told(Readable(record)))


def _told(of: Readable) -> Iterator[Moment[Any]]:
    before = since = ""
    decision = 0
    stops, waits = of.stops(), of.record.review.get("stop_id")
    for kind, number, row, odd in of.record.walk():
        decision = number if kind == "decision" else decision
        if not isinstance(row, dict):
            yield Moment(of, kind, number, decision, None, {}, "", before, odd)
            continue
        told, type_ = _KINDS[kind]
        value: Any = of.review if kind == "start" else readable(type_, row)
        if isinstance(value, Decision):
            stop = stops.get(value.interrupt_id) or _seen(of, value)
            yield _Stop(of, "stop", number, number - 1, stop, {}, since)
        cause = {"revision": getattr(value, "cause", 0), "repair": -1}.get(kind, number)
        moment = told(
            of, kind, number, cause, value, row, value.created_at if kind == "start" else value.at, before, odd
        )
        yield moment
        before, since = moment.seal, since if kind == "repair" else moment.at
    if waits:
        stop = stops.get(str(waits)) or of.review.stop or readable(Stop, {})
        yield _Stop(of, "stop", decision + 1, decision, stop, {}, since)


def _seen(of: Readable, decision: Decision) -> Stop:
    """What was put up for a decision, as the decision says that it was seen."""
    call = of.call(decision.number - 1)
    seen = decision.interrupt_id, decision.seen_number, decision.seen_sha256, decision.counters
    return Stop(*seen, call.problem if call else None)


class _Start(Moment[Review]):
    def _line(self) -> str:
        begun = self.value.begun_from
        how = f" with v{begun[1]} of an earlier one" if begun else " with a text" if self.value.opening else ""
        return f"{self.value.owner} began the review{how}"

    def _facts(self) -> Facts:
        brief, begun = self.value.brief, self.value.begun_from
        origin = f"{version(begun[1])} of the review {begun[0]}" if begun else ""
        rules = _rules(self.value.policy) if self.row.get("policy") else "They cannot be read."
        return [
            ("Begun from", origin),
            *brief_told(brief),
            ("Must have", "\n".join(brief.must_haves)),
            ("Rules", rules),
        ]

    def _papers(self) -> list[Paper]:
        text = self.value.opening
        return [] if text is None else [Paper("Text", "The text that the review began with:", (("", text),))]


class _Call(Moment[Call]):
    def _line(self) -> str:
        asked = f"{self.value.model or BUILT_IN} was asked for {'a draft' if self.value.cause else 'the first draft'}"
        if problem := self.value.problem:
            return f"{asked}, and none came: {problem.sentence}"
        return f"{asked}, which came after {self.value.seconds:.1f} s"

    def _facts(self) -> Facts:
        call = self.value
        took = f"{call.seconds:.1f} of at most {call.limit:g} s, {counted(call.tokens, 'token')}"
        return [("Server", call.server), ("Took", took)]

    def _papers(self) -> list[Paper]:
        return [Paper("Prompt", *self._prompt()), Paper("Answer", *self._answer())]

    def _prompt(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        if not self.value.model:
            return f"No model was asked. {BUILT_IN} was given {self._given()}.", ()
        messages = prompt_of(self.of.record, self.row)
        if messages is None:
            return "What was sent cannot be read any more: it, or what it repeats, was changed since.", ()
        return f"Sent to {self.value.model}, {counted(len(messages), 'message')}, to the letter:", tuple(messages)

    def _given(self) -> str:
        """What a writer gets, in words; the same ask sent again after a failed draft is one."""
        decisions = [decision for decision in self.of.decisions if decision.number <= self.value.cause]
        asks = sum(each.verb == Verb.REVISE and not self._again(each) for each in decisions)
        seen = [version(d.seen_number) for d in decisions[-1:] if d.seen_number]
        *given, last = ["the brief", *seen, *[f"{counted(asks, 'ask')} for changes"] * bool(asks)]
        return f"{', '.join(given)} and {last}" if given else last

    def _again(self, decision: Decision) -> bool:
        call, before = self.of.call(decision.number - 1), self.of.decision(decision.number - 1)
        failed = call is not None and call.problem is not None
        return failed and before is not None and decision.feedback == before.feedback

    def _answer(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        answer = self.value.answer
        if self.value.problem:
            return ("No draft came. Up to then there was:", (("", answer),)) if answer else ("Nothing came.", ())
        if answer is not None:
            return "All that the model sent:", (("", answer),)
        came = next((each for each in self.of.revisions if each.cause == self.value.cause), None)
        if came is None:
            return "It was the text of a revision that is not there any more.", ()
        return f"It was the text of {version(came.number)}:", (("", came.text),)


class _Revision(Moment[Revision]):
    def _line(self) -> str:
        words = counted(len(self.value.text.split()), "word")
        return f"{version(self.value.number)} came: {self._by()}, {words}"

    def _by(self) -> str:
        call, cause = self.of.call(self.cause), self.of.decision(self.cause)
        if self.value.author == Author.MODEL:
            return f"a draft by {(call or self.value).model or BUILT_IN.lower()}"
        if not self.cause:
            return f"the text that {self.of.review.owner} began with"
        if cause and cause.restored:
            return f"the text of v{cause.restored} again"
        return f"written by hand by {cause.actor if cause else SOMEBODY}"

    def _facts(self) -> Facts:
        cause = f"decision {self.cause}" if self.cause else "the start"
        return [("Because of", cause), ("Notes", "\n".join(self.value.notes))]

    def _papers(self) -> list[Paper]:
        return [self._text("Text", self.value.number, str(self.row.get("sha256") or ""))]


class _Stop(Moment[Stop]):
    def _line(self) -> str:
        stop, waits = self.value, self.of.decision(self.number) is None
        because = f": {stop.problem.sentence}" if stop.problem and stop.problem.sentence else ""
        if not stop.number:
            return f"The review {'waits' if waits else 'waited'} with no draft{because}"
        what = "waits for a decision" if waits else "was put up for decision" + " again" * bool(because)
        return f"{version(stop.number)} {what}{because}"

    def _facts(self) -> Facts:
        return [("In the box", self.value.ask), ("Used", self._used(self.value.counters))]

    def _papers(self) -> list[Paper]:
        return [self._text("Text put up", self.value.number, self.value.sha256)]


class _Decision(Moment[Decision]):
    def _line(self) -> str:
        decision, said = self.value, beginning(self.value.feedback, IN_A_LINE)
        other = decision.displayed not in (None, decision.seen_number)
        screen = f", with {version(decision.displayed or 0)} on the screen" if other else ""
        return f"{decision.actor} {decided(decision)}{screen}" + (f": “{said}”" if said else "")

    def _facts(self) -> Facts:
        decision = self.value
        facts = [("Screen", on_screen(decision)), ("Words", decision.feedback)]
        facts += [("Led", _WAYS.get(decision.goto, decision.goto)), ("Because", decision.reason)]
        return [*facts, ("Used", self._used(decision.counters))]

    def _papers(self) -> list[Paper]:
        text = self.value.text
        own = [] if text is None else [Paper("Text given", "The text that the editor put in its place:", (("", text),))]
        return [self._text("Text decided on", self.value.seen_number, self.value.seen_sha256), *own]


class _Outcome(Moment[Outcome]):
    def _line(self) -> str:
        match self.value.status:
            case Status.ACCEPTED:
                how = f": {version(self.value.number)} is approved"
            case Status.CLOSED:
                how = " at its cap: nothing was approved"
            case Status.ABANDONED:
                how = ": abandoned, nothing was approved"
            case other:
                how = f": {beginning(other, IN_A_LINE) or 'how cannot be read'}"
        return f"The review ended{how}"

    def _facts(self) -> Facts:
        return [("Because", self.value.reason), ("Not done", self.value.unresolved)]

    def _papers(self) -> list[Paper]:
        return [self._text("Text kept", self.value.number, self.value.sha256)]


class _Repair(Moment[Repair]):
    def _line(self) -> str:
        return repair_line(self.value)

    def _facts(self) -> Facts:
        return [("Reason", self.value.reason), ("Last seal before", self.value.old_head)]

    def _papers(self) -> list[Paper]:
        return [Paper("Changed", "What was written anew:", (("", "\n".join(self.value.changed)),))]


_KINDS: dict[str, tuple[type[Moment[Any]], type]] = {
    "start": (_Start, Review),
    "call": (_Call, Call),
    "revision": (_Revision, Revision),
    "decision": (_Decision, Decision),
    "outcome": (_Outcome, Outcome),
    "repair": (_Repair, Repair),
}


def repair_line(repair: Repair) -> str:
    """Who repaired a record, from what."""
    source = "its saved states" if repair.source == "checkpoints" else "its sealed records"
    return f"{repair.actor} repaired this record from {source}, {clock(repair.at, SECONDS)}"


def on_screen(decision: Decision) -> str:
    """What a decision says of the screen on which it was taken, as a clause: it may name a text that was not there."""
    seen, shown = decision.seen_number, decision.displayed
    if shown is None:
        return f"it is not known whether {version(seen)} was on the screen" if seen else "no draft had come"
    if shown != seen:
        return f"{version(shown)} was on the screen, not {version(seen)}"
    return f"{version(seen)} was on the screen" if seen else "no draft had come"


def _rules(policy: Policy) -> str:
    """The policy of a review in words."""
    closes = policy.on_cap == "finalize"
    at_cap = "with the last of them the review closes" if closes else "then the editor decides at a last look"
    tokens = f"At most {counted(policy.token_budget, 'token')}" if policy.token_budget else "No limit on tokens"
    return (
        f"At most {counted(policy.max_revisions, 'revision')} by the writer after its first draft; {at_cap}. {tokens}, "
        f"and {policy.draft_seconds:g} s for a draft. Allowed to write: {', '.join(policy.models) or 'no model'}."
    )
