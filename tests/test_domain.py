from hitl.domain import Author, Brief, Counters, Kind, Policy, Problem, Revision, Stop, now, plain


def test_a_value_survives_the_trip_through_plain_values() -> None:
    brief = Brief("Topic", Kind.PRESS, must_haves=("a", "b"))
    policy = Policy(models=("m", "n"))
    revision = Revision(1, "text", Author.MODEL, 0, now(), notes=("n",))
    stop = Stop("i", 1, "h", Counters(1, 2, 3), Problem("network", "No network."), "Shorter.")

    assert Brief.from_plain(plain(brief)) == brief
    assert Policy.from_plain(plain(policy)) == policy
    assert Revision.from_plain(plain(revision)) == revision
    assert Stop.from_plain({**plain(stop)}) == stop


def test_a_title_is_the_first_line_cut_to_eighty_characters() -> None:
    assert Brief("\n  Two   words \nmore").title == "Two words"
    assert len(Brief("x" * 100).title) == 80


def test_the_stricter_limit_counts() -> None:
    assert Brief("t", Kind.X, max_characters=500).character_limit == 280
    assert Brief("t", Kind.X, max_characters=100).character_limit == 100
    assert Brief("t", Kind.BLOG).character_limit is None


def test_times_sort_as_text() -> None:
    times = [now() for _ in range(50)]

    assert times == sorted(times)
    assert {len(time) for time in times} == {27}
