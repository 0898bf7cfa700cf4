from __future__ import annotations

from datetime import date, time

import pytest
from babel import UnknownLocaleError
from babel.dates import format_date, format_time

from retour_core.domain.written_dates import date_locale


@pytest.mark.parametrize(
    ("locale", "day", "clock"),
    [
        ("en", "25 December 2026", "18:00"),
        ("en-GB", "25 December 2026", "18:00"),
        ("en-US", "December 25, 2026", "6:00\u202fPM"),
        ("fr_BE", "25 décembre 2026", "18:00"),
        ("de", "25. Dezember 2026", "18:00"),
    ],
)
def test_english_without_a_country_is_not_american(
    locale: str, day: str, clock: str
) -> None:
    written = date_locale(locale)
    assert format_date(date(2026, 12, 25), "long", locale=written) == day
    assert format_time(time(18), "short", locale=written) == clock


def test_a_language_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownLocaleError):
        date_locale("xx")
