"""What is measured in browsers and sessions: clicks, first pages, first words, many people, and a long time."""

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import count

from langchain_openai import ChatOpenAI
from playwright.sync_api import Browser, Page

from tests.bench.model import TOKENS_A_SECOND, Model
from tests.bench.screen import holds, resident, script, timed, usable, wait_for
from tests.bench.seeds import seeded
from tests.bench.sessions import Asked, Met, at_work
from tests.bench.sides import in_its_own_process
from tests.bench.table import Figure, Run, in_turn, slow_end, spread
from tests.browser.app import DRAFT, App, Screen, found_browser, launched

REVISIONS = 20
THINKING_SECONDS = 0.7
"""Before the first token: long enough for a page to settle down to wait for it."""

CROWD_WORDS = 200
"""As many as an ordinary post has: ten seconds of such a model."""

PEOPLE = 10
WARM_UP_SECONDS = 10
UNLIMITED = {"HITL_MAX_REVISIONS": "1000"}

Sample = Callable[[], float]


def click(run: Run) -> list[Figure]:
    """From a click to the next state on the screen, on the review page with 20 revisions, against one button."""
    model = run.enter_context(in_its_own_process(Model, 20)).settings()
    app = App(run.folder, **UNLIMITED, **model)
    reviews = seeded(app.database, (REVISIONS, REVISIONS))
    many = script("blank_app.py", run.folder / "many", True, MANY="1")
    references = _blank_pages(run) | {"page of as many elements, our settings": many}
    browser = run.enter_context(launched(found_browser()))
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
        "blank page, our settings": script("blank_app.py", run.folder / "ours", True),
        "blank page, default settings": script("blank_app.py", run.folder / "default", False),
    }


def _editor(screen: Screen, review: str) -> tuple[Sample, Sample, Sample]:
    """One tab on a review: a look at an earlier revision, its restoring, and a revision until it is being written."""
    numbers, newest = count(2), REVISIONS
    screen.open(thread=review)
    screen.waits(newest)

    def earlier() -> int:
        return next(numbers) % (REVISIONS - 2) + 1

    def took(click: Callable[[], None], until: str) -> float:
        taken = timed(screen.page, click, until)
        screen.waits(newest)  # the next sample, in whatever tab, begins when this one is at rest
        return taken

    def look() -> float:
        number = earlier()
        return took(lambda: screen.pick(f"v{number}"), holds(DRAFT, f"Text {number}."))

    def restore() -> float:
        nonlocal newest
        screen.look_at(earlier())
        newest += 1
        until = f"{holds('.st-key-status', 'Waiting')} && {holds('.st-key-revision', f'Revision {newest} of')}"
        return took(screen.button("Restore this revision").click, until)

    def revise() -> float:
        nonlocal newest
        newest += 1
        screen.feedback.fill("Shorter, please.")
        until = f"!{holds('.st-key-status', 'Waiting')} || {holds('.st-key-revision', f'Revision {newest} of')}"
        return took(screen.button("Revise").click, until)

    return look, restore, revise


def _blank(page: Page, url: str) -> Sample:
    """The blank page says something else after each click."""
    page.goto(url)
    shown, button = page.get_by_test_id("stText"), page.get_by_role("button", name="Click")
    return lambda: timed(page, button.click, f"!{holds('[data-testid=stText]', shown.inner_text())}")


def first_page(run: Run) -> list[Figure]:
    """From the start of a process to a page that can be used, in a browser that has never seen it."""
    browser = run.enter_context(launched(found_browser()))
    blanks = _blank_pages(run)
    sides = [_start(browser, App(run.folder), "Write draft"), *(_start(browser, b, "Click") for b in blanks.values())]
    ours, *references = in_turn(sides, run.of(7, 3, 1))
    what, goal = "process start to usable page", "at most 1.3 times"
    return [Figure(what, "ms", ours, blank, name, goal) for name, blank in zip(blanks, references, strict=True)]


def _start(browser: Browser, app: App, button: str) -> Sample:
    def sample() -> float:
        page = browser.new_page()
        began = time.perf_counter()
        with app:
            page.goto(app.url)
            wait_for(page, usable(button))
            taken = time.perf_counter() - began
            page.close()
        return 1_000 * taken

    return sample


def first_words(run: Run) -> list[Figure]:
    """From a model's first token to the first word on our page, against a loop that reads the same model."""
    model = run.enter_context(in_its_own_process(Model, 20, THINKING_SECONDS))
    app = run.enter_context(App(run.folder, **UNLIMITED, **model.settings()))
    screen = Screen(run.enter_context(launched(found_browser())).new_page(), app.url)
    ask = _asking(screen, "Opening")
    client = ChatOpenAI(
        model=model.settings()["HITL_MODEL"], base_url=model.settings()["OPENAI_BASE_URL"], api_key=lambda: "sk-none"
    )

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
    model = run.enter_context(in_its_own_process(Model, 60)).settings()
    apps = [App(run.folder, **UNLIMITED, **model), script("tutorial_app.py", run.folder / "tutorial", False, **model)]
    crowds: list[list[Asked]] = [[], []]
    with launched(found_browser()) as browser:
        start = in_turn([_start(browser, app, "Write draft") for app in apps], run.of(5, 2, 1))
        urls = [run.enter_context(app).url for app in apps]
        first, whole = (
            in_turn([_asking(Screen(browser.new_page(), url), word) for url in urls], run.of(10, 5, 1))
            for word in ("Opening", "Closing")
        )
    for _ in range(run.of(3, 1, 1)):
        for crowd, url in zip(crowds, urls, strict=True):
            for met in asyncio.run(at_work(url, run.of(20, 20, 2), seconds=1)):
                crowd += met
    sides = {"click to first word": first, "click to whole text": whole}
    for place, what in enumerate(("many at once, click to first word", "many at once, click to whole text"), start=1):
        samples = [[asked[place] for asked in crowd] for crowd in crowds]
        sides |= {what: list(map(spread, samples)), f"{what}, 95th percentile": list(map(slow_end, samples))}
    sides["process start to first page"] = start
    return [
        Figure(what, "ms", ours, theirs, "tutorial's app", "under 1 times") for what, (ours, theirs) in sides.items()
    ]


def crowd(run: Run) -> list[Figure]:
    """As many drafts at a time as sessions, by a model of 20 tokens a second; nobody stops to read.

    If all came at the same moment, they would stay in step: they come within the time of one draft.
    """
    people, seconds, words = run.of(50, 50, 3), run.of(120, 30, 3), run.of(CROWD_WORDS, CROWD_WORDS, 20)
    model = run.enter_context(in_its_own_process(Model, words)).settings()
    app = run.enter_context(App(run.folder, HITL_WORKERS=str(people), **UNLIMITED, **model))
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
    model = run.enter_context(in_its_own_process(Model, 20)).settings()
    app = run.enter_context(App(run.folder, HITL_WORKERS=str(PEOPLE), **model))
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
