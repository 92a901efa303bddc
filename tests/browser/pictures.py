"""The README's pictures: `python -m tests.browser.pictures [folder]`."""

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, expect

from hitl.domain import Brief, Kind
from tests.browser.app import AT_REST, ROOT, App, Screen, found_browser, launched
from tests.conftest import settled, stop_of

DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
TOPIC = """\
Riverside Library opens on Sundays

From March our doors are open on Sundays from 10 to 4. 1,200 readers asked for it in our survey. \
Volunteers made it possible."""
VIEWS = {
    "history": "Inline",
    "history-sides": "Side by side",
    "history-changes": "Changes only",
    "history-choose": "Choose changes",
    "history-origins": "Origin of each sentence",
}
ON_A_DIFF = ("history", "history-sides", "history-changes")
OTHERS = (
    ("Ben", Kind.NEWSLETTER, "Spring newsletter of the repair café: 212 bicycles mended since January"),
    ("Clara", Kind.PRESS, "Press release on the new tram line: 9 stops, 14 minutes from end to end"),
    ("Ann", Kind.BLOG, "What we learned from moving 3 teams to a four-day week"),
    ("Dilip", Kind.EMAIL, "Invitation to the open day of the workshop on 14 June"),
)


def draw(folder: Path) -> None:
    """Write all pictures into a folder."""
    with TemporaryDirectory() as data, App(Path(data)) as app, launched(found_browser()) as browser:
        _others(app)
        screen = _tab(browser, app)
        screen.open()
        expect(screen.button("Write draft")).to_be_visible()
        _save(screen, folder / "new-draft.png")
        _loop(screen)
        _save(screen, folder / "review.png")
        for name, scheme, viewport in (("review-dark", "dark", DESKTOP), ("review-phone", "light", PHONE)):
            other = _tab(browser, app, "dark" if scheme == "dark" else "light", viewport)
            other.open(thread=screen.thread)
            other.waits(3)
            expect(other.button("See what changed")).to_be_visible()
            _save(other, folder / f"{name}.png")
        _history(screen, folder)
        screen.open("/drafts")
        expect(screen.page.get_by_role("main").get_by_role("link")).to_have_count(len(OTHERS) + 1)
        _save(screen, folder / "drafts.png")
        _audit(screen, folder)


def _history(screen: Screen, folder: Path) -> None:
    """Each view of the first step."""
    screen.button("See what changed").click()
    screen.choose("From", "v1")
    screen.choose("To", "v2")
    expect(screen.diff.locator("del").first).to_be_visible()
    expect(screen.button("Download", exact=True)).to_be_attached()
    for name, view in VIEWS.items():
        screen.pick(view)
        expect(screen.page.get_by_role("radio", name=view)).to_be_checked()
        expect(screen.diff if name in ON_A_DIFF else screen.draft).to_be_visible()
        if view == "Origin of each sentence":
            screen.draft.get_by_role("button").first.click()
            expect(screen.page.get_by_text("Because")).to_be_visible()
        _save(screen, folder / f"{name}.png")


def _audit(screen: Screen, folder: Path) -> None:
    """The review of the other pictures, accepted and verified."""
    screen.link("Riverside Library").click()
    screen.waits(3)
    screen.button("Accept").click()
    screen.shows("Accepted", 3)
    screen.link("Audit").click()
    screen.button("Verify").click()
    expect(screen.page.get_by_text("Nothing was changed")).to_be_visible()
    _save(screen, folder / "audit.png")


def _loop(screen: Screen) -> None:
    screen.name("Ann")
    expect(screen.button("Ann")).to_be_visible()
    screen.begin(TOPIC)
    screen.waits(1)
    screen.revise("Shorter, friendlier tone, keep one metric.", 2)
    screen.revise("Looks good, add CTA.", 3)
    expect(screen.button("See what changed")).to_be_visible()


def _others(app: App) -> None:
    """Reviews of other editors, in different states."""
    with app.desk() as desk:
        ids = [desk.start(Brief(topic, kind), who) for who, kind, topic in OTHERS]
        desk.revise(ids[0], stop_of(desk, ids[0]), "Ben", "Add a call to action.")
        desk.accept(ids[1], stop_of(desk, ids[1]), "Clara", "Agreed with the city.")
        desk.abandon(ids[3], stop_of(desk, ids[3]), "Dilip", "The open day was called off.")
        for review_id in ids:
            settled(desk, review_id)


def _tab(
    browser: Browser, app: App, scheme: Literal["light", "dark"] = "light", viewport: ViewportSize = DESKTOP
) -> Screen:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    return Screen(context.new_page(), app.url)


def _save(screen: Screen, path: Path) -> None:
    """A picture of the window in 256 colours, which are plenty for text and a fraction of the size."""
    screen.page.mouse.move(0, 0)
    screen.page.wait_for_load_state("networkidle")
    expect(screen.page.locator(AT_REST)).to_be_attached()
    picture = Image.open(io.BytesIO(screen.page.screenshot(animations="disabled"))).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    target.mkdir(parents=True, exist_ok=True)
    draw(target)
