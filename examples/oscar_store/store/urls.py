from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    # A shop on the internet leaves this to its web server or its object storage.
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
]
urlpatterns += i18n_patterns(
    path("dashboard/retour/", apps.get_app_config("retour_shop_oscar_dashboard").urls),
    path("", include(apps.get_app_config("oscar").urls[0])),
)
