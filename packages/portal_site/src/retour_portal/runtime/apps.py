from __future__ import annotations

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    name = "retour_portal.runtime"
    label = "retour_runtime"
