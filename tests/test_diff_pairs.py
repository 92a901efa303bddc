"""The pairs in `tests/diffs`: what an editor says changed is what the diff says."""

import pytest

from hitl.diff import compare
from tests.diffs import Pair, pairs, read, written

PAIRS = pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_diff_is_the_one_that_an_editor_expects(pair: Pair) -> None:
    assert written(compare(pair.old, pair.new)) == written(pair.expected)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_pair_is_read_as_it_is_written(pair: Pair) -> None:
    assert tuple(read(written(pair.expected))) == pair.expected


def test_no_two_pairs_have_the_same_name() -> None:
    assert len({pair.name for pair in PAIRS}) == len(PAIRS) >= 30
