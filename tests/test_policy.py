import pytest
from hypothesis import given
from hypothesis import strategies as st

from hitl.domain import Brief, Counters, Policy, Verb
from hitl.errors import BadInput
from hitl.policy import (
    after_draft,
    cap_reason,
    checked,
    checked_actor,
    checked_brief,
    last_number,
    revisions_left,
    route,
)

counters = st.builds(
    Counters, texts=st.integers(0, 30), revisions_used=st.integers(0, 12), tokens_spent=st.integers(0, 5_000)
)
policies = st.builds(
    Policy,
    max_revisions=st.integers(0, 10),
    token_budget=st.sampled_from([0, 1, 1_000]),
    on_cap=st.sampled_from(["ask", "finalize"]),
)


@given(st.sampled_from(Verb), counters, policies)
def test_a_route_is_pure_says_why_and_leads_to_the_model_exactly_while_neither_cap_is_reached(
    verb: Verb, spent: Counters, policy: Policy
) -> None:
    way = route(verb, spent, policy)
    out_of_revisions = spent.texts > 0 and spent.revisions_used >= policy.max_revisions
    out_of_tokens = policy.token_budget > 0 and spent.tokens_spent >= policy.token_budget
    model = "finalize" if out_of_revisions or out_of_tokens else "draft"
    others = {Verb.ACCEPT: "finalize", Verb.ABANDON: "finalize", Verb.EDIT: "amend", Verb.RESTORE: "amend"}

    assert way.goto == others.get(verb, model)
    assert way == route(verb, spent, policy)
    assert way.reason


@given(counters, policies)
def test_only_a_desk_that_finalizes_ends_after_a_draft_and_only_at_the_cap(spent: Counters, policy: Policy) -> None:
    way = after_draft(spent, policy)

    capped = bool(cap_reason(spent, policy)) and spent.revisions_used > 0
    assert (way.goto == "finalize") == (policy.on_cap == "finalize" and capped)


def test_a_first_draft_is_seen_by_the_editor_even_if_it_spends_the_budget() -> None:
    way = after_draft(Counters(1, 0, 5_000), Policy(token_budget=1_000, on_cap="finalize"))

    assert way.goto == "review"


@pytest.mark.parametrize(("used", "goto"), [(0, "draft"), (1, "draft"), (2, "finalize"), (3, "finalize")])
def test_the_cap_counts_the_models_revisions_after_the_first_draft(used: int, goto: str) -> None:
    way = route(Verb.REVISE, Counters(texts=1 + used, revisions_used=used), Policy(max_revisions=2))

    assert way.goto == goto


def test_a_first_draft_that_failed_may_be_tried_again_where_no_revision_is_allowed() -> None:
    assert route(Verb.RETRY, Counters(), Policy(max_revisions=0)).goto == "draft"


def test_the_reason_names_the_count_that_ran_out() -> None:
    policy = Policy(max_revisions=2, token_budget=1_000)

    assert cap_reason(Counters(3, 2, 999), policy) == "2 of 2 revisions used"
    assert cap_reason(Counters(2, 1, 1_200), policy) == "1,200 of 1,000 tokens spent"


@given(counters, policies)
def test_no_revision_is_left_at_the_cap_and_the_last_number_is_never_below_the_text_that_stands(
    spent: Counters, policy: Policy
) -> None:
    left = revisions_left(spent, policy)

    assert left == (0 if cap_reason(spent, policy) else max(0, policy.max_revisions - spent.revisions_used))
    assert last_number(spent, policy) >= spent.texts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\x00b", "Topic contains a NUL character"),
        ("a\ud83d", "Topic contains half a character"),
        (" \n\t", "Topic is empty"),
        ("x" * 11, "Topic has 11 characters; the limit is 10"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name_and_limit(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        checked(text, "Topic", 10, required=True)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=200))
def test_everything_else_is_taken_exactly(text: str) -> None:
    assert checked(text, "Topic", 200) == text


def test_line_ends_become_lf_and_a_name_becomes_one_line() -> None:
    assert checked("a\r\nb\rc", "Topic", 10) == "a\nb\nc"
    assert checked_actor("  Ann\nLee  ") == "Ann Lee"


def test_a_brief_with_too_many_must_haves_or_an_impossible_length_is_refused_and_blank_ones_are_dropped() -> None:
    with pytest.raises(BadInput, match="21 must-haves; the limit is 20"):
        checked_brief(Brief("x", must_haves=("m",) * 21), Policy())
    with pytest.raises(BadInput, match="between 0"):
        checked_brief(Brief("x", max_characters=-1), Policy())
    assert checked_brief(Brief("x", must_haves=("a", " ", "b")), Policy()).must_haves == ("a", "b")
