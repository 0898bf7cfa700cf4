from __future__ import annotations

from retour_core.domain.errors import DomainError


class SettingsInvalid(DomainError):
    """The carrier's settings are not complete or not understood.

    ``context["fields"]`` has pydantic's kind of error for each field that is wrong,
    such as “missing”, never the value: it may be a secret.
    """

    code = "carrier_settings_invalid"
