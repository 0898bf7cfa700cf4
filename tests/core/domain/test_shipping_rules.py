from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.shipping_rules import (
    FACTS,
    MAX_CONDITIONS,
    MAX_VALUES,
    OPERATORS,
    Condition,
    FactKind,
    Facts,
    Operator,
    Rule,
    RuleInvalid,
    check_rule,
    describe,
    dump_conditions,
    first_match,
    parse_conditions,
)

ORDER = Facts(
    shop="shop_a",
    country="DE",
    currency="EUR",
    total_minor=20290,
    units=3,
    weight_grams=1200,
    postal_code="10119",
    sales_channel="Web Shop",
    tags=("VIP", "gift"),
    skus=("JACKET-1", "HAT-7"),
    categories=("Outdoor / Jackets", ""),
)


def raw(fact: str, operator: str, *values: str, **more: Any) -> dict[str, Any]:
    return {"fact": fact, "operator": operator, "values": list(values), **more}


def eur(operator: str, *values: str) -> dict[str, Any]:
    return raw("total", operator, *values, currency="EUR")


def holds(*conditions: dict[str, Any], facts: Facts = ORDER) -> bool:
    return Rule(1, "", parse_conditions(list(conditions))).matches(facts)


HOLDING = [
    raw("shop", "is", "shop_a"),
    raw("shop", "in", "shop_b", "shop_a"),
    raw("shop", "is_not", "shop_b"),
    raw("country", "in", "at", "de"),
    raw("country", "not_in", "FR", "AT"),
    raw("currency", "is", "EUR"),
    raw("sales_channel", "is", "web shop"),
    raw("sales_channel", "contains", "SHOP"),
    raw("sales_channel", "starts_with", "web"),
    raw("sales_channel", "not_contains", "market"),
    raw("postal_code", "is", "D-10119"),
    raw("postal_code", "in", "20357", "10 119"),
    raw("postal_code", "starts_with", "10"),
    raw("postal_code", "between", "10", "12"),
    raw("postal_code", "between", "10119", "10119"),
    raw("postal_code", "is_not", "10118"),
    raw("tag", "is", "vip"),
    raw("tag", "contains", "if"),
    raw("tag", "is_not", "sale"),
    raw("tag", "not_in", "sale", "return"),
    raw("sku", "starts_with", "hat"),
    raw("sku", "in", "X", "JACKET-1"),
    raw("category", "contains", "jackets"),
    eur("is", "202.90"),
    eur("greater", "202.89"),
    eur("less", "202.91"),
    eur("between", "202.90", "300"),
    raw("weight_grams", "between", "1200", "1200"),
    raw("weight_grams", "greater", "1199"),
    raw("units", "is", "3"),
]
FAILING = [
    raw("shop", "is_not", "shop_a"),
    raw("country", "is", "FR"),
    raw("country", "not_in", "FR", "DE"),
    raw("sales_channel", "not_contains", "shop"),
    raw("postal_code", "starts_with", "20"),
    raw("postal_code", "between", "101190", "101199"),
    raw("postal_code", "between", "11", "12"),
    raw("postal_code", "is", "1011"),
    raw("tag", "is_not", "VIP"),
    raw("tag", "not_contains", "gif"),
    raw("tag", "is", "VI"),
    raw("sku", "is", "JACKET"),
    eur("greater", "202.90"),
    eur("less", "202.90"),
    raw("total", "greater", "1", currency="USD"),
    raw("weight_grams", "less", "1200"),
    raw("units", "between", "4", "9"),
]


@pytest.mark.parametrize("condition", HOLDING, ids=str)
def test_a_condition_that_fits_holds(condition: dict[str, Any]) -> None:
    assert holds(condition) is True


@pytest.mark.parametrize("condition", FAILING, ids=str)
def test_a_condition_that_does_not_fit_fails(condition: dict[str, Any]) -> None:
    assert holds(condition) is False


def test_every_condition_of_a_rule_must_hold() -> None:
    assert holds(raw("country", "is", "DE"), raw("tag", "is", "vip")) is True
    assert holds(raw("country", "is", "DE"), raw("tag", "is", "sale")) is False


