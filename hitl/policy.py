"""The way out of the loop, and the limits of what is taken in: plain code, no model, no I/O."""

from dataclasses import dataclass
from typing import Literal

from hitl.domain import Brief, Counters, Policy, Stop, Verb, visible
from hitl.errors import BadInput, NotFound

Goto = Literal["draft", "amend", "review", "finalize"]

NO_NAME = "Editor"
"""The actor's name where nobody has given one."""

MAX_MUST_HAVES = 20
MAX_SHORT_FIELD = 300
"""Characters in an actor's name, an audience, a tone, a language or one must-have."""


@dataclass(frozen=True)
class Route:
    """Where a decision or a draft leads: the next node, and why."""

    goto: Goto
    reason: str


def cap_reason(counters: Counters, policy: Policy) -> str:
    """Why the model may not write again, in words; empty while it may. A first draft is no revision."""
    if policy.token_budget and counters.tokens_spent >= policy.token_budget:
        return f"{counters.tokens_spent:,} of {policy.token_budget:,} tokens spent"
    if counters.texts and counters.revisions_used >= policy.max_revisions:
        return f"{counters.revisions_used} of {policy.max_revisions} revisions used"
    return ""


def last_look(stop: Stop, policy: Policy) -> str:
    """What can still be done at a stop where the model may not write again, in words; empty while it may."""
    spent = cap_reason(stop.counters, policy)
    if not spent:
        return ""
    if not stop.number:
        return f"No draft came, and {spent}. The review can only be abandoned."
    return (
        f"This is the last look: {spent}. Accept this text, edit it by hand, restore an earlier one, abandon it, "
        "or close it as not approved."
    )


def revisions_left(counters: Counters, policy: Policy) -> int:
    """How many revisions the model may still write, if the token budget lasts; 0 once it is spent."""
    return 0 if cap_reason(counters, policy) else max(policy.max_revisions - counters.revisions_used, 0)


def last_number(counters: Counters, policy: Policy) -> int:
    """The highest revision number that this review can still reach by the model: the M of "Revision N of M"."""
    return max(counters.texts, 1) + revisions_left(counters, policy)


def route(verb: Verb, counters: Counters, policy: Policy) -> Route:
    """The way that a decision takes. Pure: the same inputs give the same answer and reason."""
    match verb:
        case Verb.ACCEPT:
            return Route("finalize", "accepted by the editor")
        case Verb.ABANDON:
            return Route("finalize", "abandoned by the editor")
        case Verb.EDIT | Verb.RESTORE:
            return Route("amend", "the editor's own text; costs no model revision")
        case Verb.REVISE | Verb.RETRY:
            return _draft_again(verb, counters, policy)


def _draft_again(verb: Verb, counters: Counters, policy: Policy) -> Route:
    spent = cap_reason(counters, policy)
    if spent:
        return Route("finalize", f"cap reached: {spent}; the feedback is recorded as unresolved")
    if verb is Verb.RETRY:
        return Route("draft", "the same ask again; the failed try counts as no revision")
    return Route("draft", f"revision {counters.revisions_used + 1} of {policy.max_revisions} used")


def after_draft(counters: Counters, policy: Policy) -> Route:
    """The way after a draft has come: to the editor, or out at once when the cap closes without a last look.

    A first draft always goes to the editor: no review ends without anybody having seen a text.
    """
    spent = cap_reason(counters, policy)
    if spent and policy.on_cap == "finalize" and counters.revisions_used:
        return Route("finalize", f"cap reached: {spent}; this desk closes without a last look")
    return Route("review", "a draft for the editor")


def checked(text: str, field: str, limit: int, *, required: bool = False) -> str:
    """The text as it will be stored: exactly as given, with line ends as LF.

    Raises BadInput when it is longer than `limit` characters, has a character that no database
    stores (NUL, half of a surrogate pair), or is blank though it is `required`.
    """
    if "\x00" in text:
        raise BadInput(f"{field} contains a NUL character, which cannot be stored. Remove it and try again.")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise BadInput(f"{field} contains half a character (a lone surrogate), which cannot be stored.")
    if required and not visible(text):
        raise BadInput(f"{field} is empty.")
    if len(text) > limit:
        raise BadInput(f"{field} has {len(text):,} characters; the limit is {limit:,}. Nothing was sent.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def checked_actor(name: str) -> str:
    """The name of whoever decides, on one line and with no blanks at its ends; `NO_NAME` where none is given."""
    given = " ".join(checked(name, "Your name", MAX_SHORT_FIELD).split())
    return given if visible(given) else NO_NAME


def checked_id(review_id: str) -> str:
    """The id of a review, if it can be one. Raises NotFound."""
    if len(review_id) != 32 or not set(review_id) <= set("0123456789abcdef"):
        raise NotFound("There is no review with this address.")
    return review_id


def checked_brief(brief: Brief, policy: Policy) -> Brief:
    """The brief as it will be stored. Raises BadInput, naming the field and its limit."""
    musts = [must for must in brief.must_haves if visible(must)]
    if len(musts) > MAX_MUST_HAVES:
        raise BadInput(f"There are {len(musts)} must-haves; the limit is {MAX_MUST_HAVES}.")
    if not 0 <= brief.max_characters <= policy.max_text:
        raise BadInput(f"The length limit must lie between 0 (none) and {policy.max_text:,} characters.")
    return Brief(
        topic=checked(brief.topic, "Topic", policy.max_topic, required=True),
        kind=brief.kind,
        audience=checked(brief.audience, "Audience", MAX_SHORT_FIELD),
        tone=checked(brief.tone, "Tone", MAX_SHORT_FIELD),
        language=checked(brief.language, "Language", MAX_SHORT_FIELD),
        max_characters=brief.max_characters,
        must_haves=tuple(checked(must, "A must-have", MAX_SHORT_FIELD) for must in musts),
    )
