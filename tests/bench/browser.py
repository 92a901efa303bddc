"""What is measured in browsers and sessions: clicks, first pages, first words, many people, and a long time."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count

from langchain_openai import ChatOpenAI
from playwright.sync_api import Page

from tests.bench.run import TOKENS_A_SECOND, Run
from tests.bench.screen import RESTING, holds, resident, start, timed, usable, wait_for
from tests.bench.seeds import seeded
from tests.bench.sessions import Met, at_work
from tests.bench.table import Figure, Sample, Spread, in_turn, slow_end, spread
from tests.browser.app import DRAFT, App, Screen, found_browser, launched

REVISIONS = 20
LONG = 50
THINKING_SECONDS = 0.7
"""Before the first token: long enough for a page to settle down to wait for it."""

CROWD_WORDS = 200
"""As many as an ordinary post has: ten seconds of such a model."""

PEOPLE = 10
WARM_UP_SECONDS = 10
BLANK, DEFAULT = "blank page, our settings", "blank page, default settings"


def click(run: Run) -> list[Figure]:
    """From a click to the next state on the screen, on the review page with 20 revisions, against one button."""
    app = run.app(run.model(20))
    reviews = seeded(app.database, (REVISIONS, REVISIONS))
    many = run.script("blank_app.py", "many", {"MANY": "1"}, our_settings=True)
    references = _blank_pages(run) | {"page of as many elements, our settings": many}
    browser = run.browser()
    run.enter_context(app)
    (look, _, _), (_, restore, revise) = (_editor(Screen(browser.new_page(), app.url), each) for each in reviews)
    blanks = [_blank(browser.new_page(), run.enter_context(each).url) for each in references.values()]
    taken = in_turn([look, restore, revise, *blanks], run.of(15, 9, 1))
    names = ("look at an earlier revision", "restore it", "revise, until it says that a draft is being written")
    goals = ("at most 1.5 times", "under 0.5 times", "")
    return [
        Figure(name, "ms", ours, blank, against, goal)
        for name, ours in zip(names, taken[:3], strict=True)
        for blank, against, goal in zip(taken[3:], references, goals, strict=True)
    ]


def _blank_pages(run: Run) -> dict[str, App]:
    return {
        BLANK: run.script("blank_app.py", "ours", our_settings=True),
        DEFAULT: run.script("blank_app.py", "default"),
    }


def _editor(screen: Screen, review: str) -> tuple[Sample, Sample, Sample]:
    """One tab on a review: a look at an earlier revision, its restoring, and a revision until it is being written."""
    numbers, newest = count(2), REVISIONS
    screen.open(thread=review)
    screen.waits(newest)

    def took(click: Callable[[], None], until: str) -> float:
        taken = timed(screen.page, click, until)
        screen.waits(newest)  # the next sample, in whatever tab, begins when this one is at rest
        return taken

    def look() -> float:
        number = next(numbers) % (REVISIONS - 2) + 1
        return took(lambda: screen.pick(f"v{number}"), holds(DRAFT, f"Text {number}."))

    def decide(button: str, until: str) -> float:
        nonlocal newest
        newest += 1
        return took(screen.button(button).click, until.format(holds(".st-key-revision", f"Revision {newest} of")))

    def restore() -> float:
        screen.look_at(next(numbers) % (REVISIONS - 2) + 1)
        return decide("Restore this revision", f"{holds('.st-key-status', 'Waiting')} && {{}}")

    def revise() -> float:
        screen.feedback.fill("Shorter, please.")
        return decide("Revise", f"!{holds('.st-key-status', 'Waiting')} || {{}}")

    return look, restore, revise


def _blank(page: Page, url: str) -> Sample:
    """The blank page says something else after each click."""
    page.goto(url)
    shown, button = page.get_by_test_id("stText"), page.get_by_role("button", name="Click")
    return lambda: timed(page, button.click, f"!{holds('[data-testid=stText]', shown.inner_text())}")


def first_page(run: Run) -> list[Figure]:
    """From the start of a process to a page that can be used, in a browser that has never seen it."""
    browser, blanks = run.browser(), _blank_pages(run)
    sides = [start(browser, App(run.folder), "Write draft"), *(start(browser, b, "Click") for b in blanks.values())]
    ours, *references = in_turn(sides, run.of(7, 3, 1))
    what, goal = "process start to usable page", "at most 1.3 times"
    return [Figure(what, "ms", ours, blank, name, goal) for name, blank in zip(blanks, references, strict=True)]


def first_words(run: Run) -> list[Figure]:
    """From a model's first token to the first word on our page, against a loop that reads the same model."""
    model = run.model(20, THINKING_SECONDS)
    screen = Screen(run.browser().new_page(), run.enter_context(run.app(model)).url)
    ask = _asking(screen, "Opening")
    name, base_url = (model.settings()[setting] for setting in ("HITL_MODEL", "OPENAI_BASE_URL"))
    client = ChatOpenAI(model=name, base_url=base_url, api_key=lambda: "sk-none")

    def ours() -> float:
        ask()
        return 1_000 * (float(screen.page.evaluate("() => window.benchAt")) - model.spoke())

    def bare() -> float:
        came = [time.time() for chunk in client.stream("Shorter, please.") if chunk.text]
        return 1_000 * (came[0] - model.spoke())

    sides = in_turn([ours, bare], run.of(15, 5, 1))
    against, goal = "a loop over ChatOpenAI.stream", "under 150 ms more"
    return [Figure("first token to first word", "ms", sides[0], sides[1], against, goal)]


