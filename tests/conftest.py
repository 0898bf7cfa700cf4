from __future__ import annotations

import gc
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.databases import Databases
from tests.migrated import MigratedCopy
from tests.processes import Installation

# The same examples on every run and no time limits: a slow machine is no bug.
hypothesis_settings.register_profile("retour", derandomize=True, deadline=None)
hypothesis_settings.load_profile("retour")


# What a test that works with the database has, itself or through a fixture.
USES_DATABASE = {"db", "transactional_db", "databases", "installation"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-with-database",
        action="store_true",
        help="leave out tests without a database: for the second of two databases",
    )


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    # The longest first: one that began last would keep the others waiting.
    items.sort(key=lambda item: not _starts_processes(item))
    if not config.getoption("--only-with-database"):
        return
    idle = [item for item in items if not _uses_database(item)]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if _uses_database(item)]


def pytest_collection_finish() -> None:
    # Modules and tests stay until the end. Looking through them again and again for
    # garbage was a fifth of the whole time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What a test may leave unclosed is found unclosed while its filters hold, not in
    one that comes later."""
    filters = [one for mark in item.iter_markers("filterwarnings") for one in mark.args]
    if any("nclosed" in one or "Unraisable" in one for one in filters):
        gc.collect()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # or libraries in C report what was frozen as leaked


def _starts_processes(item: pytest.Item) -> bool:
    """In databases of their own; those that empty this process's stay the last."""
    marked = item.get_closest_marker("processes") is not None
    return marked and item.get_closest_marker("django_db") is None


def _uses_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & USES_DATABASE)


@pytest.fixture(autouse=True, scope="session")
def _tests_can_end(django_test_environment: None) -> None:
    from tests.final_rows import let_tests_end

    let_tests_end()


@pytest.fixture(autouse=True)
def _english() -> None:
    from django.utils import translation

    translation.activate("en")


@pytest.fixture(autouse=True)
def _no_page_of_another_test() -> None:
    from django.conf import settings
    from django.core.cache import caches

    if "pages" in settings.CACHES:  # a shop has none
        caches["pages"].clear()


@pytest.fixture(scope="session")
def migrated_copy(django_test_environment: None) -> Iterator[MigratedCopy]:
    with MigratedCopy() as copy:
        yield copy


@pytest.fixture(scope="session")
def django_db_setup(
    migrated_copy: MigratedCopy,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """After pytest-django's own of this name, which finds the copy already there."""
    with django_db_blocker.unblock():
        migrated_copy.keep()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None
) -> None:
    """On PostgreSQL the test database begins as the migrated one (Retour's only: a
    shop has other tables)."""
    from django.db import connection

    is_retours = os.environ.get("DJANGO_SETTINGS_MODULE") == "tests.settings"
    if connection.vendor == "postgresql" and is_retours:
        original = request.getfixturevalue("databases").original
        connection.settings_dict["TEST"]["TEMPLATE"] = original


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    own = tmp_path_factory.getbasetemp()
    # xdist's test processes have folders of their own, side by side.
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with Databases(shared / "migrated") as made:
        yield made


@pytest.fixture
def installation(
    databases: Databases, tmp_path: Path
) -> Iterator[Callable[..., Installation]]:
    """Makes a migrated installation with the environment given; ended afterwards."""
    with ExitStack() as stack:

        def make(**env: str) -> Installation:
            folder = tmp_path / uuid.uuid4().hex[:6]
            folder.mkdir()
            url = databases.copy_into(folder)
            return stack.enter_context(Installation(folder, database_url=url, **env))

        yield make
