from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    for line in _KNOWN_WARNINGS:
        config.addinivalue_line("filterwarnings", line)


_KNOWN_WARNINGS = (
    # django-oscar 4.2.1's own test factory, with factory_boy 3.3.
    "ignore:RangeFactory._after_postgeneration:DeprecationWarning",
)


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """Oscar's migrations take ten seconds and are not what these tests are about."""
    return False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """On SQLite a file, so that threads and other processes see the same rows."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "store.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _no_search_index() -> None:
    from django.apps import apps

    apps.get_app_config("haystack").signal_processor.teardown()


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # WhiteNoise reads every static file of Oscar again for each test client.
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if "whitenoise" not in name
    ]


@pytest.fixture
def retour(settings: Any) -> Iterator[Any]:
    """A strict Retour on a real socket, and a shop that is set up to talk to it."""
    from retour_shop.testing import FakeRetour

    with FakeRetour() as server:
        settings.RETOUR_URL = server.url
        settings.RETOUR_TOKEN = server.token
        settings.RETOUR_LINK_SECRET = "a secret both know"
        settings.RETOUR_STORE_URL = "https://store.example"
        yield server


@pytest.fixture
def worker(db: None, retour: Any) -> Any:
    from retour_shop.client import RetourClient
    from retour_shop.platforms.oscar.worker import Worker

    client = RetourClient(
        base_url=retour.url, token=retour.token, read_seconds=0.5, total_seconds=2
    )
    yield Worker(client=client)
    client.close()
