"""What an order line says about its product, which may be long gone."""

from __future__ import annotations

from typing import Any

from retour_shop.platforms.oscar.conf import EXEMPTIONS, RetourSettings
from retour_shop.platforms.oscar.text import clean


def describe_product(line: Any, conf: RetourSettings, order: Any) -> dict[str, Any]:
    product = line.product
    options = [
        f"{attribute.option.name}: {attribute.value}"
        for attribute in line.attributes.all()
    ]
    if product is None:
        return {"variant": clean(", ".join(options), 255)}
    values = _attributes(product)

    def told(name: str) -> Any:
        return values.get(conf.attributes.get(name, ""))

    return {
        "variant": clean(", ".join([*_child_values(product, conf), *options]), 255),
        "category": _category(product),
        "image_url": absolute(_image_path(product), conf, order),
        "product_url": absolute(_path(product), conf, order),
        "weight_grams": _grams(told("weight_grams")),
        "hs_code": clean(told("hs_code"), 14),
        "origin_country": _country(told("origin_country")),
        "brand": clean(told("brand"), 100),
        "exemption": _letter(told("exemption")) or _class_letter(product, conf),
    }


def absolute(path: str, conf: RetourSettings, order: Any) -> str:
    """Oscar knows paths only; the host is RETOUR_STORE_URL, else the order's site."""
    if not path or path.startswith(("http://", "https://")):
        return path[:500]
    if conf.store_url:
        return (conf.store_url + path)[:500]
    return f"https://{order.site.domain}{path}"[:500] if order.site else ""


def _attributes(product: Any) -> dict[str, Any]:
    """A child's own values over its parent's."""
    values: dict[str, Any] = {}
    for owner in (product.parent, product):
        if owner is not None:
            values.update(
                (value.attribute.code, value.value)
                for value in owner.attribute_values.all()
            )
    return values


def _child_values(product: Any, conf: RetourSettings) -> list[str]:
    if product.parent is None:
        return []
    technical = set(conf.attributes.values())
    return [
        f"{value.attribute.name}: {value.value_as_text}"
        for value in product.attribute_values.all()
        if value.attribute.code not in technical
    ]


def _category(product: Any) -> str:
    owner = product.parent or product
    categories = list(owner.categories.all()) or list(product.categories.all())
    return clean(categories[0].full_name, 255) if categories else ""


def _image_path(product: Any) -> str:
    owners = [product] if product.parent is None else [product, product.parent]
    for owner in owners:
        images = list(owner.images.all())
        if images and images[0].original:
            return str(images[0].original.url)
    return ""


def _path(product: Any) -> str:
    return str(product.get_absolute_url()) if product.is_public else ""


def _grams(value: Any) -> int | None:
    try:
        grams = round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None
    return grams if 0 <= grams <= 10_000_000 else None


def _class_letter(product: Any, conf: RetourSettings) -> str:
    if not conf.exempt_classes:
        return ""
    product_class = product.get_product_class()
    return conf.exempt_classes.get(product_class.slug, "") if product_class else ""


def _letter(value: Any) -> str:
    letter = clean(value, 2).lower()
    return letter if len(letter) == 1 and letter in EXEMPTIONS else ""


def _country(value: Any) -> str | None:
    code = clean(value, 3)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
