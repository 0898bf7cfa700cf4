from __future__ import annotations

import pytest
from hypothesis import settings as hypothesis_settings

# The same examples on every run and no time limits: a slow machine is no bug.
hypothesis_settings.register_profile("retour", derandomize=True, deadline=None)
hypothesis_settings.load_profile("retour")


@pytest.fixture(autouse=True)
def _english() -> None:
    from django.utils import translation

    translation.activate("en")
