from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from retour_shop.platforms.oscar.checks import check_order_of_apps, check_url_is_private
from retour_shop.platforms.oscar.conf import retour_settings


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("RETOUR_URL", "", "RETOUR_URL is missing."),
        ("RETOUR_TOKEN", "", "RETOUR_TOKEN is missing."),
        ("RETOUR_LINK_SECRET", None, "RETOUR_LINK_SECRET is missing."),
        ("RETOUR_URL", "retour.example", "RETOUR_URL: this must be an address"),
        ("RETOUR_URL", "ftp://retour.example", "RETOUR_URL: this must be an address"),
        ("RETOUR_URL", "https://a:b@x.example", "without login"),
        ("RETOUR_TOKEN", "two words", "RETOUR_TOKEN: this is not a token"),
        ("RETOUR_TOKEN", "line\nbreak", "RETOUR_TOKEN: this must be one line"),
        ("RETOUR_TOKEN", " padded", "RETOUR_TOKEN: this must be one line"),
        ("RETOUR_SHIPPED_EVENTS", "shipped", "this must be a list of texts"),
        ("RETOUR_ATTRIBUTES", {"colour": "x"}, "this must be a dict with keys out of"),
        ("RETOUR_EXEMPT_CLASSES", {"food": "z"}, "letters from a to m"),
        ("RETOUR_EXEMPT_CLASSES", "food", "letters from a to m"),
        ("RETOUR_TENDER_KINDS", {"paypal": "paypal"}, "with values out of"),
        ("RETOUR_STANDARD_SHIPPING", {"express": 4.9}, "this must be a dict of amoun"),
        ("RETOUR_STANDARD_SHIPPING", {"express": "-1"}, "each amount must be a numb"),
        ("RETOUR_STANDARD_SHIPPING", {"express": "x"}, "RETOUR_STANDARD_SHIPPING"),
        ("RETOUR_BATCH_SIZE", 501, "Retour takes at most 500"),
        ("RETOUR_BATCH_SIZE", 0, "a whole number from 1"),
        ("RETOUR_POLL_SECONDS", -1, "a number of seconds above 0"),
        ("RETOUR_TAX_RATES", ["a lot"], "RETOUR_TAX_RATES"),
        ("RETOUR_TOCKEN", "x", "RETOUR_TOCKEN is not a setting of Retour"),
    ],
)
def test_a_garbled_setting_is_named_at_start(
    settings: Any, name: str, value: Any, message: str
) -> None:
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured, match=message):
        retour_settings()


def test_three_lines_are_enough(settings: Any) -> None:
    settings.RETOUR_URL = "https://retour.example/"
    settings.RETOUR_TOKEN = "rt_live_123"
    settings.RETOUR_LINK_SECRET = "s3cret"

    conf = retour_settings()

    assert conf.url == "https://retour.example"
    assert conf.shipped_events == ("shipped",)
    assert "rt_live_123" not in repr(conf)
    assert "s3cret" not in repr(conf)


def test_an_address_in_the_clear_is_warned_of(settings: Any) -> None:
    settings.RETOUR_URL = "http://retour.example"
    assert [w.id for w in check_url_is_private()] == ["retour_shop.W002"]

    settings.RETOUR_URL = "http://127.0.0.1:8000"
    assert check_url_is_private() == []


def test_the_order_of_apps_is_checked(monkeypatch: Any) -> None:
    from django.apps import apps

    assert check_order_of_apps() == []
    backwards = list(reversed(list(apps.get_app_configs())))
    monkeypatch.setattr(apps, "get_app_configs", lambda: backwards)
    assert [w.id for w in check_order_of_apps()] == ["retour_shop.W001"]
