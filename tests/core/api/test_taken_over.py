"""A request that was thought dead and is not: whoever took its key over counts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pydantic import BaseModel

from retour_core.accounts.tokens import issue_token
from retour_core.api.idempotency import idempotent_after
from retour_core.api.problems import ApiProblem
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import put
from tests.factories import NOW, make_shop

pytestmark = pytest.mark.django_db


class Told(BaseModel):
    by: str


def _write(request: HttpRequest, by: str) -> tuple[int, Told]:
    put("written", {"by": by})
    return 200, Told(by=by)


class Slow:
    """An endpoint whose first call asks somebody for three minutes; meanwhile its
    caller sends the same again."""

    def __init__(self, clock: Any, *, fails: bool) -> None:
        self.clock, self.fails = clock, fails
        self.token = issue_token(make_shop(), name="plugin")[0]
        self.second: HttpResponse | None = None
        self.is_asking = False
        self.view = idempotent_after(self.ask)(_write)

    def __call__(self) -> HttpResponse:
        request: Any = RequestFactory().post("/", headers={"Idempotency-Key": "k"})
        request.auth = self.token
        answer: HttpResponse = self.view(request)
        return answer

    def ask(self, request: HttpRequest) -> str:  # noqa: ARG002 - the view's
        if self.is_asking:
            return "the second"
        self.is_asking = True
        self.clock.shift(timedelta(minutes=3))
        self.second = self()
        if self.fails:
            raise ApiProblem(503, "away", "Nobody answered.")
        return "the first"


@pytest.mark.parametrize(
    ("fails", "code"), [(False, "idempotency_in_progress"), (True, "away")]
)
def test_the_one_that_took_over_is_the_only_one_that_counts(
    fails: bool, code: str
) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        post = Slow(clock, fails=fails)

        with pytest.raises(ApiProblem) as refused:
            post()
        replayed = post()

    assert refused.value.code == code
    assert [m.payload for m in OutboxMessage.objects.all()] == [{"by": "the second"}]
    assert post.second is not None
    assert replayed.content == post.second.content == b'{"by":"the second"}'
    assert replayed["Idempotent-Replayed"] == "true"
