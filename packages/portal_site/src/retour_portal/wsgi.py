from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
application = get_wsgi_application()
if settings.TRUSTED_PROXIES:
    # Throttling counts by address: behind a proxy all visitors would be one.
    application = wrap_wsgi_with_proxy_headers(
        application, trusted_hosts=settings.TRUSTED_PROXIES
    )
