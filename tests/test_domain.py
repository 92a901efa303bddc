from hitl.domain import Brief, Kind, now


def test_a_title_is_the_first_line_cut_to_eighty_characters() -> None:
    assert Brief("\n  Two   words \nmore").title == "Two words"
    assert len(Brief("x" * 100).title) == 80
    assert (Brief("## A *heading* \n").title, Brief("#1 in town").title, Brief("#\nB").title) == (
        "A *heading*",
        "#1 in town",
        "#",
    )


def test_the_stricter_limit_counts() -> None:
    assert Brief("t", Kind.X, max_characters=500).character_limit == 280
    assert Brief("t", Kind.X, max_characters=100).character_limit == 100
    assert Brief("t", Kind.BLOG).character_limit is None


def test_times_sort_as_text() -> None:
    times = [now() for _ in range(50)]

    assert times == sorted(times)
    assert {len(time) for time in times} == {27}
