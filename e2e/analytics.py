"""An administrator names the script that counts a brand's visits, or none."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from e2e import backoffice
from e2e.world import World

BRAND = "kiko"
SCRIPT = "https://stats.example/count.js"


def name_script(page: Page, world: World, script: str) -> None:
    """``page`` is signed in as an administrator; an empty ``script`` asks nobody."""
    page.goto(f"{world.retour_url}/admin/brands/edit/{world.brand_key(BRAND)}/")
    page.get_by_label("Analytics script").fill(script)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages")).to_contain_text(BRAND, ignore_case=True)


def sign_in(page: Page, world: World) -> None:
    backoffice.log_in(page, world.retour_url, "admin")
