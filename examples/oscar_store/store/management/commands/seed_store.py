from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand
from django.db import transaction
from oscar.apps.catalogue.categories import create_from_breadcrumbs
from oscar.core.loading import get_model

from store.catalogue_data import CATEGORIES, ITEMS, Item
from store.pictures import product_picture

COUNTRIES = (
    ("CH", "Switzerland"),
    ("DE", "Germany"),
    ("FR", "France"),
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("NL", "Netherlands"),
    ("GB", "United Kingdom"),
    ("US", "United States"),
)
SHIPPING_EVENTS = ("Shipped", "Delivered")
PAYMENT_EVENTS = ("Paid", "Refunded")
OWNER = "owner@store.example"
CUSTOMER = "anna@store.example"
PASSWORD = "retour-demo"  # noqa: S105 - printed by the demo, never used elsewhere
VAT = Decimal("1.19")
CENT = Decimal("0.01")


class Command(BaseCommand):
    help = "Fill the shop with its products, countries, event types and two logins."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            _seed_site()
            _seed_countries()
            _seed_event_types()
            _seed_users()
            new = sum(_seed_item(item) for item in ITEMS)
        self.stdout.write(f"The shop sells {len(ITEMS)} products ({new} new).")


def _seed_site() -> None:
    get_model("sites", "Site").objects.filter(pk=1).update(
        domain="alpenglow.example", name="Alpenglow Outdoor"
    )


def _seed_countries() -> None:
    for order, (code, name) in enumerate(COUNTRIES):
        get_model("address", "Country").objects.update_or_create(
            iso_3166_1_a2=code,
            defaults={
                "printable_name": name,
                "name": name,
                "is_shipping_country": True,
                "display_order": len(COUNTRIES) - order,
            },
        )


def _seed_event_types() -> None:
    for name in SHIPPING_EVENTS:
        get_model("order", "ShippingEventType").objects.get_or_create(name=name)
    for name in PAYMENT_EVENTS:
        get_model("order", "PaymentEventType").objects.get_or_create(name=name)
    get_model("payment", "SourceType").objects.get_or_create(name="Invoice")


def _seed_users() -> None:
    users = get_user_model()
    for email, first_name, is_staff in (
        (OWNER, "Otto", True),
        (CUSTOMER, "Anna", False),
    ):
        if users.objects.filter(email=email).exists():
            continue
        user = users.objects.create_user(
            username=email, email=email, password=PASSWORD, first_name=first_name
        )
        user.is_staff = user.is_superuser = is_staff
        user.save()


def _seed_item(item: Item) -> bool:
    products = get_model("catalogue", "Product")
    if products.objects.filter(title=item.title).exists():
        return False
    product = products.objects.create(
        structure="parent" if item.sizes else "standalone",
        product_class=_product_class(),
        title=item.title,
        upc=item.ean or None,
        description=f"<p>{item.description}</p>",
        is_public=True,
    )
    _describe(product, item)
    product.images.create(
        original=ContentFile(
            product_picture(item.shape, item.colour), f"{item.sku.lower()}.jpg"
        ),
        caption=item.title,
    )
    product.categories.add(_category(item.category))
    if not item.sizes:
        _stock(product, item, item.sku)
    for size, ean in item.sizes:
        child = products.objects.create(
            structure="child",
            parent=product,
            title=f"{item.title}, {size}",
            upc=ean,
            is_public=True,
        )
        child.attr.size = size
        child.save()
        _stock(child, item, f"{item.sku}-{size}")
    return True


def _product_class() -> Any:
    product_class, created = get_model(
        "catalogue", "ProductClass"
    ).objects.get_or_create(
        name="Clothing", defaults={"requires_shipping": True, "track_stock": True}
    )
    if created:
        for code, name, kind in (
            ("weight", "Weight in grams", "integer"),
            ("hs_code", "HS code", "text"),
            ("origin", "Country of origin", "text"),
            ("size", "Size", "text"),
            ("brand", "Brand", "text"),
            ("withdrawal_exemption", "Letter of CRD art. 16", "text"),
        ):
            product_class.attributes.create(code=code, name=name, type=kind)
    return product_class


def _describe(product: Any, item: Item) -> None:
    product.attr.weight = item.weight_grams
    product.attr.hs_code = item.hs_code
    product.attr.origin = item.origin
    product.attr.brand = item.brand
    if item.exemption:
        product.attr.withdrawal_exemption = item.exemption
    product.save()


def _category(name: str) -> Any:
    for wanted in CATEGORIES:
        create_from_breadcrumbs(wanted)
    return get_model("catalogue", "Category").objects.get(name=name)


def _stock(product: Any, item: Item, sku: str) -> None:
    partner, _created = get_model("partner", "Partner").objects.get_or_create(
        code="alpenglow", defaults={"name": "Alpenglow Outdoor"}
    )
    product.stockrecords.create(
        partner=partner,
        partner_sku=sku,
        price_currency="EUR",
        price=(item.price / VAT).quantize(CENT),
        num_in_stock=500,
    )
