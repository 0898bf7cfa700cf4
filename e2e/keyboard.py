"""Walking a page with the Tab key alone, as somebody does who has no mouse."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

_MOST_STOPS = 80
_AROUND = 8
# The label stands for a control that is drawn by its label.
_STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const x = box.x + box.width / 2, y = box.y + box.height / 2;
  const above = document.elementFromPoint(x, y);
  const label = element.labels && element.labels[0];
  return {
    html: element.outerHTML.slice(0, 120),
    box: {x: box.x, y: box.y, width: box.width, height: box.height},
    covered: !above || !(element.contains(above) || above.contains(element)
      || (label && label.contains(above))),
  };
}"""

# Of buttons that exclude each other, the Tab key stops at the chosen one or the first.
_CONTROLS = """() => {
  const isFirst = radio => {
    const group = [...document.getElementsByName(radio.name)];
    return radio === (group.find(one => one.checked) || group[0]);
  };
  window.controls = [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => !one.disabled && one.type !== 'hidden' && one.checkVisibility(
      {contentVisibilityAuto: true, visibilityProperty: true}))
    .filter(one => one.type !== 'radio' || isFirst(one));
  return window.controls.map(one => one.outerHTML.slice(0, 120));
}"""
_SHOWN = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const around = [focused, focused.parentElement, ...(focused.labels || [])];
  const drawn = () => around.flatMap(one => [null, '::before', '::after'].map(part => {
    const style = getComputedStyle(one, part);
    return [style.outline, style.boxShadow, style.border, style.background,
      style.clipPath, style.position].join();
  })).join();
  const now = drawn();
  focused.blur();
  const before = drawn();
  focused.focus({preventScroll: true});
  return [window.controls.indexOf(focused), now !== before];
}"""


def walk(page: Page) -> None:
    """The Tab key stops at each control once, as they follow each other, and each shows
    that it has the focus; quicker than ``stops``, which looks at the picture."""
    page.emulate_media(reduced_motion="reduce")
    controls: list[str] = page.evaluate(_CONTROLS)
    met: list[int] = []
    for _press in range(len(controls) + 1):
        page.keyboard.press("Tab")
        stop = page.evaluate(_SHOWN)
        if stop is None or stop[0] in met:
            break
        index, shows = stop
        met.append(index)
        assert shows, f"{page.url}: no focus shows on {controls[index]}"
    missed = [html for index, html in enumerate(controls) if index not in met]
    assert missed == [], f"{page.url}: not reached: {missed}"
    assert met == sorted(met), f"{page.url}: stops in another order: {met}"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus; fails if it cannot be reached."""
    for _press in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached by keyboard on {page.url}")


def stops(page: Page) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page, each with ``visible``.

    ``visible``: whether anything around the control looks different with the focus.
    """
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    found: list[dict[str, Any]] = []
    for _press in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None or stop["html"] in [one["html"] for one in found[:1]]:
            return found
        stop["visible"] = _focus_shows(page, stop["box"])
        found.append(stop)
    raise AssertionError(f"the Tab key is caught on {page.url}")


def _focus_shows(page: Page, box: dict[str, float]) -> bool:
    size: Any = page.viewport_size
    x, y = max(0.0, box["x"] - _AROUND), max(0.0, box["y"] - _AROUND)
    clip: Any = {
        "x": x,
        "y": y,
        "width": max(1.0, min(size["width"] - x, box["width"] + 2 * _AROUND)),
        "height": max(1.0, min(size["height"] - y, box["height"] + 2 * _AROUND)),
    }
    focused = page.screenshot(clip=clip)
    page.evaluate("() => { window.left = document.activeElement; window.left.blur(); }")
    blurred = page.screenshot(clip=clip)
    page.evaluate("() => window.left.focus({preventScroll: true})")
    return focused != blurred
