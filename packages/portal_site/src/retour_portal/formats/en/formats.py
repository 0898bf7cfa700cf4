"""English for readers on both sides of the Atlantic: Django's own dates are the
American ones, and its hours end in a full stop ("p.m.") that sentences double.
``domain.written_dates`` is the same for Babel."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
