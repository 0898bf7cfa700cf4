from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import (
    TooManyTokens,
    find_token,
    issue_token,
    revoke_token,
)
from tests.factories import NOW, make_brand, make_shop

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_and_stored_as_a_digest() -> None:
    token, secret = issue_token(make_shop(), name="plugin")

    assert secret.startswith("rk_")
    assert len(secret) == 43
    assert token.hint == secret[:9]
    assert token.scopes == [scope.value for scope in Scope]
    stored = ApiToken.objects.values().get()
    assert secret not in str(stored)
    assert len(stored["digest"]) == 64


def test_a_token_finds_its_shop_and_brand_in_one_query(
    django_assert_num_queries: Any,
) -> None:
    shop = make_shop()
    _, secret = issue_token(shop, name="plugin")
    find_token(secret, now=NOW)

    with django_assert_num_queries(1):
        found = find_token(secret, now=NOW)
        assert found is not None
        assert found.shop.brand == shop.brand


@pytest.mark.parametrize("secret", ["", "rk_", "rk_wrong", "xx", "rk_é", "rk_\udcff"])
def test_what_is_no_token_finds_nothing(secret: str) -> None:
    issue_token(make_shop(), name="plugin")

    assert find_token(secret, now=NOW) is None


def test_a_revoked_token_finds_nothing_at_once_and_for_good() -> None:
    token, secret = issue_token(make_shop(), name="plugin")

    revoke_token(token)
    first = ApiToken.objects.get().revoked_at
    revoke_token(token)

    assert find_token(secret, now=NOW) is None
    assert ApiToken.objects.get().revoked_at == first


def test_two_tokens_at_a_time_so_that_a_shop_can_change_over() -> None:
    shop = make_shop()
    first, _ = issue_token(shop, name="one")
    issue_token(shop, name="two")

    with pytest.raises(TooManyTokens):
        issue_token(shop, name="three")
    revoke_token(first)

    assert issue_token(shop, name="three")
    assert issue_token(make_shop(make_brand("other")), name="its own")


def test_only_the_scopes_asked_for_are_given() -> None:
    token, _ = issue_token(make_shop(), name="x", scopes=[Scope.ORDERS_WRITE])

    assert token.scopes == ["orders:write"]


def test_tokens_outlive_a_change_of_the_secret_key(settings: Any) -> None:
    _, secret = issue_token(make_shop(), name="plugin")

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "y" * 40
    assert find_token(secret, now=NOW) is not None

    settings.SECRET_KEY_FALLBACKS = []
    assert find_token(secret, now=NOW) is None


def test_last_use_is_noted_once_a_minute() -> None:
    _, secret = issue_token(make_shop(), name="plugin")

    for seconds, noted in [(0, 0), (60, 0), (61, 61), (90, 61)]:
        find_token(secret, now=NOW + timedelta(seconds=seconds))
        used = ApiToken.objects.get().last_used_at
        assert used == NOW + timedelta(seconds=noted)
