"""What holds of any rules, whatever they say."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.policies import (
    FACTS,
    OPERATORS,
    OUTCOMES,
    SENTENCES,
    Approval,
    Audience,
    Decision,
    Facts,
    ItemFacts,
    Payer,
    Policy,
    RequestKind,
    Resolution,
    Rule,
    Slot,
    decide,
    dump_rule,
    explain,
    parse_conditions,
    parse_rule,
    render,
)
from retour_core.domain.policies.facts import known_of_item, known_of_return
from retour_core.domain.policies.vocabulary import VOCABULARY
from retour_core.domain.predicates import (
    FactKind,
    RuleInvalid,
    check_conditions,
    known_test,
)
from tests.core.domain.policies.building import cond, fixed, windows

TAGS = ["a", "b", "c"]
CONDITIONS = st.one_of(
    st.builds(
        lambda op, tag: cond("item_tag", op, tag),
        st.sampled_from(["is", "is_not"]),
        st.sampled_from(TAGS),
    ),
    st.builds(
        lambda op, country: cond("country", op, country),
        st.sampled_from(["is", "is_not"]),
        st.sampled_from(["DE", "US"]),
    ),
    st.builds(
        lambda op, days: cond("days_since_anchor", op, str(days)),
        st.sampled_from(["greater", "at_most"]),
        st.integers(0, 40),
    ),
    st.builds(
        lambda kind: cond("request_kind", "is_not", kind),
        st.sampled_from(list(RequestKind)),
    ),
)
TEXT = st.just({"en": "Words."})
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "returnable": st.just(value=True),
    "not_returnable": TEXT,
    "window_days": st.integers(0, 60) | st.just("unlimited"),
    "extend_window_days": st.integers(1, 60),
    "extend_window_until": st.dates(date(2026, 11, 1), date(2027, 3, 1)).map(str),
    "fee": st.sampled_from([{}, fixed("4.95"), {"per": "item", "percent": "5"}]),
    "fee_payer": st.sampled_from(list(Payer)),
    "restocking_percent": st.sampled_from(["0", "12.5"]),
    "methods": st.lists(
        st.sampled_from(list(ReturnMethod)), min_size=1, max_size=3, unique=True
    ),
    "resolutions": st.lists(
        st.sampled_from(list(Resolution)), min_size=1, max_size=3, unique=True
    ),
    "needs_approval": st.just(value=True),
    "auto_approve": st.just(value=True),
    "keep_item": st.booleans(),
    "return_address": st.integers(1, 3),
    "carrier": st.integers(1, 3),
    "require_photo": st.booleans(),
    "require_answers": st.just(["size"]),
    "message": TEXT,
}
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


@st.composite
def rules(draw: st.DrawFn, most: int = 6) -> list[Rule]:
    """Lawful rules only: what cannot be saved is not among them."""
    made: list[Rule] = []
    for key in range(1, draw(st.integers(0, most)) + 1):
        names = draw(st.lists(st.sampled_from(OUTCOMES), min_size=1, unique=True))
        raw = {
            "name": f"Rule {key}",
            "is_active": draw(st.booleans()) or draw(st.booleans()),
            "conditions": draw(st.lists(CONDITIONS, min_size=1, max_size=3)),
            "outcomes": {name: draw(VALUES[name]) for name in names},
        }
        try:
            made.append(parse_rule(raw, key=key))
        except RuleInvalid:
            # Most often the outcomes contradict each other: one is left.
            raw["outcomes"] = {names[0]: draw(VALUES[names[0]])}
            try:
                made.append(parse_rule(raw, key=key))
            except RuleInvalid:
                continue
    return made


@st.composite
def requests(draw: st.DrawFn, kind: RequestKind | None = None) -> Facts:
    items = [
        ItemFacts(
            line=str(number),
            tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=2))),
            anchor_day=draw(st.none() | st.just(date(2026, 11, 10))),
            our_fault=draw(st.none() | st.booleans()),
            exemption=draw(st.sampled_from(["", "c"])),
        )
        for number in range(draw(st.integers(0, 3)))
    ]
    return Facts(
        kind=kind or draw(st.sampled_from(RequestKind)),
        brand="acme",
        today=NOW.date(),
        country=draw(st.sampled_from(["DE", "US", ""])),
        currency="EUR",
        items=tuple(items),
    )


def decision_of(facts: Facts, *given_rules: Rule) -> Decision:
    policy = Policy(brand="acme", kind=facts.kind)
    return decide(facts, policy, given_rules, now=NOW, window_of=windows())


def fits_something(rule: Rule, facts: Facts) -> bool:
    """Whether the rule decides or would decide anything here, alone."""
    return bool(decision_of(facts, rule).fired)


@given(requests(), rules(), st.randoms())
def test_rules_that_fit_nothing_may_stand_anywhere(
    facts: Facts, all_rules: list[Rule], random: Any
) -> None:
    fitting = [rule for rule in all_rules if fits_something(rule, facts)]
    mixed = list(fitting)
    for rule in all_rules:
        if rule not in fitting:
            mixed.insert(random.randint(0, len(mixed)), rule)
    assert decision_of(facts, *mixed) == decision_of(facts, *fitting)


@given(requests(), rules())
def test_the_first_rule_that_says_it_decides_each_outcome(
    facts: Facts, all_rules: list[Rule]
) -> None:
    found, alone = untimed(facts, *all_rules), [untimed(facts, r) for r in all_rules]
    for item in found.items:
        expected: dict[Slot, int | None] = {}
        for decision in alone:
            for slot, because in decision.item(item.line).because.items():
                if because.rule is not None:
                    expected.setdefault(slot, because.rule)
        said = {s: b.rule for s, b in item.because.items() if b.rule is not None}
        # Who pays follows from a fee unless any rule says it.
        said.pop(Slot.FEE_PAYER, None)
        expected.pop(Slot.FEE_PAYER, None)
        assert said == expected


def untimed(facts: Facts, *given_rules: Rule) -> Decision:
    policy = Policy(brand="acme", kind=facts.kind)
    return decide(facts, policy, given_rules, now=NOW)


@given(requests(), rules())
def test_a_decision_is_stored_whole_and_read_back(
    facts: Facts, all_rules: list[Rule]
) -> None:
    decision = decision_of(facts, *all_rules)
    stored = json.dumps(decision.model_dump(mode="json"))
    assert Decision.model_validate(json.loads(stored)) == decision
    assert Decision.model_validate_json(decision.model_dump_json()) == decision


@given(rules())
def test_rules_are_stored_whole_and_read_back(all_rules: list[Rule]) -> None:
    for rule in all_rules:
        stored = json.loads(json.dumps(dump_rule(rule)))
        assert parse_rule(stored, key=rule.key) == rule


@given(requests())
def test_facts_are_stored_whole_and_read_back(facts: Facts) -> None:
    assert Facts.model_validate_json(facts.model_dump_json()) == facts


@given(requests(), rules(), rules(most=1), st.integers(0, 6))
def test_a_rule_that_is_switched_off_changes_nothing(
    facts: Facts, all_rules: list[Rule], more: list[Rule], place: int
) -> None:
    off = [Rule(99, "off", r.conditions, r.outcomes, is_active=False) for r in more]
    with_it = [*all_rules[:place], *off, *all_rules[place:]]
    assert decision_of(facts, *with_it) == decision_of(facts, *all_rules)


@given(requests(), rules())
def test_an_extension_never_shortens_a_window(
    facts: Facts, all_rules: list[Rule]
) -> None:
    names = {"extend_window_days", "extend_window_until"}
    longer = [r for r in all_rules if {n for _, n, _ in r.outcomes.given()} <= names]
    plain = decision_of(facts)
    for before, after in zip(
        plain.items, decision_of(facts, *longer).items, strict=True
    ):
        if before.window.last_day and after.window.last_day:
            assert after.window.last_day >= before.window.last_day


@settings(max_examples=200)
@given(requests(kind=RequestKind.WITHDRAWAL), rules())
def test_a_withdrawal_is_never_gated_nor_charged(
    facts: Facts, all_rules: list[Rule]
) -> None:
    decision = decision_of(facts, *all_rules)
    for decided in (decision.general, *decision.items):
        assert decided.returnable is True
        assert decided.approval is Approval.AUTOMATIC
        assert (decided.require_photo, decided.require_answers) == (False, ())
        assert decided.fee_payer is Payer.MERCHANT
        assert decided.restocking_percent == 0
        assert Resolution.REFUND in decided.resolutions
        assert set(decided.methods) != {ReturnMethod.IN_STORE}
        days = decided.window.terms.days
        assert days is None or days >= (14 if facts.country != "US" else 0)
    assert decision.whole.returnable is True
    assert decision.whole.fee.is_free


@given(requests(kind=RequestKind.CLAIM), rules())
def test_a_claim_never_costs_the_customer_anything(
    facts: Facts, all_rules: list[Rule]
) -> None:
    for decided in decision_of(facts, *all_rules).items:
        assert (decided.fee_payer, decided.restocking_percent) == (Payer.MERCHANT, 0)


@st.composite
def condition_about(draw: st.DrawFn, fact: str) -> dict[str, Any]:
    kind = FACTS[fact].kind
    operator = draw(st.sampled_from(OPERATORS[kind]))
    words = st.sampled_from(FACTS[fact].choices or _WORDS.get(fact, ["a", "ab", "b"]))
    value = _SIZES.get(kind, words)
    least, most = (2, 2) if operator == "between" else (1, 1)
    if operator in ("in", "not_in"):
        most = 3
    values = draw(st.lists(value, min_size=least, max_size=most))
    if operator == "between":
        values.sort(key=lambda v: (len(v), v))
    more = {"currency": "EUR"} if kind is FactKind.MONEY else {}
    return cond(fact, operator.value, *values, **more)


_WORDS = {"country": ["DE", "US"], "currency": ["EUR", "USD"]}
_DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 9)).map(str)
_SMALL = st.integers(0, 9).map(str)
_SIZES = {
    FactKind.NUMBER: _SMALL,
    FactKind.MONEY: _SMALL,
    FactKind.PERCENT: _SMALL,
    FactKind.DAYS: _SMALL,
    FactKind.DATE: _DAYS,
    FactKind.FLAG: st.sampled_from(["true", "false"]),
}
_WORD = st.sampled_from(["", "a", "ab", "b"])
_WORD_LISTS = st.lists(_WORD, max_size=2).map(tuple)
_MINOR = st.none() | st.integers(0, 9).map(lambda n: n * 100)


# Of one fact, so that often all of them hold.
_ABOUT_ONE = st.sampled_from(sorted(FACTS)).flatmap(
    lambda fact: st.lists(condition_about(fact), min_size=1, max_size=3)
)


@settings(max_examples=200)
@given(_ABOUT_ONE, st.data())
def test_what_matches_something_is_never_refused_as_a_contradiction(
    conditions: list[dict[str, Any]], data: st.DataObject
) -> None:
    draw = data.draw
    item = ItemFacts(
        line="1",
        sku=draw(_WORD),
        product_brand=draw(_WORD),
        category=draw(_WORD),
        tags=draw(_WORD_LISTS),
        unit_price_minor=draw(_MINOR),
        list_price_minor=draw(_MINOR),
        discount_percent=draw(st.none() | _SMALL),
        weight_grams=draw(st.none() | st.integers(0, 9)),
        quantity=draw(st.integers(1, 9)),
        shipped=draw(st.none() | st.booleans()),
        anchor_day=draw(st.none() | st.dates(date(2026, 11, 20), date(2026, 12, 9))),
        reason=draw(st.none() | _WORD),
        our_fault=draw(st.none() | st.booleans()),
        exemption=draw(st.sampled_from(["", "a", "m"])),
    )
    facts = Facts(
        kind=draw(st.sampled_from(RequestKind)),
        brand=draw(_WORD),
        today=NOW.date(),
        country=draw(st.sampled_from(["DE", "US", ""])),
        shop=draw(_WORD),
        sales_channel=draw(_WORD),
        order_number=draw(_WORD),
        order_tags=draw(_WORD_LISTS),
        order_day=draw(st.none() | st.dates(date(2026, 11, 1), date(2026, 11, 9))),
        order_total_minor=draw(_MINOR),
        currency="EUR",
        return_count=draw(st.none() | st.integers(0, 9)),
        items=(item,),
    )
    parsed = parse_conditions(conditions)
    known = known_of_return(facts) | known_of_item(facts, item)
    if all(known_test(c, FACTS[c.fact].kind)(known) for c in parsed):
        check_conditions(parsed, VOCABULARY)


@given(requests(), rules(), st.sampled_from(Audience))
def test_whatever_is_decided_can_be_said(
    facts: Facts, all_rules: list[Rule], audience: Audience
) -> None:
    for explanation in explain(decision_of(facts, *all_rules), audience):
        assert explanation.code in SENTENCES[audience]
        assert render(explanation, audience)
