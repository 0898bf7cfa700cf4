"""The installation's settings, made quick and self-contained for tests."""

from __future__ import annotations

import os

from tests.data_dir import own_data_dir

os.environ["RETOUR_DATA_DIR"] = own_data_dir()
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