def _asking(screen: Screen, word: str) -> Sample:
    """A tab with a review of its own: milliseconds until a word of the next draft is seen."""
    screen.begin("The new library")
    found = f"[...document.body.textContent.matchAll(/{word}([0-9]+)/g)]"
    newest = f"Math.max(0, ...{found}.map(one => Number(one[1])))"

    def sample() -> float:
        wait_for(screen.page, usable("Revise"))
        last = screen.page.evaluate(f"() => {newest}")
        screen.feedback.fill("Shorter, please.")
        return timed(screen.page, screen.button("Revise").click, f"{newest} > {last}")

    return sample


def tutorial(run: Run) -> list[Figure]:
    """Against a tutorial's app at the same model: one person in a browser, then many at once, then the first page."""
    model = run.model(60)
    apps = [run.app(model), run.script("tutorial_app.py", "tutorial", model.settings())]
    crowds: list[Met] = [[], []]
    sides = dict[str, list[Spread]]()
    with launched(found_browser()) as browser:  # which keeps asyncio from running anything else
        started = in_turn([start(browser, app, "Write draft") for app in apps], run.of(5, 2, 1))
        urls = [run.enter_context(app).url for app in apps]
        for what, word in (("click to first word", "Opening"), ("click to whole text", "Closing")):
            sides[what] = in_turn([_asking(Screen(browser.new_page(), url), word) for url in urls], run.of(10, 5, 1))
    for _ in range(run.of(3, 1, 1)):
        for crowd, url in zip(crowds, urls, strict=True):
            crowd += asyncio.run(at_work(url, run.of(20, 20, 2), seconds=1))
    for place, what in enumerate(("many at once, click to first word", "many at once, click to whole text"), start=1):
        samples = [[asked[place] for met in crowd for asked in met] for crowd in crowds]
        sides |= {what: list(map(spread, samples)), f"{what}, 95th percentile": list(map(slow_end, samples))}
    sides["process start to first page"] = started
    return [
        Figure(what, "ms", ours, theirs, "tutorial's app", "under 1 times") for what, (ours, theirs) in sides.items()
    ]


def opening(run: Run) -> list[Figure]:
    """From the list to a long review, and on to its history, against a review with a single revision."""
    app = App(run.folder, HITL_WRITER="offline")
    seeded(app.database, (1, LONG))
    browser, rounds = run.browser(), run.of(15, 9, 1)
    run.enter_context(app)
    tabs = [(Screen(browser.new_page(), app.url), age) for age in (1, LONG)]
    figures = []
    for what, sample in (("the review", _review_page), ("its history", _history_page)):
        young, old = in_turn([partial(sample, *tab) for tab in tabs], rounds)
        figures.append(Figure(f"{what}, {LONG} revisions", "ms", old, young, "1 revision", "at most 1.5 times"))
    return figures


