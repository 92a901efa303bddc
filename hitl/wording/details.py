"""What a moment of a review holds: facts in words, and what can be read to the letter.

Nobody has checked it: whoever shows it shows it as text.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from hitl.audit import content, prompt_of
from hitl.domain import Counters, Decision, Policy, Review, Verb
from hitl.errors import UNREADABLE
from hitl.wording import SECONDS, brief_told, clock, counted, version
from hitl.wording.moments import BUILT_IN, Moment, on_screen
from hitl.wording.readable import Call, Readable

Parts = tuple[tuple[str, str], ...]

_WAYS = {
    "draft": "to the writer, for another draft",
    "amend": "on with the editor's own text",
    "finalize": "to the end",
}
_FACTS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("In the box", "ask", str),
    ("Server", "server", str),
    ("Words", "feedback", str),
    ("Led", "goto", lambda goto: _WAYS.get(goto, goto)),
    ("Because", "reason", str),
    ("Not done", "unresolved", str),
    ("Notes", "notes", "\n".join),
    ("Last seal before", "old_head", str),
)
"""Facts that are one field of whatever has it."""

_TEXTS = {
    "revision": ("Text", "number", "sha256"),
    "stop": ("Text put up", "number", "sha256"),
    "decision": ("Text decided on", "seen_number", "seen_sha256"),
    "outcome": ("Text kept", "number", "sha256"),
}
"""The text that a moment is about: the name of the paper, and the fields that say which one."""


@dataclass(frozen=True)
class Paper:
    """Something to read: its name, what to know before, and its parts, each a heading (or "") and the exact text."""

    name: str
    remark: str = ""
    parts: Parts = ()
    form: Literal["text", "JSON"] = "text"


def facts(moment: Moment) -> list[tuple[str, str]]:
    """What neither the line nor a paper says, in pairs of a name and words."""
    value, told = moment.value, [("When", clock(moment.at, SECONDS) if moment.at else "")]
    if isinstance(value, Review):
        origin = f"{version(value.begun_from[1])} of the review {value.begun_from[0]}" if value.begun_from else ""
        rules = _rules(value.policy) if moment.row.get("policy") else "They cannot be read."
        musts = "\n".join(value.brief.must_haves)
        told += [("Begun from", origin), *brief_told(value.brief), ("Must have", musts), ("Rules", rules)]
    elif isinstance(value, Call):
        took = f"{value.seconds:.1f} of at most {value.limit:g} s, {counted(value.tokens, 'token')}"
        told += [("Took", took)]
    elif isinstance(value, Decision):
        told += [("Screen", on_screen(value))]
    told += [(name, say(getattr(value, field))) for name, field, say in _FACTS if hasattr(value, field)]
    if moment.kind in ("stop", "decision") and value:
        told.append(("Used", _used(value.counters, moment.of.review.policy)))
    if moment.kind == "revision" and value:
        told.append(("Because of", f"decision {moment.cause}" if moment.cause else "the start"))
    return [(name, said) for name, said in told if said]


def papers(moment: Moment) -> list[Paper]:
    """All that can be read to the letter, what is asked for most first."""
    found, value = [], moment.value
    if isinstance(value, Review) and value.opening is not None:
        found.append(Paper("Text", "The text that the review began with:", (("", value.opening),)))
    if isinstance(value, Call):
        found += [Paper("Prompt", *_prompt(moment, value)), Paper("Answer", *_answer(moment.of, value))]
    if moment.kind in _TEXTS and value:
        found.append(_text(moment))
    if isinstance(value, Decision) and value.text is not None:
        found.append(Paper("Text given", "The text that the editor put in its place:", (("", value.text),)))
    if moment.kind == "repair":
        found.append(Paper("Changed", "What was written anew:", (("", "\n".join(value.changed)),)))
    if moment.kind != "stop":
        found.append(_sealed(moment))
    return [*found, _state(moment)]


def _rules(policy: Policy) -> str:
    """The policy of a review in words."""
    closes = policy.on_cap == "finalize"
    at_cap = "with the last of them the review closes" if closes else "then the editor decides at a last look"
    tokens = f"At most {counted(policy.token_budget, 'token')}" if policy.token_budget else "No limit on tokens"
    return (
        f"At most {counted(policy.max_revisions, 'revision')} by the writer after its first draft; {at_cap}. {tokens}, "
        f"and {policy.draft_seconds:g} s for a draft. Allowed to write: {', '.join(policy.models) or 'no model'}."
    )


def _used(counters: Counters, policy: Policy) -> str:
    """What had been used up: "2 of 5 revisions used, 1,234 tokens"."""
    of_budget = f"{counters.tokens_spent:,} of {counted(policy.token_budget, 'token')}"
    tokens = of_budget if policy.token_budget else counted(counters.tokens_spent, "token")
    return f"{counters.revisions_used:,} of {counted(policy.max_revisions, 'revision')} used, {tokens}"


def _prompt(moment: Moment, call: Call) -> tuple[str, Parts]:
    if not call.model:
        return f"No model was asked. {BUILT_IN} was given {_given(moment.of, call.cause)}.", ()
    messages = prompt_of(moment.of.record, moment.row)
    if messages is None:
        return "What was sent cannot be read any more: it, or what it repeats, was changed since.", ()
    return f"Sent to {call.model}, {counted(len(messages), 'message')}, to the letter:", tuple(messages)


def _given(of: Readable, cause: int) -> str:
    """What a writer gets after a decision, in words; the same ask sent again after a failed draft is one."""
    asks, seen, before = 0, 0, ""
    for decision in (each for each in of.decisions if each.number <= cause):
        call = of.call.get(decision.number - 1)
        again = call is not None and call.problem is not None and decision.feedback == before
        asks += decision.verb == Verb.REVISE and not again
        seen, before = decision.seen_number, decision.feedback
    given = ["the brief", version(seen) if seen else "", f"{counted(asks, 'ask')} for changes" if asks else ""]
    *first, last = filter(None, given)
    return f"{', '.join(first)} and {last}" if first else last


def _answer(of: Readable, call: Call) -> tuple[str, Parts]:
    whole = (("", call.answer),) if call.answer else ()
    if call.problem:
        return "No draft came. Up to then there was:" if whole else "Nothing came.", whole
    if call.answer is not None:
        return "All that the model sent:", whole
    came = next((each for each in of.revisions if each.cause == call.cause), None)
    if came is None:
        return "It was the text of a revision that is not there any more.", ()
    return f"It was the text of {version(came.number)}:", (("", came.text),)


def _text(moment: Moment) -> Paper:
    """The text that a moment is about, and whether it is still the one with the SHA-256 of then."""
    name, which, sha256 = _TEXTS[moment.kind]
    number, digest = getattr(moment.value, which), getattr(moment.value, sha256)
    if moment.kind == "revision":  # what was sealed, whatever the text is now
        digest = moment.row.get(sha256)
    if not number:
        return Paper(name, "There was no text yet.")
    text = moment.of.text.get(number)
    if text is None:
        return Paper(name, f"The text of {version(number)} is not there any more (SHA-256 {digest}).")
    remark = f"{version(number)}, to the letter (SHA-256 {digest}):"
    if not moment.of.stands(number, digest):
        remark = f"This is stored as {version(number)} now. It is not the text of then, whose SHA-256 is {digest}:"
    return Paper(name, remark, (("", text),))


def _sealed(moment: Moment) -> Paper:
    if not moment.seal:
        return Paper("Seal", "This record has no seal.", _json(moment.row), "JSON")
    remark = "The seal is the SHA-256 of what is here as “sealed”, without blanks and with its names in order:"
    try:
        held = {} if moment.kind == "stop" else content(moment.kind, moment.row)
    except UNREADABLE:
        remark, held = "A part of what was sealed cannot be read. What can:", moment.row
    sealed = {"before": moment.before, "content": held, "kind": moment.kind, "v": moment.row.get("v")}
    return Paper("Seal", remark, _json({"seal": moment.seal, "sealed": sealed}), "JSON")


def _state(moment: Moment) -> Paper:
    """The state where the loop stopped next: elsewhere it is seldom saved."""
    states = moment.of.record.snapshots
    if states is None:
        return Paper("Saved state", "The saved states of this review cannot be read.")
    here = [state for state in states if _decided(state) == moment.cause]
    if not here:
        return Paper("Saved state", "No state was saved for this alone.")
    remark = "What the loop kept where it stopped next, and the node that follows there:"
    return Paper("Saved state", remark, _json(here[-1]), "JSON")


def _decided(state: dict[str, Any]) -> int:
    """The number of the last decision in a saved state, 0 where there is none."""
    try:
        return int(state["values"]["decision"]["number"])
    except UNREADABLE:
        return 0


def _json(value: object) -> Parts:
    return (("", json.dumps(value, ensure_ascii=False, indent=2, default=str)),)
