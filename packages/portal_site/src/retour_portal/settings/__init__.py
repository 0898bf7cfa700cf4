"""Settings of a Retour installation, chosen by environment variables (DESIGN §12)."""

from __future__ import annotations

import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

import retour_core
from retour_core.accounts.zones import timezone_names
from retour_portal.settings import env, parts
from retour_portal.settings.celery import broker_options
from retour_portal.settings.databases import database
from retour_portal.settings.encryption import encryption_keys
from retour_portal.settings.hosts import dns_servers, public_addresses, public_host
from retour_portal.settings.languages import STAFF_LANGUAGES, portal_languages
from retour_portal.settings.mail import dkim_records, mail, spf_host
from retour_portal.settings.schedule import SCHEDULE

env.refuse_unknown()

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("RETOUR_DATA_DIR", "var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.flag("RETOUR_DEBUG", default=False)
DEV_PAGES = env.flag("RETOUR_DEV_PAGES", default=False)


def _secret_key() -> str:
    """The configured key, or one made once and kept beside the data."""
    configured = env.text("RETOUR_SECRET_KEY")
    if configured:
        if len(configured) < 32:
            raise ImproperlyConfigured("RETOUR_SECRET_KEY needs 32 characters or more.")
        return configured
    file = DATA_DIR / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return file.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.words("RETOUR_SECRET_KEY_FALLBACKS")
RETOUR_ENCRYPTION_KEYS = encryption_keys(
    env.words("RETOUR_ENCRYPTION_KEYS"), [SECRET_KEY, *SECRET_KEY_FALLBACKS]
)
# Brand hosts come and go in the CMS; a host without a Site gets a neutral 404. No
# link in a mail is made of a request's host: see docs/domains.md.
ALLOWED_HOSTS = env.words("RETOUR_ALLOWED_HOSTS") or ["*"]
PUBLIC_URL = env.text("RETOUR_PUBLIC_URL", "http://localhost:8100").rstrip("/")
RETOUR_PUBLIC_HOST = public_host(env.text("RETOUR_PUBLIC_HOST"), PUBLIC_URL)
RETOUR_OWN_HOSTS = [public_host("", PUBLIC_URL)]
RETOUR_PUBLIC_ADDRESSES = public_addresses(env.words("RETOUR_PUBLIC_ADDRESSES"))
RETOUR_DNS_SERVERS = dns_servers(env.words("RETOUR_DNS_SERVERS"))

INSTALLED_APPS = parts.INSTALLED_APPS
MIDDLEWARE = parts.MIDDLEWARE
ROOT_URLCONF = "retour_portal.urls"
WSGI_APPLICATION = "retour_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "retour_portal.theming.context.brand",
            ]
        },
    }
]

