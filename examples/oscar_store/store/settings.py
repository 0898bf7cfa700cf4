"""A small django-oscar shop, set up the way its owner would do it.

Everything that differs between machines comes from the environment; the README
next to this project lists the names.
"""

from __future__ import annotations

import importlib
import os
import warnings
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403 - Oscar's documented way to get its defaults

from retour_shop.platforms.oscar.navigation import RETURNS_MENU

# Whoosh was written for older Pythons and warns while it is compiled. Loading it
# here keeps that out of the shop's log.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    for _module in (
        "index",
        "qparser",
        "highlight",
        "searching",
        "writing",
        "spelling",
    ):
        importlib.import_module(f"whoosh.{_module}")

PROJECT = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("STORE_DATA_DIR", PROJECT.parent / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

try:
    STORE_PORT = int(os.environ.get("STORE_PORT", "8100"))
except ValueError as error:
    raise ImproperlyConfigured("STORE_PORT must be a number, such as 8100.") from error
STORE_URL = os.environ.get("STORE_URL", f"http://127.0.0.1:{STORE_PORT}").rstrip("/")

# A shop on the internet sets its own; this one only signs a demo's cookies.
SECRET_KEY = os.environ.get(
    "STORE_SECRET_KEY", "alpenglow-demo-key-not-for-the-internet"
)
DEBUG = False
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [STORE_URL]
ROOT_URLCONF = "store.urls"
WSGI_APPLICATION = "store.wsgi.application"
SITE_ID = 1

INSTALLED_APPS = [
    "store.apps.StoreConfig",
    # Retour comes before Oscar, so that its panels extend Oscar's templates.
    "retour_shop.platforms.oscar",
    "retour_shop.platforms.oscar.dashboard",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.contrib.flatpages",
    "oscar.config.Shop",
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "store.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "store.shipping.apps.ShippingConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "store.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.order.apps.OrderConfig",
    "oscar.apps.customer.apps.CustomerConfig",
    "oscar.apps.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
    "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
    "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
    "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
    "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
    "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
    "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
    "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
    "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
    "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
    "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
    "oscar.apps.dashboard.shipping.apps.ShippingDashboardConfig",
    "widget_tweaks",
    "haystack",
    "treebeard",
    "sorl.thumbnail",
    "django_tables2",
]

# A forked Oscar app keeps its label and its tables; so Oscar's own migrations fit.
MIGRATION_MODULES = {
    "partner": "oscar.apps.partner.migrations",
    "shipping": "oscar.apps.shipping.migrations",
}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.flatpages.middleware.FlatpageFallbackMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.media",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=60))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "store.sqlite3",
    }


# WAL and IMMEDIATE let the worker write while customers check out; with SQLite's
# defaults about half of such transactions end in "database is locked".
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}

DATABASES = {"default": _database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(_SQLITE_OPTIONS)
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

AUTHENTICATION_BACKENDS = [
    "oscar.apps.customer.auth_backends.EmailBackend",
    "django.contrib.auth.backends.ModelBackend",
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [PROJECT / "locale"]
TIME_ZONE = "Europe/Zurich"
USE_TZ = True

STATIC_URL = "/static/"
# Files come straight from the installed apps: nothing to collect, nothing stale.
# WhiteNoise wants the empty folder all the same.
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(DATA_DIR / "search_index"),
        "INCLUDE_SPELLING": True,
    }
}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.RealtimeSignalProcessor"

OSCAR_SHOP_NAME = "Alpenglow Outdoor"
OSCAR_SHOP_TAGLINE = ""
OSCAR_DEFAULT_CURRENCY = "EUR"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_FROM_EMAIL = "hello@alpenglow.example"
OSCAR_GOOGLE_ANALYTICS_ID = None
OSCAR_INITIAL_ORDER_STATUS = "Pending"
OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_ORDER_STATUS_PIPELINE = {
    "Pending": ("Processing", "Cancelled"),
    "Processing": ("Shipped", "Cancelled"),
    "Shipped": ("Complete",),
    "Complete": (),
    "Cancelled": (),
}
OSCAR_LINE_STATUS_PIPELINE = OSCAR_ORDER_STATUS_PIPELINE
OSCAR_ORDER_STATUS_CASCADE = {
    "Processing": "Processing",
    "Shipped": "Shipped",
    "Complete": "Complete",
    "Cancelled": "Cancelled",
}
# Eight products need no filters.
OSCAR_SEARCH_FACETS = {"fields": {}, "queries": {}}
OSCAR_HIDDEN_FEATURES = ["wishlists", "reviews"]
OSCAR_DASHBOARD_NAVIGATION += [RETURNS_MENU]  # noqa: F405

# The three lines a shop owner copies from Retour's back office. The values below
# only let the store start by itself; the dashboard then says what is wrong.
RETOUR_URL = os.environ.get("RETOUR_URL", "http://127.0.0.1:8000")
RETOUR_TOKEN = os.environ.get("RETOUR_TOKEN", "paste-the-token-from-retour")
RETOUR_LINK_SECRET = os.environ.get(
    "RETOUR_LINK_SECRET", "paste-the-link-secret-from-retour"
)
RETOUR_STORE_URL = STORE_URL
for _name in ("LEASE", "POLL", "RETURNS", "SWEEP"):
    if f"RETOUR_{_name}_SECONDS" in os.environ:
        globals()[f"RETOUR_{_name}_SECONDS"] = os.environ[f"RETOUR_{_name}_SECONDS"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"retour_shop": {"level": "INFO"}},
}
