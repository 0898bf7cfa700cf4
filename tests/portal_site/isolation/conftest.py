"""Two companies, made once for a module: each test begins as they were made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.portal_site.isolation.arguments import (
    Question,
    UnknownArgument,
    questions,
)
from tests.portal_site.isolation.asking import undone
from tests.portal_site.isolation.company import Company, found_company
from tests.portal_site.isolation.routes import Route, routes_below


@dataclass(frozen=True)
class Scene:
    """``questions`` by the route's label; ``unknown`` are routes nobody can fill."""

    mine: Company
    theirs: Company
    root: User
    questions: dict[str, list[Question]]
    unknown: list[str]

    @property
    def everything(self) -> list[Question]:
        return [one for asked in self.questions.values() for one in asked]

    def asking(self, route: Route) -> list[Question]:
        return self.questions[route.label]


@pytest.fixture(scope="module")
def scene_of_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Scene]:
    with django_db_blocker.unblock(), undone():
        scene = _scene()
        # What waits for this commit, which never comes, must not keep others out.
        connection.run_on_commit = []
        with django_db_blocker.block():
            yield scene


@pytest.fixture
def scene(scene_of_module: Scene, db: None) -> Scene:
    return scene_of_module


def session_of(user: User) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _scene() -> Scene:
    mine, theirs = found_company("quokka"), found_company("zebra")
    root = User.objects.create_superuser("root", "root@example.org")
    asked, unknown = {}, []
    for route in routes_below("admin/", "api/"):
        try:
            asked[route.label] = list(questions(route, mine, theirs))
        except UnknownArgument as argument:
            unknown.append(str(argument))
    return Scene(mine, theirs, root, asked, unknown)