def _review_page(screen: Screen, age: int) -> float:
    """From a click on its line in the list to the text with all its buttons."""
    screen.open("/drafts")
    line = screen.link(f"A review with {age} revisions")
    line.wait_for()
    return timed(screen.page, line.click, f"{holds(DRAFT, f'Text {age}.')} && {usable(f'Accept v{age}')}")


def _history_page(screen: Screen, age: int) -> float:
    """From a click on History to the diff with all that stands beside and below it."""
    if screen.diff.count():
        screen.link("Back to review").click()
    wait_for(screen.page, usable(f"Accept v{age}"))
    shown = f"{RESTING} && document.querySelector('.st-key-diff')"
    return timed(screen.page, screen.button("History", exact=True).click, shown)


def crowd(run: Run) -> list[Figure]:
    """As many drafts at a time as sessions, by a model of 20 tokens a second; nobody stops to read.

    If all came at the same moment, they would stay in step: they come within the time of one draft.
    """
    people, seconds, words = run.of(50, 50, 3), run.of(120, 30, 3), run.of(CROWD_WORDS, CROWD_WORDS, 20)
    app = run.enter_context(run.app(run.model(words), HITL_WORKERS=str(people)))
    asyncio.run(at_work(app.url, 1, 1))  # warms up
    (alone,) = asyncio.run(at_work(app.url, 1, min(seconds, 30)))
    before = resident(app)
    met = asyncio.run(at_work(app.url, people, seconds, within=words / TOKENS_A_SECOND))
    more = (resident(app) - before) / people
    starved = sum(len(each) < statistics.median(map(len, met)) / 2 for each in met)
    crowd = [list(waits) for waits in zip(*(asked for each in met for asked in each), strict=True)]
    one = [list(waits) for waits in zip(*alone, strict=True)]
    what, against = f"click to acknowledged, 95th percentile of {people} sessions", "one session"
    return [
        Figure(what, "ms", slow_end(crowd[0]), slow_end(one[0]), against, "under 500 ms"),
        Figure("click to first word", "ms", spread(crowd[1]), spread(one[1]), against),
        Figure("click to whole text", "ms", spread(crowd[2]), spread(one[2]), against),
        Figure("memory for each session more", "MB", spread([more]), goal="under 5 MB"),
        Figure("sessions that starve", "sessions", spread([starved]), goal="at most 0 sessions"),
    ]


def soak(run: Run) -> list[Figure]:
    """People who start, revise and accept for an hour: what the last tenth looks like beside the first."""
    seconds, memory = run.of(3_600, 120, 30), list[tuple[float, float]]()
    settings = {"HITL_WORKERS": str(PEOPLE), "HITL_MAX_REVISIONS": "5"}
    app = run.enter_context(run.app(run.model(20), **settings))
    began = time.monotonic() + WARM_UP_SECONDS

    async def watch() -> None:
        while (now := time.monotonic()) < began + seconds:
            memory.append((now, resident(app)))
            await asyncio.sleep(0.5)

    async def work() -> Met:
        asked = at_work(app.url, PEOPLE, WARM_UP_SECONDS + seconds, revisions=3)
        return (await asyncio.gather(asked, watch()))[0]

    clicks = [(asked.at, asked.acknowledged) for each in asyncio.run(work()) for asked in each]

    def flat(what: str, unit: str, noted: Sequence[tuple[float, float]]) -> Figure:
        tenths = [(int(10 * (at - began) / seconds), value) for at, value in noted if at >= began]
        first = spread(value for tenth, value in tenths if tenth == 0)
        last = spread(value for tenth, value in tenths if tenth >= 9)
        return Figure(f"{what}, last tenth", unit, last, first, "first tenth", "at most 1.1 times")

    return [flat("memory", "MB", memory), flat("click to acknowledged", "ms", clicks)]