@pytest.mark.parametrize("operator", ["greater", "less", "is"])
def test_an_unknown_weight_fits_nothing(operator: str) -> None:
    facts = Facts(shop="s", country="DE", currency="EUR", total_minor=1, units=1)
    assert holds(raw("weight_grams", operator, "0"), facts=facts) is False


@pytest.mark.parametrize(
    ("country", "code", "condition"),
    [
        ("GB", "sw1a 1aa", raw("postal_code", "starts_with", "SW1A")),
        ("NL", "1234 ab", raw("postal_code", "between", "1200", "1299")),
        ("US", "10119-0001", raw("postal_code", "is", "10119")),
        ("US", "10119", raw("postal_code", "is", "10119-0001")),
        ("DE", "1067", raw("postal_code", "is", "01067")),
        ("FR", "F-75001", raw("postal_code", "starts_with", "75")),
    ],
)
def test_postal_codes_fit_the_way_people_write_them(
    country: str, code: str, condition: dict[str, Any]
) -> None:
    facts = Facts(
        shop="s",
        country=country,
        currency="EUR",
        total_minor=1,
        units=1,
        postal_code=code,
    )
    assert holds(condition, facts=facts) is True


def test_an_order_without_a_postal_code_is_in_no_range() -> None:
    facts = Facts(shop="s", country="HK", currency="HKD", total_minor=1, units=1)
    assert holds(raw("postal_code", "between", "0", "9"), facts=facts) is False
    assert holds(raw("postal_code", "is_not", "1"), facts=facts) is True


def test_the_first_rule_that_matches_decides() -> None:
    def rule(key: int, *conditions: dict[str, Any]) -> Rule:
        return Rule(key, f"rule {key}", parse_conditions(list(conditions)))

    rules = [
        rule(1, raw("country", "is", "FR")),
        rule(2, raw("tag", "is", "vip")),
        rule(3, raw("country", "is", "DE")),
    ]
    found = first_match(rules, ORDER)
    assert found is rules[1]
    assert first_match(rules[:1], ORDER) is None


REFUSED = [
    pytest.param({}, "fact_unknown", id="nothing"),
    pytest.param("country is DE", "malformed", id="text"),
    pytest.param(raw("moon", "is", "full"), "fact_unknown", id="unknown fact"),
    pytest.param(raw(["shop"], "is", "x"), "fact_unknown", id="a list as fact"),  # type: ignore[arg-type]
    pytest.param(raw("country", "like", "DE"), "operator_unknown", id="operator"),
    pytest.param(raw("country", "greater", "DE"), "operator_unfit", id="unfit"),
    pytest.param(raw("total", "contains", "1"), "operator_unfit", id="money contains"),
    pytest.param(raw("country", "is", "Germany"), "not_a_country", id="no code"),
    pytest.param(raw("country", "is", "XX"), "not_a_country", id="no country"),
    pytest.param(raw("currency", "is", "EURO"), "not_a_currency", id="no currency"),
    pytest.param(raw("country", "is"), "value_missing", id="no value"),
    pytest.param(raw("tag", "is", "  "), "value_missing", id="blank"),
    pytest.param(raw("tag", "is", "a", "b"), "one_value", id="two values"),
    pytest.param(raw("tag", "is", "x" * 101), "value_too_long", id="long"),
    pytest.param(raw("tag", "is", "a\x00"), "value_too_long", id="control"),
    pytest.param(
        raw("tag", "in", *map(str, range(MAX_VALUES + 1))),
        "too_many_values",
        id="too many values",
    ),
    pytest.param(raw("tag", "is", "a", weight=1), "malformed", id="more members"),
    pytest.param(
        {"fact": "tag", "operator": "is", "values": [1]}, "values_malformed", id="int"
    ),
    pytest.param(
        {"fact": "tag", "operator": "is", "values": "a"}, "values_malformed", id="str"
    ),
    pytest.param(raw("units", "is", "3.5"), "not_a_number", id="fraction"),
    pytest.param(raw("units", "is", "-1"), "not_a_number", id="negative"),
    pytest.param(raw("total", "is", "5"), "currency_missing", id="no currency given"),
    pytest.param(
        raw("total", "is", "5", currency="ZZZ"), "currency_missing", id="unknown money"
    ),
    pytest.param(raw("tag", "is", "5", currency="EUR"), "currency_unfit", id="unfit c"),
    pytest.param(eur("is", "five"), "not_an_amount", id="no amount"),
    pytest.param(eur("is", "5.001"), "too_many_digits", id="digits"),
    pytest.param(
        raw("total", "is", "5.5", currency="JPY"), "too_many_digits", id="yen"
    ),
    pytest.param(eur("between", "5"), "not_a_range", id="half a range"),
    pytest.param(eur("between", "9", "5"), "range_turned", id="turned"),
    pytest.param(raw("postal_code", "between", "20", "10"), "range_turned", id="turn"),
    pytest.param(raw("postal_code", "between", "1", "10"), "range_lengths", id="len"),
    pytest.param(raw("postal_code", "is", "…"), "not_a_postal_code", id="signs"),
]


