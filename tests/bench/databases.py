"""What is measured on databases: turns, bytes, long lists, `hitl verify --all`; and the diff."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from hitl.desk import ReviewDesk
from tests.bench.run import Run, in_its_own_process
from tests.bench.screen import timed, usable, wait_for
from tests.bench.seeds import listed, seeded
from tests.bench.sides import BareTurns, OurTurns
from tests.bench.table import Figure, Sample, in_turn, spread
from tests.browser.app import ROOT, App, Screen
from tests.diffs import sizes
from tests.diffs.rivals import installed
from tests.torture.ground import settings

AGES = {5: "at most 1.2 times", 20: "at most 1.2 times", 100: "at most 1 times"}
"""Revisions of a review, and the goal for a turn then."""

WINDOW = 5
"""Turns in a row that stand for the revision at which they begin."""

SIDES: dict[str, Any] = {"ours": OurTurns, "bare": BareTurns}
FEW = 1_000
SEARCHES = {"a word of one text": "Text 777.", "a word of all texts": "text", "a word of none": "nowhere-at-all"}
VERIFY = [sys.executable, "-m", "hitl", "verify", "--all", "--json"]
VERIFY_SECONDS = 1_800


def turn(run: Run) -> list[Figure]:
    """From a click on Revise to the next stop, with a model that has its text ready, both sides in step."""
    ages = list(AGES)[: run.of(3, 3, 1)]
    taken: dict[int, list[tuple[float, ...]]] = {age: [] for age in ages}
    sides = [run.enter_context(in_its_own_process(kind, str(run.folder / name))) for name, kind in SIDES.items()]
    for warm in range(run.of(12, 6, 1) + 1):
        reviews = [side.begin() for side in sides]
        for number in range(1, ages[-1] + WINDOW):
            turns = {which: sides[which].turn(reviews[which]) for which in (number % 2, 1 - number % 2)}
            for age in ages:
                if warm and age <= number < age + WINDOW:
                    taken[age].append((*turns[0], turns[1][0]))
    figures, against = [], "bare graph, its own durability"
    for age in ages:
        clicked, recorded, bare = map(spread, zip(*taken[age], strict=True))
        figures.append(Figure(f"recorded click to next stop, revision {age}", "ms", recorded, bare, against, AGES[age]))
        figures.append(Figure(f"the same with its recording, revision {age}", "ms", clicked, bare, against))
    return figures


def storage(run: Run) -> list[Figure]:
    """Bytes for each revision of 3,000 characters at several ages, everything counted, on both sides."""
    ages, reviews = list(AGES)[: run.of(3, 3, 1)], run.of(4, 2, 1)
    ours, bare = ([spread([size]) for size in _bytes_each(run, name, ages, reviews)] for name in SIDES)
    figures = [
        Figure(f"each at {age} revisions", "B", our, their, "bare graph", "under 0.0833 times" if age == 100 else "")
        for age, our, their in zip(ages, ours, bare, strict=True)
    ]
    what, against = f"each at {ages[-1]} revisions, against {ages[0]}", f"itself at {ages[0]}"
    return [*figures, Figure(what, "B", ours[-1], ours[0], against, "at most 1.1 times")]


def _bytes_each(run: Run, side: str, ages: list[int], reviews: int) -> list[float]:
    """Bytes for each revision once some reviews have so many; what an almost empty database takes is left out."""
    path, found, before = run.folder / side, list[float](), 1
    with in_its_own_process(SIDES[side], str(path)) as turns:
        turns.begin()
        empty, begun = _size(path), [turns.begin() for _ in range(reviews)]
        for age in ages:
            for review in begun:
                for _ in range(before, age):
                    turns.turn(review)
            before = age
            found.append((_size(path) - empty) / (age * reviews))
    return found


def _size(path: Path) -> int:
    """Bytes of a database once everything that was written has reached the file."""
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy
    return path.stat().st_size


def listing(run: Run) -> list[Figure]:
    """The list of reviews and the search in it: a thousand reviews, and a hundred times as many."""
    many, rounds = run.of(100 * FEW, 20 * FEW, FEW), run.of(25, 9, 1)
    against, figures = f"{FEW:,} reviews", []
    apps = [App(run.folder, str(run.folder / f"{name}.sqlite"), HITL_WRITER="offline") for name in ("few", "many")]
    for app, reviews in zip(apps, (FEW, many), strict=True):
        listed(app.database, reviews)
    desks = [run.enter_context(closing(ReviewDesk(settings(app.database)))) for app in apps]
    queries = {f"the query among {many:,}": ""} | {f"search for {what}": words for what, words in SEARCHES.items()}
    for what, words in queries.items():
        few, found = in_turn([_query(desk, words) for desk in desks], rounds)
        figures.append(Figure(what, "ms", found, few, against, f"under {100 if words else 20} ms"))
    browser = run.browser()
    screens = [Screen(browser.new_page(), run.enter_context(app).url) for app in apps]
    few, drawn = in_turn([partial(_list_page, screen) for screen in screens], run.of(15, 5, 1))
    return [*figures, Figure(f"the page with {many:,} reviews", "ms", drawn, few, against, "at most 1.2 times")]


def _query(desk: ReviewDesk, words: str) -> Sample:
    """What the desk itself takes for the first page of the list."""

    def sample() -> float:
        began = time.perf_counter()
        lines, _, _ = desk.lines(search=words, limit=20)
        taken = time.perf_counter() - began
        assert bool(lines) != (words == SEARCHES["a word of none"])
        return 1_000 * taken

    return sample


def _list_page(screen: Screen) -> float:
    """From a click on Drafts to the list on the screen."""
    screen.open()
    wait_for(screen.page, usable("Write draft"))
    return timed(screen.page, screen.button("Drafts").click, "document.body.textContent.includes('1–20 of')")


def verify(run: Run) -> list[Figure]:
    """How many reviews a second `hitl verify --all` checks, by its own count; it must find nothing wrong."""
    reviews, address = run.of(20_000, 2_000, 20), str(run.folder / "reviews.sqlite")
    seeded(address, [1] * reviews)
    env = os.environ | {"HITL_DATABASE": address}

    def sample() -> float:
        done = subprocess.run(VERIFY, cwd=ROOT, env=env, capture_output=True, check=True, timeout=VERIFY_SECONDS)
        said = json.loads(done.stdout)
        assert said["checked"] == reviews
        return float(reviews / said["seconds"])

    (rate,) = in_turn([sample], run.of(3, 3, 1), warm_up=0)
    return [Figure(f"{reviews:,} reviews of one revision", "a second", rate, goal="at least 1,000 a second")]


def diff(run: Run) -> list[Figure]:
    """Texts with one word in 200 edited and a paragraph moved, against Python's own `difflib` on the same words."""
    differs, figures = installed(), []
    for size in (100, 1_000, 10_000)[: run.of(3, 2, 2)]:
        old = sizes.text(size, 1)
        new = sizes.edited(old)

        def sample(name: str, old: str = old, new: str = new) -> float:
            began = time.perf_counter()
            list(differs[name](old, new))
            return 1_000 * (time.perf_counter() - began)

        sides = [lambda: sample("hitl"), lambda: sample("difflib, words")]
        ours, reference = in_turn(sides, run.of(3 if size > 1_000 else 25, 9, 1), warm_up=size <= 1_000)
        goal = "at most 0.1 times" if size == 1_000 else ""
        figures.append(Figure(f"{size:,} words", "ms", ours, reference, "difflib", goal))
    return figures
