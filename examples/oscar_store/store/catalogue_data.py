"""What the shop sells: nine products in four categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Item:
    """``price`` is what the customer pays for one, tax included, in EUR.

    ``sizes`` pairs each size with the EAN of that variant; ``ean`` is empty then.
    ``exemption`` is the letter of CRD art. 16, if there is no right of withdrawal.
    """

    sku: str
    ean: str
    title: str
    category: str
    price: Decimal
    weight_grams: int
    hs_code: str
    origin: str
    shape: str
    colour: Colour
    description: str
    sizes: tuple[tuple[str, str], ...] = field(default=())
    brand: str = "Alpenglow"
    exemption: str = ""


CATEGORIES = ("Jackets", "Hats & gloves", "Socks & layers", "Care")

ITEMS = (
    Item(
        "ALP-RAIN-01",
        "7640205310110",
        "Aiguille rain jacket",
        "Jackets",
        Decimal("199.00"),
        420,
        "6201.40",
        "PT",
        "jacket",
        (222, 92, 60),
        "Three layers, taped seams, a hood that turns with your head. Packs into "
        "its own pocket for the walk back in the sun.",
    ),
    Item(
        "ALP-DOWN-01",
        "",
        "Piz Palü down jacket",
        "Jackets",
        Decimal("259.00"),
        390,
        "6201.40",
        "PT",
        "down",
        (37, 74, 112),
        "800 fill-power down, traceable to the farm. Warm at a belay, light enough "
        "to forget in the pack.",
        sizes=(("S", "7640205321017"), ("M", "7640205321024"), ("L", "7640205321031")),
    ),
    Item(
        "ALP-FLEECE-01",
        "7640205310189",
        "Combe fleece jacket",
        "Jackets",
        Decimal("119.00"),
        340,
        "6102.30",
        "LT",
        "fleece",
        (94, 122, 86),
        "Recycled grid fleece with a full zip. Dries on the hut stove overnight.",
    ),
    Item(
        "ALP-HAT-01",
        "7640205310257",
        "Merino hat",
        "Hats & gloves",
        Decimal("35.00"),
        60,
        "6505.00",
        "IT",
        "hat",
        (196, 150, 62),
        "Double-knit merino that covers the ears and does not itch.",
    ),
    Item(
        "ALP-GLOVE-01",
        "7640205310325",
        "Glacier gloves",
        "Hats & gloves",
        Decimal("49.00"),
        95,
        "6216.00",
        "IT",
        "glove",
        (62, 66, 78),
        "Wind-proof back, goat-leather palm, and a fingertip that works on a phone.",
    ),
    Item(
        "ALP-CAP-01",
        "7640205310394",
        "Sun cap",
        "Hats & gloves",
        Decimal("29.00"),
        55,
        "6505.00",
        "PT",
        "cap",
        (66, 132, 150),
        "A soft brim and a back flap for long days on the snow.",
    ),
    Item(
        "ALP-SOCK-01",
        "7640205310462",
        "Hiking socks",
        "Socks & layers",
        Decimal("19.90"),
        80,
        "6115.94",
        "IT",
        "sock",
        (142, 64, 84),
        "Cushioned where the boot rubs, thin where it does not.",
    ),
    Item(
        "ALP-BASE-01",
        "7640205310530",
        "Merino base layer",
        "Socks & layers",
        Decimal("79.00"),
        180,
        "6109.90",
        "LT",
        "shirt",
        (88, 96, 124),
        "150 g merino with flat seams. Wear it for a week; nobody will know.",
    ),
    Item(
        "GLE-SUN-01",
        "7640205310608",
        "Glacier sun cream",
        "Care",
        Decimal("18.50"),
        90,
        "3304.99",
        "CH",
        "tube",
        (238, 176, 66),
        "Factor 50 in a sealed tube, for snow and altitude. Once the seal is broken "
        "it stays with you.",
        brand="Gletscherhaut",
        exemption="e",
    ),
)
