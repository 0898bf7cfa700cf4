from __future__ import annotations

from django.urls import path

from retour_core.payments.hooks import hook

app_name = "payments_hooks"

urlpatterns = [path("<uuid:public_id>", hook, name="hook")]