@pytest.mark.parametrize(("condition", "code"), REFUSED)
def test_a_condition_that_makes_no_sense_is_refused(condition: Any, code: str) -> None:
    with pytest.raises(RuleInvalid) as refused:
        parse_conditions([raw("country", "is", "DE"), condition])
    [problem] = refused.value.problems
    assert (problem.code, problem.index) == (code, 1)
    assert problem.message.endswith(".")


@pytest.mark.parametrize("value", [None, {}, "x", 3])
def test_conditions_are_a_list(value: Any) -> None:
    with pytest.raises(RuleInvalid) as refused:
        parse_conditions(value)
    assert [p.code for p in refused.value.problems] == ["not_a_list"]


def test_every_bad_condition_is_told_at_once() -> None:
    with pytest.raises(RuleInvalid) as refused:
        parse_conditions([raw("moon", "is", "a"), raw("units", "is", "many")])
    assert [(p.index, p.code) for p in refused.value.problems] == [
        (0, "fact_unknown"),
        (1, "not_a_number"),
    ]


CONTRADICTORY = [
    [raw("country", "is", "DE"), raw("country", "is", "FR")],
    [raw("country", "in", "DE", "AT"), raw("country", "not_in", "AT", "DE")],
    [raw("shop", "is", "a"), raw("shop", "is_not", "a")],
    [raw("tag", "is", "Vip"), raw("tag", "is_not", "vIP")],
    [raw("tag", "contains", "gift"), raw("tag", "not_contains", "if")],
    [raw("sales_channel", "contains", "web"), raw("sales_channel", "is", "store")],
    [raw("postal_code", "is", "10119"), raw("postal_code", "starts_with", "20")],
    [raw("postal_code", "starts_with", "10"), raw("postal_code", "starts_with", "20")],
    [
        raw("postal_code", "between", "10000", "10999"),
        raw("postal_code", "between", "11", "12"),
    ],
    [eur("greater", "50"), eur("less", "50.01")],
    [eur("greater", "50"), raw("total", "less", "100", currency="USD")],
    [eur("greater", "50"), raw("currency", "is", "USD")],
    [raw("units", "is", "1"), raw("units", "greater", "1")],
    [raw("units", "less", "0"), raw("country", "is", "DE")],
]


@pytest.mark.parametrize("conditions", CONTRADICTORY, ids=str)
def test_a_rule_that_can_never_hold_is_refused(conditions: list[Any]) -> None:
    with pytest.raises(RuleInvalid) as refused:
        check_rule(parse_conditions(conditions))
    assert [p.code for p in refused.value.problems] == ["contradiction"]


SENSIBLE = [
    [raw("country", "in", "DE", "AT"), raw("country", "is_not", "AT")],
    [raw("tag", "is", "a"), raw("tag", "is", "b")],
    [raw("tag", "in", "a", "b"), raw("tag", "is_not", "a")],
    [raw("sku", "starts_with", "ab"), raw("sku", "is_not", "ab")],
    [raw("postal_code", "starts_with", "10"), raw("postal_code", "is_not", "10119")],
    [
        raw("postal_code", "between", "10000", "10999"),
        raw("postal_code", "starts_with", "10"),
    ],
    [eur("greater", "50"), eur("less", "50.02")],
    [eur("greater", "50"), raw("currency", "in", "EUR", "USD")],
    [raw("units", "between", "1", "3"), raw("units", "greater", "2")],
]


