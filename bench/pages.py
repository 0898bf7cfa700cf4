"""The portal's home page against the plainest page Wagtail can serve.

Wagtail's goes through the middleware of a new Wagtail project, not through ours, which
finds a site in less time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.template import Engine
from django.test import RequestFactory, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse
from wagtail.models import Page, Site

from bench.timing import CoreClock, line, rate, told
from retour_portal.demo.content import seed_portals
from retour_portal.flow import urls as flow_urls

COUNT = 40
_TIMES_AS_FAST, _MOST_CORE_TIME = 8, 1.5
Ask = Callable[[str], None]
HOST = "alpenglow.localhost"
WAGTAILS_OWN = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
]


def measure() -> list[str]:
    """Rates for pages that are kept, and core time for those that are not yet."""
    seed_portals(80)
    with _as_installed():
        return _measured()


@contextmanager
def _as_installed() -> Iterator[None]:
    """Without the signal that every template sends in a test."""
    teardown_test_environment()
    try:
        with override_settings(ALLOWED_HOSTS=[HOST]):
            yield
    finally:
        setup_test_environment()


def _measured() -> list[str]:
    ask = _server()
    with override_settings(MIDDLEWARE=WAGTAILS_OWN):
        wagtail = _server()
    plain = _plain_page(wagtail)
    pages = {
        "portal home page": "/en/",
        "order lookup": reverse(f"{flow_urls.app_name}:lookup"),
    }
    kept = [_kept(name, _served(ask, path), plain.rate) for name, path in pages.items()]
    fresh = [
        _fresh(name, _core_seconds(ask, path), plain.seconds)
        for name, path in pages.items()
    ]
    against = line("Wagtail's plain page", plain.rate, plain.rate, "plain page")
    return [against, *kept, *fresh]


def _kept(name: str, served: float, plain: float) -> str:
    goal = told(f"≥ {_TIMES_AS_FAST} ×", served >= _TIMES_AS_FAST * plain)
    return f"{line(name, served, plain, 'plain page')}{goal}"


def _fresh(name: str, seconds: float, plain: float) -> str:
    goal = told(f"≤ {_MOST_CORE_TIME} ×", seconds <= _MOST_CORE_TIME * plain)
    return (
        f"{name + ', not kept yet':<44}{1000 * seconds:>9.1f} ms "
        f"{seconds / plain:6.2f} × plain page’s core time{goal}"
    )


@dataclass(frozen=True)
class _Plain:
    rate: float
    seconds: float


def _core_seconds(ask: Ask, path: str) -> float:
    """Of one core for a page that nobody has asked for since the last change."""
    clock, best = CoreClock(), float("inf")
    for _ in range(3):
        spent = 0.0
        for _ in range(COUNT):
            _forget_pages()
            begun = clock()
            ask(path)
            spent += clock() - begun
        best = min(best, spent / COUNT)
    return best


def _forget_pages() -> None:
    """The pages, not the parts that a page shares with those shown before."""
    cache: Any = caches["pages"]
    for key in [key for key in cache._cache if ":page." in key]:
        del cache._cache[key]
        del cache._expire_info[key]


def _served(ask: Ask, path: str) -> float:
    ask(path)
    return rate(lambda: [ask(path) for _ in range(COUNT)], COUNT)


def _server() -> Ask:
    """Asks as a WSGI server does: a test client copies the context of each template."""
    application = WSGIHandler()

    def ask(path: str) -> None:
        answered: list[str] = []
        environ = RequestFactory().generic("GET", path, headers={"host": HOST}).environ
        response = application(
            environ, lambda status, _headers: answered.append(status)
        )
        b"".join(response)
        response.close()
        if answered != ["200 OK"]:
            raise RuntimeError(f"{path} answered {answered}")

    return ask


def _plain_page(ask: Ask) -> _Plain:
    """A bare ``wagtail.Page`` with a two-line template, on the same site."""
    Engine.get_default().dirs.append(str(Path(__file__).parent / "templates"))
    home = Site.objects.get(hostname=HOST).root_page
    page = home.add_child(instance=Page(title="Plain", slug="plain"))
    Page.template, before = "bench/plain.html", Page.template
    try:
        path = page.get_url(None).split(HOST, 1)[-1]
        return _Plain(_served(ask, path), _core_seconds(ask, path))
    finally:
        Page.template = before
