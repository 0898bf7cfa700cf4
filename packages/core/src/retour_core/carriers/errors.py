from __future__ import annotations

from retour_core.domain.errors import DomainError


class SettingsInvalid(DomainError):
    """The carrier's settings are not complete or not understood.

    ``context["fields"]`` has a plain reason for each field that is wrong.
    """

    code = "carrier_settings_invalid"
