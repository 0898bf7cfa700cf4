from __future__ import annotations

from django.urls import path

from retour_portal.consent.views import privacy_choices

app_name = "consent"
urlpatterns = [path("privacy-choices/", privacy_choices, name="choices")]
