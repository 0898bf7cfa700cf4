"""When a visitor on a slow phone sees the page: Largest Contentful Paint.

A browser of this machine with a quarter of its speed, on a "Fast 4G" line, with nothing
kept, against a running installation. Unlike the other parts a time, not a ratio: the
goal (one second) is one, too. Read it on a machine that has nothing else to do.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from bench.timing import told
from e2e.world import World
from tests.browser import find_browser, launch_arguments

ROUNDS = 5
_MOST_MS = 1000
SLOWER = 4
LINE = {
    "offline": False,
    "latency": 150,  # milliseconds there and back
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PHONE = {"width": 390, "height": 844}
_PAINTED = """() => new Promise(found => new PerformanceObserver(
  list => found(list.getEntries().at(-1).startTime)
).observe({type: 'largest-contentful-paint', buffered: true}))"""


def measure() -> list[str]:
    """Median and worst of ``ROUNDS`` first visits to each page, pages being kept."""
    if connection.vendor != "sqlite":
        return ["measured with the demo, which is on SQLite: see there"]
    path = find_browser()
    with tempfile.TemporaryDirectory(prefix="retour-lcp-") as folder:
        world = World(Path(folder))
        try:
            world.start("web")
            urls = {
                f"{brand}, {name}": f"{world.portal_url(brand)}{address}"
                for brand in ("alpenglow", "maison-lune", "kiko")
                for name, address in (("home", "/en/"), ("lookup", "/en/return/"))
            }
            return times(urls, path)
        finally:
            world.close()


def times(urls: dict[str, str], browser_path: str) -> list[str]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path, args=launch_arguments()
        )
        try:
            return [_line(browser, name, url) for name, url in urls.items()]
        finally:
            browser.close()


def _line(browser: Browser, name: str, url: str) -> str:
    _first_visit(browser, url)  # the page is kept from now on
    taken = [_first_visit(browser, url) for _ in range(ROUNDS)]
    middle, worst = statistics.median(taken), max(taken)
    goal = told("≤ 1 s", middle <= _MOST_MS)
    return f"{name:<44}{middle:>6,.0f} ms   worst of {ROUNDS}: {worst:,.0f} ms{goal}"


def _first_visit(browser: Browser, url: str) -> float:
    """Milliseconds from going there to the largest paint."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(url, wait_until="networkidle")
        return float(page.evaluate(_PAINTED))
    finally:
        context.close()
