"""A real browser for tests: Debian's chromium without a window, its console overheard, and what axe says of a page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE, DESK = 390, 1440
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def launched() -> Iterator:
    """The browser. Where there is none, `tests/conftest.py` leaves out whatever is marked as a journey."""
    assert CHROMIUM, "mark the module as a journey"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def opened(browser, *, width: int = DESK, theme: str = "light", **options):
    """A page in a context of its own; what the console says against us, policy violations too, is in `page.said`."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
        has_touch=width < 600,
        **options,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def said(page) -> list[str]:
    """What the console said, but for a refusal's own status."""
    return [text for text in page.said if "status of 4" not in text and "status of 5" not in text]


def complaints(page) -> list[tuple[str, str, list[str]]]:
    """Everything that axe finds: impact, rule, and where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"runOnly": {"type": "tag", "values": STANDARDS}, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(answer => answer.violations)", options)
    return [(one["impact"], one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


@cache
def _axe() -> str:
    """The script, which the locked package brings along."""
    import axe_playwright_python

    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def overflow(page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth") - page.viewport_size["width"]
