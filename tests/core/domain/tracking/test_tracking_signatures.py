from __future__ import annotations

import base64
import hashlib
import hmac

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
    "inpost": {"x-inpost-signature": BASE64},
    "shippo": {
        "shippo-auth-signature": "t=1795176000,v1="
        "9a8c365653b8d5b06de64984294ee45bfeee532f1188b26098f240ffae38da4e"
    },
}
AT = "2025-01-08T14:03:55.387Z"


def digest(key: str, signed: bytes) -> bytes:
    return hmac.new(key.encode(), signed, hashlib.sha256).digest()


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_the_published_signature_holds(source: str) -> None:
    assert SIGNINGS[source].holds(GOOD[source], BODY, "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_another_secret_does_not_hold(source: str) -> None:
    assert not SIGNINGS[source].holds(GOOD[source], BODY, "secretkez")


@pytest.mark.parametrize(
    "source",
    [
        *("aftership", "easypost", "generic", "inpost", "sendcloud", "shippo"),
    ],
)
def test_another_body_does_not_hold(source: str) -> None:
    assert not SIGNINGS[source].holds(GOOD[source], BODY + b" ", "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
@pytest.mark.parametrize("given", ["", "é", "Bearer", "hmac-sha256-hex="])
def test_nonsense_does_not_hold(source: str, given: str) -> None:
    header = SIGNINGS[source].header
    assert not SIGNINGS[source].holds({header: given}, BODY, "secretkey", token=given)
    assert not SIGNINGS[source].holds({}, BODY, "secretkey")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_an_empty_secret_never_holds(source: str) -> None:
    signing = SIGNINGS[source]
    for _given, right in signing.proofs({}, BODY, ""):
        assert not signing.holds({signing.header: right}, BODY, "")
    assert not signing.holds({}, BODY, "", token="")


def test_easypost_reads_a_secret_as_the_letters_it_is_made_of() -> None:
    signing = SIGNINGS["easypost"]
    [(_given, signed)] = signing.proofs({}, BODY, "s\u00e9cret")
    assert signing.holds({signing.header: signed}, BODY, "se\u0301cret")


@pytest.mark.parametrize("source", sorted(SIGNINGS))
def test_only_shippo_and_inpost_carry_the_secret_in_the_address(source: str) -> None:
    holds = SIGNINGS[source].holds({}, BODY, "secretkey", token="secretkey")
    assert holds == (source in {"shippo", "inpost"})


def test_shippos_time_is_signed_too() -> None:
    given = GOOD["shippo"]["shippo-auth-signature"]
    later = {"shippo-auth-signature": given.replace("t=1795176000", "t=1795176001")}
    assert not SIGNINGS["shippo"].holds(later, BODY, "secretkey")


def test_inpost_may_sign_the_time_too_or_send_the_secret_in_a_header() -> None:
    signed = base64.b64encode(digest("secretkey", f"{AT}.".encode() + BODY)).decode()
    timed = {"x-inpost-signature": signed, "x-inpost-timestamp": AT}
    holds = SIGNINGS["inpost"].holds
    assert holds(timed, BODY, "secretkey")
    assert not holds({**timed, "x-inpost-timestamp": f"{AT}0"}, BODY, "secretkey")
    assert holds({"authorization": "Bearer secretkey"}, BODY, "secretkey")
