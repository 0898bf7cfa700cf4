from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004

from retour_shop.platforms.oscar.conf import retour_settings

_LOCAL = {"localhost", "127.0.0.1", "::1"}


def register_checks() -> None:
    register(check_order_of_apps, Tags.compatibility)
    register(check_url_is_private, Tags.security, deploy=True)


def check_order_of_apps(**kwargs: Any) -> list[CheckMessage]:
    """Django takes the first template of a name; ours must come before Oscar's."""
    names = [config.name for config in apps.get_app_configs()]
    ours = names.index("retour_shop.platforms.oscar")
    before = [name for name in names[:ours] if name.startswith("oscar.")]
    if not before:
        return []
    return [
        Warning(
            f"retour_shop.platforms.oscar comes after {before[0]} in INSTALLED_APPS, "
            "so its “Returns” panels are not shown.",
            hint="Move retour_shop.platforms.oscar above every oscar.* entry.",
            id="retour_shop.W001",
        )
    ]


def check_url_is_private(**kwargs: Any) -> list[CheckMessage]:
    url = urlsplit(retour_settings().url)
    if url.scheme == "https" or url.hostname in _LOCAL:
        return []
    return [
        Warning(
            "RETOUR_URL is not https: the token and your customers' addresses can be "
            "read on the way.",
            hint="Use the https address of Retour.",
            id="retour_shop.W002",
        )
    ]
