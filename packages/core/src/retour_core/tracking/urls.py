from __future__ import annotations

from django.urls import path

from retour_core.tracking.hooks import hook

app_name = "tracking"

urlpatterns = [path("<slug:source>/<slug:account>", hook, name="hook")]
