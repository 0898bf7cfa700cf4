"""What a browser does with a form, without one."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def typed(page: Any) -> dict[str, list[str]]:
    """What the page's big form sends as it stands, by name; no button is pressed."""
    form = BeautifulSoup(page.content, "html.parser").select_one("form.retour-form")
    assert form is not None
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        for value in _values(field):
            sent.setdefault(str(field["name"]), []).append(value)
    return sent


def _values(field: Any) -> list[str]:
    if field.name == "textarea":
        return [field.get_text().removeprefix("\n")]
    if field.name == "select":
        options = field.select("option")
        chosen = [one for one in options if one.has_attr("selected")] or options[:1]
        return [str(one.get("value", one.get_text())) for one in chosen]
    if field.get("type") not in ("checkbox", "radio"):
        return [str(field.get("value", ""))]
    return [str(field.get("value", "on"))] if field.has_attr("checked") else []
