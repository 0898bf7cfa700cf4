from __future__ import annotations

import pytest

from retour_core.domain.tracking.signatures import SIGNINGS

BODY = b'{"key": "value"}'
# Sendcloud's own example; the others are the same digest as their documents write it.
HEX = "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a"
BASE64 = "Hu1LPUH0ZTrGT9VvG/HL/TSeRILLwR3/cTS9k+XaSwo="
GOOD = {
    "sendcloud": {"sendcloud-signature": HEX},
    "generic": {"retour-signature": HEX},
    "easypost": {"x-hmac-signature": f"hmac-sha256-hex={HEX}"},
    "aftership": {"aftership-hmac-sha256": BASE64},
    "dhl": {"authorization": "Bearer secretkey"},
    "inpost": {"authorization": "Bearer secretkey"},
    "shippo": {"authorization": "Bearer secretkey"},
}


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_the_published_signature_holds(source: str) -> None:
    assert SIGNINGS[source].holds(GOOD[source], BODY, "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_another_secret_does_not_hold(source: str) -> None:
    assert not SIGNINGS[source].holds(GOOD[source], BODY, "secretkez")


@pytest.mark.parametrize("source", ["aftership", "easypost", "generic", "sendcloud"])
def test_another_body_does_not_hold(source: str) -> None:
    assert not SIGNINGS[source].holds(GOOD[source], BODY + b" ", "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
@pytest.mark.parametrize("given", ["", "é", "Bearer", "hmac-sha256-hex="])
def test_nonsense_does_not_hold(source: str, given: str) -> None:
    header = SIGNINGS[source].header
    assert not SIGNINGS[source].holds({header: given}, BODY, "secretkey")
    assert not SIGNINGS[source].holds({}, BODY, "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_an_empty_secret_never_holds(source: str) -> None:
    signing = SIGNINGS[source]
    right = signing.expected(BODY, "")
    assert not signing.holds({signing.header: right}, BODY, "")


def test_easypost_reads_a_secret_as_the_letters_it_is_made_of() -> None:
    signing = SIGNINGS["easypost"]
    signed = signing.expected(BODY, "s\u00e9cret")
    assert signing.holds({signing.header: signed}, BODY, "se\u0301cret")
