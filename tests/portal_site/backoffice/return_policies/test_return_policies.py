from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from retour_core.accounts.models import Role
from retour_core.domain.policies import RequestKind
from retour_core.domain.policies.law import REASONS
from retour_core.policies.models import Question, ReturnPolicy
from retour_core.policies.versions import policy_of
from retour_portal.backoffice.access import grant_staff_role
from retour_portal.backoffice.terms.words import EXEMPTIONS, OUTCOMES
from tests.factories import make_brand
from tests.portal_site.backoffice.browsing import typed
from tests.portal_site.backoffice.carriers.rows import carrier_account
from tests.portal_site.backoffice.conftest import House, SignIn
from tests.portal_site.backoffice.terms import make_policy, make_return_rule

INDEX = "return-policies:index"
INDEX_QUERIES = 16
HISTORY_QUERIES = 14


@pytest.fixture
def office(anna: User, sign_in: SignIn) -> Client:
    return sign_in(anna)


def url_of(house: House, kind: str, name: str = "edit_kind") -> str:
    return reverse(f"return-policies:{name}", args=[house.brand.pk, kind])


def save(client: Client, house: House, kind: str, **changes: Any) -> Any:
    url = url_of(house, kind)
    sent = {**typed(client.get(url)), **changes}
    return client.post(url, {k: v for k, v in sent.items() if v is not None})


def current(house: House, kind: str) -> Any:
    return policy_of(house.brand, RequestKind(kind)).policy


def test_each_kind_shows_what_holds_before_anybody_saved_it(
    office: Client, anna: User, alpenglow: House
) -> None:
    brand = make_brand("plain")
    grant_staff_role(anna, brand, Role.ADMIN)
    cards = office.get(reverse(INDEX), {"brand": brand.pk}).context["cards"]
    assert [(card["kind"], card["version"]) for card in cards] == [
        ("withdrawal", None),
        ("return", None),
        ("claim", None),
    ]
    lines = {line.field: line.text for line in cards[1]["lines"]}
    assert lines["window_days"] == (
        "30 days, counted from the delivery, or else the dispatch plus 7 days, or else "
        "the order."
    )
    assert lines["resolutions"] == "Refund; Exchange; Store credit"


def test_ways_that_nobody_can_take_are_told_of(
    office: Client, alpenglow: House
) -> None:
    shown = reverse(INDEX), reverse("return-rules:index")
    way_back = {"methods": ["labelless_drop_off", "in_store"]}
    make_return_rule(alpenglow, outcomes=way_back)
    told = {"unmade": "Drop-off point, without a printer", "no_store": True}
    policies, rules = (office.get(url).context["missing"] for url in shown)
    assert policies == {**told, "no_store": False}  # no policy says so
    assert rules == told

    carrier_account(alpenglow.brand)
    alpenglow.brand.return_addresses.update(is_store=True)
    for url in shown:
        assert office.get(url).context["missing"] == {"unmade": "", "no_store": False}


@pytest.mark.parametrize("kind", list(RequestKind))
def test_saving_the_form_as_it_stands_changes_nothing(
    kind: str, office: Client, alpenglow: House
) -> None:
    before = current(alpenglow, kind)
    assert save(office, alpenglow, kind).status_code == 302
    after = current(alpenglow, kind)
    assert after.model_dump(exclude={"version"}) == before.model_dump(
        exclude={"version"}
    )


