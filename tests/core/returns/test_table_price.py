"""What returns cost: by the brand's table, frozen on submitting."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from retour_core.domain.money import Money
from retour_core.domain.policies import Decision
from retour_core.domain.return_prices import ReturnPricesInvalid
from retour_core.policies.return_prices import (
    end_prices,
    prices_csv,
    prices_on,
    read_prices,
    save_prices,
    tables_of,
)
from retour_core.returns.actors import CUSTOMER
from retour_core.returns.drafts import choose_method
from retour_core.returns.estimating import expected_refund
from retour_core.returns.models import Return
from retour_core.returns.operations import submit
from tests.factories import (
    NOW,
    grant,
    make_brand,
    make_draft,
    make_order,
    make_return,
    make_shop,
)

pytestmark = pytest.mark.django_db
CSV = "country;from_grams;to_grams;price;currency\nDE;0;;4,95;EUR\n*;0;;12.50;EUR\n"
EARLIER = date(2026, 1, 1)


def paid_by_customer(**fee: Any) -> Any:
    brand = make_brand()
    grant(brand, fee_payer="customer", fee=fee)
    return brand


def fee_of(ret: Return) -> tuple[Any, ...]:
    ret.refresh_from_db()
    return Decision.model_validate(ret.decision).whole.fee.fixed


def test_the_table_says_how_much_where_the_policy_says_who() -> None:
    brand = paid_by_customer()
    save_prices(brand.pk, read_prices(CSV), valid_from=EARLIER)

    ret = make_return(make_order(make_shop(brand)))

    assert fee_of(ret) == (Money(495, "EUR"),)
    lines = list(ret.lines.select_related("order_line"))
    assert expected_refund(ret, lines) == lines[0].refund_minor - 495


def test_a_price_stays_as_it_was_when_the_return_was_sent_off() -> None:
    brand = paid_by_customer()
    save_prices(brand.pk, read_prices(CSV), valid_from=EARLIER)
    ret = make_return(make_order(make_shop(brand)))

    save_prices(brand.pk, read_prices(CSV.replace("4,95", "9.95")), valid_from=EARLIER)

    assert fee_of(ret) == (Money(495, "EUR"),)


@pytest.mark.parametrize(
    "policy",
    [
        {"fee_payer": "merchant"},
        {"fee_payer": "customer", "fee": {"percent": "10"}},
        {
            "fee_payer": "customer",
            "fee": {"per": "item", "fixed": [{"amount": "1.00", "currency": "EUR"}]},
        },
    ],
)
def test_what_the_policy_reckons_otherwise_is_not_charged_twice(policy: Any) -> None:
    brand = make_brand()
    grant(brand, **policy)
    save_prices(brand.pk, read_prices(CSV), valid_from=EARLIER)

    ret = make_return(make_order(make_shop(brand)))

    assert Money(495, "EUR") not in fee_of(ret)


def test_another_brand_s_table_and_one_that_has_not_begun_do_not_count() -> None:
    brand, other = paid_by_customer(), make_brand(slug="lune", name="Lune")
    save_prices(other.pk, read_prices(CSV), valid_from=EARLIER)
    save_prices(brand.pk, read_prices(CSV), valid_from=date(2099, 1, 1))

    assert fee_of(make_return(make_order(make_shop(brand)))) == ()
    assert end_prices(brand.pk, tables_of(other.pk)[0].pk) is False


def test_a_way_back_without_a_label_of_ours_has_no_price_of_the_table() -> None:
    brand = paid_by_customer()
    brand.save()
    save_prices(brand.pk, read_prices(CSV), valid_from=EARLIER)
    draft = make_draft(make_order(make_shop(brand)))
    choose_method(draft, "own_carrier", now=NOW)

    assert fee_of(submit(draft, now=NOW, actor=CUSTOMER)) == ()


def test_what_was_downloaded_can_be_uploaded_again() -> None:
    table = read_prices(CSV)

    assert read_prices(prices_csv(table)) == table
    assert prices_csv(None) == "country,from_grams,to_grams,price,currency\r\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("country,price\nDE,1\n", [(0, "columns")]),
        ("", [(0, "columns")]),
        (CSV.replace("4,95", "free"), [(1, "amount")]),
        (CSV.replace("DE;0", "DE;heavy"), [(1, "weight")]),
        (CSV.replace("EUR", "EURO"), [(1, "amount"), (2, "amount")]),
    ],
)
def test_a_file_is_refused_with_row_and_reason(
    text: str, problems: list[tuple[int, str]]
) -> None:
    with pytest.raises(ReturnPricesInvalid) as caught:
        read_prices(text)

    assert caught.value.context["problems"] == problems


def test_the_newest_table_that_has_begun_counts() -> None:
    brand = make_brand()
    first = save_prices(brand.pk, read_prices(CSV), valid_from=date(2026, 1, 1))
    save_prices(brand.pk, read_prices(CSV), valid_from=date(2026, 3, 1))

    assert prices_on(brand.pk, date(2025, 12, 31)) is None
    assert prices_on(brand.pk, date(2026, 2, 28)) == first
