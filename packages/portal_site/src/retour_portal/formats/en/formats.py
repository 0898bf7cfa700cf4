"""English for readers on both sides of the Atlantic: Django's own short date is the
American one, and its hours end in a full stop ("p.m.") that sentences double."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "N j, Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
