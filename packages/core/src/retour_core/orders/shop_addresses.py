"""One way of writing a shop's address, so that one shop is not taken for two."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from retour_core.domain.errors import DomainError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 200


class ShopAddressInvalid(DomainError):
    """This is no address of a shop; write it like https://shop.example."""

    code = "shop_address_invalid"


def tidy_address(text: str) -> str:
    """The address as it is kept: ``https://shop.example/path``, nothing after it.

    Scheme and host are lower case, international hosts in their ASCII form; a port
    that goes without saying, trailing slashes, query and fragment are dropped. An
    empty text stays empty. Raises ``ShopAddressInvalid``.
    """
    text = text.strip()
    if not text:
        return ""
    parts = _parts(text if "://" in text else f"https://{text}")
    tidied = f"{parts.scheme}://{_host(parts)}{_path(parts)}"
    if len(tidied) > _LONGEST:
        raise ShopAddressInvalid
    return tidied


def same_shop_key(address: str) -> str:
    """Equal for two addresses that are surely one shop's, however they are reached.

    ``http`` and ``https``, and a host with and without ``www.``, are one shop;
    another port or path may be another. Raises ``ShopAddressInvalid``.
    """
    tidied = tidy_address(address)
    parts = urlsplit(tidied)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.casefold()}"


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise ShopAddressInvalid from error
    has_user = parts.username is not None or parts.password is not None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or has_user:
        raise ShopAddressInvalid
    return parts


def _host(parts: SplitResult) -> str:
    name = (parts.hostname or "").rstrip(".")
    try:
        host = f"[{name}]" if ":" in name else name.encode("idna").decode()
    except UnicodeError as error:
        raise ShopAddressInvalid from error
    if not host or any(sign.isspace() for sign in host):
        raise ShopAddressInvalid
    if parts.port in (None, _DEFAULT_PORTS[parts.scheme]):
        return host
    return f"{host}:{parts.port}"


def _path(parts: SplitResult) -> str:
    steps = [step for step in parts.path.split("/") if step]
    return "".join(f"/{step}" for step in steps)
