from __future__ import annotations

from datetime import timedelta

import pytest

from retour_core.accounts.models import ApiToken, Scope
from retour_core.accounts.tokens import (
    TokenMadeAlready,
    TokenRevoked,
    TooManyTokens,
    find_token,
    is_idle,
    issue_token,
    newest_token,
    revoke_token,
    rotate_token,
    successor_of,
)
from tests.factories import NOW, make_shop

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _live() -> list[ApiToken]:
    return list(ApiToken.objects.filter(revoked_at=None).order_by("pk"))


def test_a_token_is_rotated_without_a_gap() -> None:
    old, old_secret = issue_token(
        make_shop(), name="plugin", scopes=[Scope.ORDERS_WRITE]
    )
    new, new_secret = rotate_token(old)

    assert (new.name, new.scopes) == ("plugin", ["orders:write"])
    assert new.public_key != old.public_key
    assert find_token(old_secret, now=NOW) == old
    assert find_token(new_secret, now=NOW) == new
    revoke_token(old)
    assert find_token(old_secret, now=NOW) is None
    assert find_token(new_secret, now=NOW) == new


def test_a_token_is_idle_once_only_its_successor_is_used() -> None:
    old, old_secret = issue_token(make_shop(), name="plugin")
    new, new_secret = rotate_token(old)

    def idle() -> bool:
        first, second = _live()
        return is_idle(first, second)

    assert successor_of(old, _live()) == new
    assert successor_of(new, _live()) is None
    find_token(old_secret, now=NOW)
    assert not idle()
    find_token(new_secret, now=NOW + timedelta(seconds=59))
    assert not idle()
    find_token(new_secret, now=NOW + HOUR)
    assert idle()
    find_token(old_secret, now=NOW + HOUR)
    assert not idle()


def test_two_tokens_of_different_names_are_not_a_rotation() -> None:
    shop = make_shop()
    old, _ = issue_token(shop, name="production")
    issue_token(shop, name="staging")

    assert successor_of(old, _live()) is None


def test_a_third_token_does_not_come_by_rotating() -> None:
    old, _ = issue_token(make_shop(), name="plugin")
    rotate_token(old)

    with pytest.raises(TooManyTokens):
        rotate_token(old)


def test_a_revoked_token_is_not_rotated() -> None:
    old, _ = issue_token(make_shop(), name="plugin")
    revoke_token(old)

    with pytest.raises(TokenRevoked):
        rotate_token(old)


def test_a_page_that_is_sent_twice_makes_one_token() -> None:
    shop = make_shop()
    assert newest_token(shop) == 0
    first, _ = issue_token(shop, name="plugin", newest=0)
    assert newest_token(shop) == first.pk

    with pytest.raises(TokenMadeAlready):
        issue_token(shop, name="plugin", newest=0)
    second, _ = rotate_token(first, newest=first.pk)
    revoke_token(first)
    with pytest.raises(TokenMadeAlready):
        rotate_token(second, newest=first.pk)

    assert _live() == [second]
