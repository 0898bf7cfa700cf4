"""Whole minor units shared out and rounded; always integers, never a float."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal


def share_of(total: int, count: int, units: Sequence[int]) -> int:
    """What ``units`` (indexes from 0) carry of ``total`` shared over ``count`` units.

    The sum of those of ``unit_shares``, whose last units take what is left over,
    without writing down a hundred thousand of them.
    """
    if not units:
        return 0
    if len(units) == count:
        return total
    each, rest = divmod(total, count)
    if not rest:
        return each * len(units)
    first = count - rest
    if isinstance(units, range):
        more = max(0, units.stop - max(units.start, first))
    else:
        more = sum(unit >= first for unit in units)
    return each * len(units) + more


def half_up(numerator: int, denominator: int) -> int:
    """The quotient of two numbers not below zero, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def in_ratio(amount: int, part: int, whole: int) -> int:
    """``amount`` × ``part`` ∕ ``whole``, half up; all of it where the whole is zero."""
    return half_up(amount * part, whole) if whole else amount


def percent_down(amount: int, percent: Decimal) -> int:
    """``percent`` of ``amount``, rounded down: what is kept from a customer."""
    per, one = percent.as_integer_ratio()
    return amount * per // (100 * one)


def percent_half_up(amount: int, percent: Decimal) -> int:
    per, one = percent.as_integer_ratio()
    return half_up(amount * per, 100 * one)


def excl_of(incl: int, rate: Decimal | None) -> int:
    """The part of ``incl`` that is no tax; all of it where no rate is told."""
    if not rate:
        return incl
    per, one = rate.as_integer_ratio()
    return half_up(incl * 100 * one, 100 * one + per)


def incl_of(excl: int, rate: Decimal | None) -> int:
    """``excl`` with its tax, which is rounded half up."""
    return excl + percent_half_up(excl, rate) if rate else excl