@pytest.mark.parametrize("conditions", SENSIBLE, ids=str)
def test_a_rule_that_can_hold_is_taken(conditions: list[Any]) -> None:
    check_rule(parse_conditions(conditions))


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ([], "no_conditions"),
        ([raw("tag", "is_not", "a")] * (MAX_CONDITIONS + 1), "too_many_conditions"),
    ],
)
def test_a_rule_has_some_conditions_but_not_too_many(
    conditions: list[Any], code: str
) -> None:
    with pytest.raises(RuleInvalid) as refused:
        check_rule(parse_conditions(conditions))
    assert [p.code for p in refused.value.problems] == [code]


def test_values_become_canonical() -> None:
    [condition] = parse_conditions([raw("country", "in", " de", "DE", "at")])
    assert condition == Condition("country", Operator.IN, ("DE", "AT"))
    [amount] = parse_conditions([raw("total", "is", "050", currency="eur")])
    assert (amount.values, amount.currency) == (("50.00",), "EUR")
    assert amount.minor_values() == (5000,)


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (raw("country", "in", "DE", "AT"), "Country is one of DE, AT"),
        (raw("tag", "not_contains", "x"), "Tag does not contain x"),
        (
            raw("postal_code", "between", "10", "12"),
            "Postal code is between 10 and 12",
        ),
        (eur("greater", "50"), "Order total is greater than 50.00 EUR"),
    ],
)
def test_a_condition_is_read_as_a_sentence(
    condition: dict[str, Any], sentence: str
) -> None:
    [parsed] = parse_conditions([condition])
    assert describe(parsed) == sentence


_VALUES = {
    FactKind.CHOICE: st.sampled_from(["DE", "FR"]),
    FactKind.TEXT: st.text(alphabet="aB-", min_size=1, max_size=3),
    FactKind.TEXTS: st.text(alphabet="aB-", min_size=1, max_size=3),
    FactKind.POSTAL: st.text(alphabet="019", min_size=1, max_size=3),
    FactKind.NUMBER: st.integers(0, 99).map(str),
    FactKind.MONEY: st.integers(0, 9999).map(lambda n: f"{n // 100}.{n % 100:02}"),
}


@st.composite
def raw_conditions(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from(sorted(FACTS.keys() - {"currency"})))
    kind = FACTS[fact]
    operator = draw(st.sampled_from(OPERATORS[kind]))
    least, most = (2, 2) if operator is Operator.BETWEEN else (1, 1)
    if operator in (Operator.IN, Operator.NOT_IN):
        most = 3
    values = draw(st.lists(_VALUES[kind], min_size=least, max_size=most))
    more = {"currency": "EUR"} if kind is FactKind.MONEY else {}
    return raw(fact, operator.value, *values, **more)


@given(st.lists(raw_conditions(), max_size=4), st.data())
def test_what_is_stored_is_read_back_and_what_matches_is_no_contradiction(
    conditions: list[dict[str, Any]], data: st.DataObject
) -> None:
    try:
        parsed = parse_conditions(conditions)
    except RuleInvalid:
        return
    assert parse_conditions(dump_conditions(parsed)) == parsed
    text = st.text(alphabet="aB-", max_size=3)
    facts = Facts(
        shop=data.draw(st.sampled_from(["DE", "FR"])),
        country=data.draw(st.sampled_from(["DE", "FR"])),
        currency="EUR",
        total_minor=data.draw(st.integers(0, 9999)),
        units=data.draw(st.integers(0, 99)),
        weight_grams=data.draw(st.none() | st.integers(0, 99)),
        postal_code=data.draw(st.text(alphabet="019", max_size=5)),
        sales_channel=data.draw(text),
        tags=tuple(data.draw(st.lists(text, max_size=2))),
        skus=tuple(data.draw(st.lists(text, max_size=2))),
        categories=tuple(data.draw(st.lists(text, max_size=2))),
    )
    if parsed and Rule(1, "", parsed).matches(facts):
        check_rule(parsed)
