from __future__ import annotations

from django.urls import path

from retour_portal.flow.keys import SEGMENT
from retour_portal.flow.withdrawal import after, model_form, views

app_name = "withdrawal"

_DRAFT, _MADE = f"withdraw/{SEGMENT}", f"w/{SEGMENT}"

urlpatterns = [
    path("withdraw/", views.start, name="start"),
    path("withdraw/form/", model_form.form_page, name="model_form"),
    path(_DRAFT, views.edit, name="edit"),
    path(f"{_DRAFT}confirm/", views.confirm, name="confirm"),
    path(f"{_DRAFT}form/", model_form.draft_form, name="draft_form"),
    path(_MADE, after.done, name="done"),
    path(f"{_MADE}acknowledgement.pdf", after.acknowledgement, name="acknowledgement"),
    path(f"{_MADE}status.json", after.status, name="status"),
]
