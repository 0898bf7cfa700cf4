from __future__ import annotations

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
TRANSPORT_ALIASES["filesystem"] = "retour_portal.runtime.folder_transport:Transport"
app = Celery("retour")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
