"""Every URL of the APIs, asked by one brand's shop for the other brand's things."""

from __future__ import annotations

from base64 import b64encode

import pytest

from retour_core.accounts.tokens import issue_token
from tests.portal_site.isolation.arguments import questions
from tests.portal_site.isolation.asking import ask, undone
from tests.portal_site.isolation.company import Company, found_company
from tests.portal_site.isolation.routes import Route, routes_below

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
API = routes_below("api/")
METHODS = ("get", "post", "put", "delete")
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


@pytest.fixture
def mine(db: None) -> Company:
    return found_company("quokka")


@pytest.fixture
def theirs(db: None) -> Company:
    return found_company("zebra")


def headers_of(company: Company, route: Route) -> dict[str, str]:
    token, secret = issue_token(company.house.shop, name="isolation")
    if route.path.startswith("api/v1/"):
        return {"Authorization": f"Bearer {secret}"}
    pair = b64encode(f"{token.public_key}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def test_a_shop_receives_or_changes_nothing_of_another_brand(
    mine: Company, theirs: Company
) -> None:
    wrong = {}
    for route in API:
        with undone():
            headers = headers_of(mine, route)
            for question in questions(route, mine, theirs):
                for method in METHODS:
                    answer = ask({}, method, question.url, headers)
                    told = theirs.marker in answer.text
                    refused = answer.is_refusal or answer.status in (400, 422)
                    if told or (question.is_theirs and not refused):
                        wrong[f"{method} {question.url}"] = answer.status
    assert wrong == {}


def test_the_shop_itself_is_answered(mine: Company, theirs: Company) -> None:
    unanswered = []
    for route in API:
        with undone():
            headers = headers_of(theirs, route)
            question = next(questions(route, mine, theirs))
            statuses = {ask({}, m, question.url, headers).status for m in METHODS}
        if statuses <= {401, 403, 404, 405}:
            unanswered.append(route.label)
    assert unanswered == NO_ANSWER