def test_every_field_is_saved_with_its_type(office: Client, alpenglow: House) -> None:
    Question.objects.create(brand=alpenglow.brand, key="worn", texts={"en": "Worn?"})
    response = save(
        office,
        alpenglow,
        "return",
        **{
            "window_days-days": "60",
            "anchors-0": "shipped",
            "anchors-1": "ordered",
            "anchors-2": "",
            "transit_days": "4",
            "grace_days": "2",
            "rolls_over": "on",
            "when_late": "review",
            "country_windows-0-country": "CH",
            "country_windows-0-days": "20",
            "country_windows-1-country": "FR",
            "country_windows-1-unlimited": "on",
            "seasons-0-ordered_from": "2026-11-01",
            "seasons-0-ordered_to": "2026-12-24",
            "seasons-0-until": "2027-01-31",
            "fee_payer": "customer",
            "fee_when": "before_label",
            "fee-how": "fixed",
            "fee-per": "return",
            "fee-amounts-0-amount": "4,95",
            "fee-amounts-0-currency": "EUR",
            "price_source": "carrier",
            "price_markup-how": "percent",
            "price_markup-percent": "2,5",
            "informs_of_return_cost": "on",
            "waive_fee_if_our_fault": None,
            "restocking_percent": "5",
            "methods": ["pick_up"],
            "most_parcels": "5",
            "label_days": "30",
            "resolutions": ["exchange", "store_credit"],
            "store_credit_bonus": "10",
            "approval": "agent",
            "require_photo": "on",
            "require_answers": ["worn"],
            "message-en": "Please wash it.",
            "message-fr": "",
            "settlement": "on_receipt",
            "refund_days": "10",
            "gift_cards": "last",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    row = ReturnPolicy.objects.filter(kind="return").latest("version")
    assert row.created_by == "anna"
    assert row.placed_from is None
    assert {name: row.data[name] for name in row.data if name != "version"} == {
        "brand": "alpenglow",
        "kind": "return",
        "window_days": 60,
        "anchors": ["shipped", "ordered"],
        "transit_days": 4,
        "grace_days": 2,
        "rolls_over": True,
        "seasons": [
            {
                "ordered_from": "2026-11-01",
                "ordered_to": "2026-12-24",
                "until": "2027-01-31",
            }
        ],
        "country_windows": {"CH": 20, "FR": "unlimited"},
        "when_late": "review",
        "methods": ["pick_up"],
        "most_parcels": 5,
        "label_days": 30,
        "resolutions": ["exchange", "store_credit"],
        "fee": {
            "per": "return",
            "fixed": [{"amount": "4.95", "currency": "EUR"}],
            "percent": None,
        },
        "fee_payer": "customer",
        "fee_when": "before_label",
        "price_source": "carrier",
        "price_markup": {"per": "return", "fixed": [], "percent": "2.5"},
        "informs_of_return_cost": True,
        "waive_fee_if_our_fault": False,
        "restocking_percent": "5",
        "approval": "agent",
        "require_photo": True,
        "require_answers": ["worn"],
        "message": {"en": "Please wash it."},
        "store_credit_bonus": "10",
        "gift_cards": "last",
        "settlement": "on_receipt",
        "refund_days": 10,
    }
    # And it stands in the form again.
    before = row.data
    save(office, alpenglow, "return")
    assert current(alpenglow, "return").model_dump(mode="json") == before


@pytest.mark.parametrize(
    ("kind", "changes", "errors"),
    [
        (
            "withdrawal",
            {"window_days-days": "7"},
            {
                "window_days": [
                    "Consumers there have 14 days to withdraw: no fewer (CRD art. 9)."
                ]
            },
        ),
        (
            "withdrawal",
            {"country_windows-0-country": "DE", "country_windows-0-days": "3"},
            {
                "country_windows": [
                    (
                        "Germany: Consumers there have 14 days to withdraw: no fewer "
                        "(CRD art. 9)."
                    )
                ]
            },
        ),
        (
            "withdrawal",
            {"fee_payer": "customer"},
            {
                "informs_of_return_cost": [
                    (
                        "The consumer bears the cost of sending back only if told so "
                        "before buying: confirm that you inform of it, or pay it "
                        "yourself (CRD art. 14(1))."
                    )
                ]
            },
        ),
        (
            "withdrawal",
            {"anchors-0": "ordered", "anchors-1": "", "anchors-2": ""},
            {
                "anchors": [
                    (
                        "The days to withdraw begin with the delivery: put it first "
                        "(CRD art. 9(2))."
                    )
                ]
            },
        ),
        ("return", {"methods": None}, {"methods": ["This field is required."]}),
        (
            "return",
            {"window_days-days": ""},
            {"window_days": ["Fill in a value."]},
        ),
        (
            "return",
            {"seasons-0-until": "2027-01-01"},
            {"seasons": ["Fill in all three days of a season."]},
        ),
        (
            "return",
            {
                "seasons-0-ordered_from": "2027-02-01",
                "seasons-0-ordered_to": "2027-01-31",
                "seasons-0-until": "2027-01-01",
            },
            {
                "seasons": [
                    "A season begins, ends, and then its last day to return follows."
                ]
            },
        ),
        (
            "return",
            {"anchors-1": "delivered"},
            {"anchors": ["Name each of them once."]},
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    kind: str,
    changes: dict[str, Any],
    errors: dict[str, Any],
    office: Client,
    alpenglow: House,
) -> None:
    versions = ReturnPolicy.objects.count()
    response = save(office, alpenglow, kind, **changes)
    assert response.status_code == 422
    assert response.context["form"].errors == errors
    assert ReturnPolicy.objects.count() == versions


def test_what_the_law_fixes_is_told_and_not_asked(
    office: Client, alpenglow: House
) -> None:
    page = office.get(url_of(alpenglow, "withdrawal"))
    fixed = {
        str(item.label): str(item.fixed)
        for _section, shown in page.context["sections"]
        for item in shown
        if not item.field
    }
    assert fixed["Approval"] == REASONS["withdrawal_not_gated"]
    assert fixed["When the fee is paid"] == REASONS["withdrawal_not_paid_first"]
    assert len(fixed) == 9
    sent = {"approval": "agent", "require_photo": "on", "restocking_percent": "9"}
    assert save(office, alpenglow, "withdrawal", **sent).status_code == 302
    policy = current(alpenglow, "withdrawal")
    assert (policy.approval, policy.require_photo) == ("automatic", False)
    assert policy.restocking_percent == 0


def test_a_version_may_hold_for_new_orders_only(
    office: Client, alpenglow: House
) -> None:
    sent = {"window_days-days": "40", "applies_to": "new"}
    save(office, alpenglow, "return", **sent)
    row = ReturnPolicy.objects.filter(kind="return").latest("version")
    assert row.placed_from == row.created_at


def test_who_did_not_see_the_last_version_is_told(
    office: Client, alpenglow: House
) -> None:
    sent = typed(office.get(url_of(alpenglow, "return")))
    save(office, alpenglow, "return", **{"window_days-days": "40"})
    newest = policy_of(alpenglow.brand, RequestKind.RETURN).row
    assert newest is not None
    response = office.post(url_of(alpenglow, "return"), sent)
    assert response.context["form"].non_field_errors() == [
        (
            f"Somebody saved version {newest.version} meanwhile. Compare it in the "
            "history, then save again if yours shall count."
        )
    ]
    again = office.post(url_of(alpenglow, "return"), typed(response))
    assert again.status_code == 302


def test_the_history_says_what_changed(office: Client, alpenglow: House) -> None:
    first = make_policy(alpenglow, 30)
    second, third = make_policy(alpenglow, 45), make_policy(alpenglow, 60)
    page = office.get(url_of(alpenglow, "return", "kind_history"))
    newest = page.context["versions"][0]
    assert (newest.row, newest.who, newest.is_current) == (third, "otto", True)
    [change] = newest.changes
    assert (change.label, change.before[:7], change.after[:7]) == (
        "Window",
        "45 days",
        "60 days",
    )
    compared = office.get(
        url_of(alpenglow, "return", "kind_history"),
        {"from": first.version, "to": third.version},
    ).context["compared"]
    assert [change.before[:7] for change in compared["changes"]] == ["30 days"]
    for asked in ({"from": "x", "to": "1"}, {"from": "9" * 5000}):
        page = office.get(url_of(alpenglow, "return", "kind_history"), asked)
        assert (page.status_code, bool(page.context["compared"])) == (200, False)
    assert second.version == third.version - 1


def test_an_older_version_is_used_again_as_a_new_one(
    office: Client, alpenglow: House
) -> None:
    old, newer = make_policy(alpenglow, 45), make_policy(alpenglow, 60)
    url = reverse("return-policies:use_version", args=[old.pk])
    assert office.get(url).status_code == 405
    office.post(url)
    now = policy_of(alpenglow.brand, RequestKind.RETURN)
    assert now.row is not None
    assert (now.row.version, now.policy.window_days) == (newer.version + 1, 45)
    assert now.row.created_by == "anna"


def test_the_pages_cost_the_same_for_one_version_and_for_three(
    office: Client,
    alpenglow: House,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for more in ([40], [50, 60]):
        for days in more:
            make_policy(alpenglow, days)
        with django_assert_num_queries(INDEX_QUERIES):
            office.get(reverse(INDEX))
        with django_assert_num_queries(HISTORY_QUERIES):
            office.get(url_of(alpenglow, "return", "kind_history"))


def test_there_are_three_kinds_and_no_fourth(office: Client, alpenglow: House) -> None:
    for name in ("edit_kind", "kind_history"):
        assert office.get(url_of(alpenglow, "gift", name)).status_code == 404


def test_another_brands_policies_do_not_exist(
    charlie: User, lune: House, alpenglow: House, sign_in: SignIn
) -> None:
    client = sign_in(charlie)
    foreign = make_policy(alpenglow, 45)
    assert client.get(f"{reverse(INDEX)}?brand={alpenglow.brand.pk}").status_code == 404
    assert client.post(url_of(alpenglow, "return")).status_code == 404
    assert client.get(url_of(alpenglow, "return", "kind_history")).status_code == 404
    use = reverse("return-policies:use_version", args=[foreign.pk])
    assert client.post(use).status_code == 404
    assert client.get(reverse(INDEX)).context["switch"].brands == [lune.brand]


def test_agents_and_editors_see_no_policies(
    alice: User, eve: User, alpenglow: House, sign_in: SignIn
) -> None:
    for person in (alice, eve):
        client = sign_in(person)
        assert client.get(reverse(INDEX)).status_code == 302
        assert client.get(url_of(alpenglow, "return")).status_code == 404


def test_every_letter_and_outcome_has_a_name() -> None:
    from retour_core.domain import policies

    assert tuple(EXEMPTIONS) == policies.EXEMPTIONS
    assert set(OUTCOMES) == set(policies.OUTCOMES)
