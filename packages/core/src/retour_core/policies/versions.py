"""A brand's return policies: which version counts, and saving the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from retour_core.brands.models import Brand
from retour_core.domain.policies import Policy, RequestKind, dump_policy, parse_policy
from retour_core.policies.models import ReturnPolicy


@dataclass(frozen=True)
class PolicyVersion:
    """``row`` is None for what a kind says before a brand has decided anything."""

    row: ReturnPolicy | None
    policy: Policy


def policy_of(
    brand: Brand, kind: RequestKind, *, placed_at: datetime | None = None
) -> PolicyVersion:
    """The newest version, or the newest for an order placed at ``placed_at``.

    One query.
    """
    rows = ReturnPolicy.objects.filter(brand=brand, kind=kind).order_by("-version")
    if placed_at is not None:
        rows = rows.filter(Q(placed_from=None) | Q(placed_from__lte=placed_at))
    row = rows.first()
    if row is None:
        plain = parse_policy({"brand": brand.slug, "kind": kind.value})
        return PolicyVersion(None, plain)
    return PolicyVersion(row, read_policy(row, brand))


def read_policy(row: ReturnPolicy, brand: Brand) -> Policy:
    """Raises ``PolicyInvalid`` for a row that today's vocabulary cannot read."""
    # A brand's short name may have changed since.
    known = {"brand": brand.slug, "kind": row.kind, "version": row.version}
    return parse_policy({**row.data, **known})


@transaction.atomic
def save_policy(
    brand: Brand,
    kind: RequestKind,
    raw: dict[str, Any],
    *,
    actor: str,
    now: datetime,
    for_new_orders_only: bool = False,
) -> ReturnPolicy:
    """Save the next version; saving what counts already answers that version.

    ``raw`` is what ``parse_policy`` reads, without brand, kind and version. With
    ``for_new_orders_only`` orders placed before ``now`` keep their former terms.
    Raises ``PolicyInvalid``.
    """
    # The brand's row is the queue: two versions must not have one number.
    locked = Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)
    last = policy_of(locked, kind)
    version = last.row.version + 1 if last.row else 1
    known = {"brand": locked.slug, "kind": kind.value, "version": version}
    policy = parse_policy({**raw, **known})
    data = dump_policy(policy)
    if last.row and dump_policy(last.policy) == {**data, "version": last.row.version}:
        return last.row
    return ReturnPolicy.objects.create(
        brand=locked,
        kind=kind,
        version=version,
        data=data,
        placed_from=now if for_new_orders_only else None,
        created_at=now,
        created_by=actor,
    )
