from __future__ import annotations

from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "store"
    label = "alpenglow_store"
    verbose_name = "Alpenglow Outdoor"
