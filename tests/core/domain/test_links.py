from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.links import (
    LinkExpired,
    LinkInvalid,
    ReturnLink,
    read_unverified,
    sign_return_link,
    verify_return_link,
)

SECRET = "rl_secret"
LINK = ReturnLink(shop_key="shop_1", order_id="NW-1001", expires_at=2_000_000_000)


def payload_of(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@given(
    order_id=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    expires_at=st.integers(0, 2**40),
)
def test_what_was_signed_is_read_back(order_id: str, expires_at: int) -> None:
    link = ReturnLink("shop_1", order_id, expires_at)

    token = sign_return_link(SECRET, link)

    assert verify_return_link(SECRET, token, now=expires_at) == link
    assert set(token) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    )


def test_a_token_has_stable_bytes_so_that_every_shop_can_make_it() -> None:
    assert sign_return_link(SECRET, LINK) == (
        "v1.eyJzIjoic2hvcF8xIiwibyI6Ik5XLTEwMDEiLCJlIjoyMDAwMDAwMDAwfQ"
        ".U63aCfN1ptwfKaMgDLZlLW50ff60U-fM-vqFps57Xyk"
    )


def test_a_link_is_good_to_its_last_second_and_not_longer() -> None:
    token = sign_return_link(SECRET, LINK)

    assert verify_return_link(SECRET, token, now=LINK.expires_at) == LINK
    with pytest.raises(LinkExpired):
        verify_return_link(SECRET, token, now=LINK.expires_at + 1)


def test_another_shops_secret_is_refused_even_for_an_expired_link() -> None:
    token = sign_return_link("rl_other", LINK)

    with pytest.raises(LinkInvalid):
        verify_return_link(SECRET, token, now=LINK.expires_at + 1)


def test_no_single_changed_character_goes_unnoticed() -> None:
    token = sign_return_link(SECRET, LINK)

    for at, was in enumerate(token):
        other = "A" if was != "A" else "B"
        changed = token[:at] + other + token[at + 1 :]
        with pytest.raises(LinkInvalid):
            verify_return_link(SECRET, changed, now=0)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "v1",
        "v1..",
        "v1.a.b.c",
        "v2." + payload_of({"s": "a", "o": "b", "e": 1}) + ".x",
        "v1." + payload_of([1, 2]) + ".x",
        "v1." + payload_of("text") + ".x",
        "v1." + payload_of(None) + ".x",
        "v1." + payload_of({"s": "a", "o": "b"}) + ".x",
        "v1." + payload_of({"s": 1, "o": "b", "e": 1}) + ".x",
        "v1." + payload_of({"s": "a", "o": ["b"], "e": 1}) + ".x",
        "v1." + payload_of({"s": "a", "o": "b", "e": True}) + ".x",
        "v1." + payload_of({"s": "a", "o": "b", "e": 1.5}) + ".x",
        "v1." + payload_of({"s": "a", "o": "b", "e": "1"}) + ".x",
        "v1." + payload_of({"s": "\ud800", "o": "b", "e": 1}) + ".x",
        "v1." + payload_of({"s": "a\0", "o": "b", "e": 1}) + ".x",
        "v1." + payload_of({"s": "a", "o": "\0", "e": 1}) + ".x",
        "v1." + payload_of(b"\xff\xfe") + ".x",
        "v1." + payload_of(b"[" * 100_000) + ".x",
        "v1.%%%.x",
        "v1.ü.x",
        "v1." + payload_of({"s": "a", "o": "b", "e": 1}) + ".ü",
        "v1." + payload_of({"s": "a", "o": "b", "e": 1}) + ".\ud800",
    ],
)
def test_what_is_no_token_is_refused_and_never_crashes(token: str) -> None:
    with pytest.raises(LinkInvalid):
        read_unverified(token)
    with pytest.raises(LinkInvalid):
        verify_return_link(SECRET, token, now=0)


@given(st.text())
def test_no_text_at_all_is_a_crash(text: str) -> None:
    with pytest.raises(LinkInvalid):
        verify_return_link(SECRET, text, now=0)
