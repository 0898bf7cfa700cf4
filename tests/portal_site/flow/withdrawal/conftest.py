from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from retour_core.brands.models import Brand
from retour_core.withdrawals.models import Withdrawal, WithdrawalDraft
from tests.portal_site.flow.walk import Customer

ANNA = {"name": "Anna Berg", "contract": "NW-2001", "email": "anna@example.org"}


class Consumer(Customer):
    """Somebody who withdraws; ``key`` is the draft's, later the withdrawal's, and
    ``proof`` the query that its page was opened with."""

    proof = ""

    def at(self, name: str, *args: str) -> str:
        with translation.override(self.language):
            return reverse(f"withdrawal:{name}", args=args)

    def page(self, name: str) -> Any:
        return self.client.get(f"{self.at(name, self.key)}?{self.proof}")

    def state(self, query: str = "", **typed: Any) -> Any:
        """Step one, as Anna Berg unless ``typed`` says otherwise."""
        response = self.client.post(self.at("start") + query, ANNA | typed)
        if response.status_code == 302:
            self.key = key_in(response)
        return response

    def confirm(self) -> Any:
        return self.client.post(self.at("confirm", self.key))

    def withdraw(self, query: str = "", **typed: Any) -> Withdrawal:
        assert self.state(query, **typed).status_code == 302
        response = self.confirm()
        self.key = key_in(response)
        path, _, self.proof = response["Location"].partition("?")
        assert path == self.at("done", self.key)
        return Withdrawal.objects.get(private_key=self.key)

    def draft(self) -> WithdrawalDraft:
        return WithdrawalDraft.objects.get(private_key=self.key)


def key_in(response: HttpResponse) -> str:
    return response["Location"].split("/")[3]


@pytest.fixture
def consumer(brand: Brand) -> Consumer:
    return Consumer(brand)