DATABASES = {"default": database(env.text("DATABASE_URL"), DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "retour_cache",
        # Guessing many order numbers must not push out what counts the guesses.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # A process keeps its own; a row in the database says which are still good.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # Wagtail writes each rendition it used back to this cache, on every request.
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 60,
    },
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": "/media/"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "private",
            "base_url": None,
            "allow_overwrite": True,
        },
    },
    "staticfiles": {
        "BACKEND": "retour_portal.runtime.static_files.BundlingStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
LOCALE_PATHS = [
    PACKAGE / "locale",
    PACKAGE / "formats" / "locale",
    Path(retour_core.__file__).resolve().parent / "locale",
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
# Customers may come to read more languages than staff.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = portal_languages()
WAGTAILADMIN_PERMITTED_LANGUAGES = STAFF_LANGUAGES
# Read when somebody opens their own settings, not whenever a process starts.
WAGTAIL_USER_TIME_ZONES = SimpleLazyObject(timezone_names)
WAGTAIL_I18N_ENABLED = True
FORMAT_MODULE_PATH = ["retour_portal.formats"]

CELERY_BROKER_URL = env.text("RETOUR_BROKER_URL", "filesystem://")
CELERY_BROKER_TRANSPORT_OPTIONS = broker_options(CELERY_BROKER_URL, DATA_DIR)
CELERY_TASK_DEFAULT_QUEUE_TYPE = (
    "quorum" if CELERY_BROKER_URL.startswith("amqp") else "classic"
)
CELERY_TASK_DEFAULT_QUEUE = "retour"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
# A message is handed out again when its lease ends: its task must be over by then,
# also if it waited half of the lease in the broker (retour_core.outbox.tasks).
RETOUR_OUTBOX_LEASE_SECONDS = env.number("RETOUR_OUTBOX_LEASE_SECONDS", 130, least=10)
CELERY_TASK_TIME_LIMIT = RETOUR_OUTBOX_LEASE_SECONDS // 2
CELERY_TASK_SOFT_TIME_LIMIT = CELERY_TASK_TIME_LIMIT * 0.8
CELERY_WORKER_PREFETCH_MULTIPLIER = 4 if CELERY_BROKER_URL == "filesystem://" else 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = CELERY_BROKER_URL != "filesystem://"
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {**SCHEDULE}
# Moves every parcel as a carrier would, a step each so many seconds; 0 is never.
RETOUR_SIMULATED_SCAN_SECONDS = env.number("RETOUR_SIMULATED_SCAN_SECONDS", 0, least=0)
if RETOUR_SIMULATED_SCAN_SECONDS:
    CELERY_BEAT_SCHEDULE["simulate-carrier"] = {
        "task": "retour_core.tracking.tasks.simulate",
        "schedule": 3.0,
        "options": {"expires": 10},
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

locals().update(mail(env.text("RETOUR_EMAIL_URL"), DATA_DIR))
# Text messages are off unless a class is named; FileSmsSender writes them to files.
RETOUR_SMS_SENDER = env.text("RETOUR_SMS_SENDER")
RETOUR_SMS_FOLDER = DATA_DIR / "sms"
# What brands publish before mails come from their own addresses.
RETOUR_EMAIL_SPF = spf_host(env.text("RETOUR_EMAIL_SPF"))
RETOUR_EMAIL_DKIM = dkim_records(env.words("RETOUR_EMAIL_DKIM"))
DEFAULT_FROM_EMAIL = env.text("RETOUR_EMAIL_FROM", "returns@localhost")

# Where mails to staff lead.
RETOUR_STAFF_PAGES = {
    "return": f"{PUBLIC_URL}/admin/returns/inspect/{{pk}}/",
    "withdrawal": f"{PUBLIC_URL}/admin/withdrawals/inspect/{{pk}}/",
    "carrier": f"{PUBLIC_URL}/admin/carriers/inspect/{{pk}}/",
}

TRUSTED_PROXIES = env.words("RETOUR_TRUSTED_PROXIES")
HTTPS = env.flag("RETOUR_PORTAL_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SESSION_COOKIE_HTTPONLY = True
# Cookies know no ports: a shop on the same host would log our staff out.
SESSION_COOKIE_NAME = "retour_session"
CSRF_COOKIE_NAME = "retour_csrf"
LANGUAGE_COOKIE_NAME = "retour_language"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONTENT_SECURITY_POLICY = {
    # Wagtail's admin needs inline scripts; it is not the portal and is staff only.
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

WAGTAIL_SITE_NAME = "Retour"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"),
    *("mp4", "webm", "vtt"),
]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "retour_portal.videos.forms.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

RETOUR_CARRIER = env.text("RETOUR_CARRIER", "own")
RETOUR_CARRIER_SANDBOX_URL = env.text("RETOUR_CARRIER_SANDBOX_URL")
RETOUR_KARRIO_URL = env.text("RETOUR_KARRIO_URL")
# By kind, in place of the carrier's own server; for tests.
RETOUR_CARRIER_URLS: dict[str, str] = {}
RETOUR_CARRIER_ANSWER_SECONDS = 20.0
# For which a customer waits at most to read what a label costs.
RETOUR_CARRIER_PRICE_SECONDS = 2.0
# Whoever pays there decides whether it is paid: for demos and trying out.
RETOUR_PAYMENT_SANDBOX = env.flag("RETOUR_PAYMENT_SANDBOX", default=False)

# For development: an address on this machine is told, and need not speak TLS.
RETOUR_WEBHOOKS_TO_LOOPBACK = env.flag("RETOUR_WEBHOOKS_TO_LOOPBACK", default=False)
# A shop on this machine, as the demo's, shows its goods, too.
RETOUR_PICTURES_TO_LOOPBACK = DEV_PAGES

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        # It tells of each table that it makes smaller.
        "fontTools": {"level": "WARNING"},
    },
}
