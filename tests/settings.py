"""The installation's settings, made quick and self-contained for tests."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("RETOUR_DATA_DIR", tempfile.mkdtemp(prefix="retour-tests-"))
os.environ.setdefault("RETOUR_SECRET_KEY", "only-for-tests-" + "x" * 40)

from retour_portal.settings import *  # noqa: F403
from retour_portal.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [m for m in MIDDLEWARE if "whitenoise" not in m]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
