"""Every URL of the APIs, asked by one brand's shop for the other brand's things."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from retour_core.accounts.tokens import issue_token
from tests.core.api.bodies import BODIES, NAMES
from tests.portal_site.isolation.asking import ask
from tests.portal_site.isolation.company import Company
from tests.portal_site.isolation.conftest import Scene
from tests.portal_site.isolation.routes import Route, routes_below

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
API = routes_below("api/")
# A token's row says when it was last used.
USED = {"retour_accounts_apitoken"}
# The company's return was not received.
NOT_YET = [("retour_api:send_back_items rma_number", 409)]
METHODS = ("get", "post", "put", "delete")
# As test_access names what is in a path.
SHORT = {full: short for short, full in NAMES.items()}
# The 404s of each surface; and the company's return has no label yet and crosses no
# customs border.
NO_ANSWER = [
    "retour_api:get_label rma_number",
    "retour_api:get_customs_paper rma_number/paper",
    "retour_api:api-root",
    "api/v1/",
    "api/v2/",
    "api/v3/",
]


def headers_of(company: Company) -> Callable[[Route], dict[str, str]]:
    """How its shop signs in, by the API."""
    token, secret = issue_token(company.house.shop, name="isolation")
    pair = b64encode(f"{token.public_key}:{secret}".encode()).decode()

    def headers(route: Route) -> dict[str, str]:
        known = f"Bearer {secret}" if route.path.startswith("api/v1/") else ""
        return {"Authorization": known or f"Basic {pair}"}

    return headers


def bodies_of(route: Route) -> list[tuple[str, Any]]:
    """Each method with an empty body, and POST with what the API's own tests send."""
    path = "/" + route.path.removeprefix("api/v1/")
    for full, short in SHORT.items():
        path = path.replace(f"{{{full}}}", f"{{{short}}}")
    full = BODIES.get(path)
    return [(method, {}) for method in METHODS] + ([("post", full)] if full else [])


def test_a_shop_receives_or_changes_nothing_of_another_brand(scene: Scene) -> None:
    wrong, headers_of_shop = {}, headers_of(scene.mine)
    for route in API:
        headers = headers_of_shop(route)
        for question in scene.asking(route):
            for method, body in bodies_of(route):
                answer = ask({}, method, question.url, headers, body)
                told = answer.tells(scene.theirs.marker)
                refused = answer.is_refusal or answer.status in (400, 422)
                wrote = answer.wrote - USED
                if told or (question.is_theirs and (wrote or not refused)):
                    wrong[f"{method} {question.url}"] = (answer.status, answer.wrote)
    assert wrong == {}


def test_the_shop_itself_is_answered(scene: Scene) -> None:
    unanswered, headers_of_shop = [], headers_of(scene.theirs)
    for route in API:
        headers = headers_of_shop(route)
        url = scene.asking(route)[0].url
        statuses = {
            ask({}, m, url, headers, body).status for m, body in bodies_of(route)
        }
        if statuses <= {401, 403, 404, 405}:
            unanswered.append(route.label)
    assert unanswered == NO_ANSWER


def test_the_shop_itself_changes_what_the_bodies_are_about(scene: Scene) -> None:
    """Or the refusals would prove nothing."""
    idle, headers_of_shop = [], headers_of(scene.theirs)
    for route in API:
        headers = headers_of_shop(route)
        url = scene.asking(route)[0].url
        for method, body in bodies_of(route):
            if body and scene.asking(route)[0].is_theirs:
                answer = ask({}, method, url, headers, body)
                if answer.status >= 300 or not answer.wrote - USED:
                    idle.append((route.label, answer.status))
    assert idle == NOT_YET
