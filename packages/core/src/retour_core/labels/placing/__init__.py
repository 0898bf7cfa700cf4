"""A carrier's label moved to the paper that is in the printer; no database, no network.

The label is found on the carrier's page, cut out and set on the wanted paper at its own
size, turned if need be. It is never made smaller or larger, so its bars stay as wide as
the carrier drew them, and every code on it is read back before it is handed out.
"""

from retour_core.labels.placing.errors import CannotPlace
from retour_core.labels.placing.papers import A4, A6, INCHES_4X6, Paper
from retour_core.labels.placing.place import opened_pdf, place, saved
from retour_core.labels.placing.raster import place_as_png, place_as_zpl
from retour_core.labels.placing.sheet import Room, place_on_sheet

__all__ = [
    "A4",
    "A6",
    "INCHES_4X6",
    "CannotPlace",
    "Paper",
    "Room",
    "opened_pdf",
    "place",
    "place_as_png",
    "place_as_zpl",
    "place_on_sheet",
    "saved",
]
