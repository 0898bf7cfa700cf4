"""A brand's font file: whether it is one, whether it may be used, and made small."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from retour_core.domain.errors import DomainError
from retour_portal.fonts.fallback import Metrics, metrics_of
from retour_portal.fonts.scripts import NEEDED, SCRIPTS, WANTED, letters_of

LARGEST_UPLOAD = 5 * 1024 * 1024
_LARGEST_UNPACKED = 20 * 1024 * 1024
# A page in one language fetches Latin, and one other part at most. A first view has
# 60 kB (``theming.first_view``): a picture takes what fonts leave, which is 8 at least.
LARGEST_LATIN = 13_500
LARGEST_FETCHED = 18_500
LARGEST_PAIR = 30_000
_KINDS = (b"\0\1\0\0", b"true", b"OTTO", b"wOFF", b"wOF2")
# OS/2, fsType (OpenType 1.9.1): usage in the lowest four bits, then two prohibitions.
_USAGE, _RESTRICTED = 0x000F, 0x0002
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200


# What letters need to stand right; figures of other kinds and fractions are weight.
_FEATURES = [
    *("rvrn", "ccmp", "locl", "rlig", "liga", "clig", "calt", "rclt"),
    *("kern", "mark", "mkmk"),
]


class FontRefused(DomainError):
    """``reason`` is a key of ``fonts.words``; ``details`` are for its sentence."""

    code = "font_refused"

    def __init__(self, reason: str, **details: Any) -> None:
        self.reason = reason
        self.details = details
        super().__init__(f"The font was refused: {reason}.")


@dataclass(frozen=True)
class Part:
    """WOFF2 with the letters of one script; ``digest`` is its name."""

    script: str
    data: bytes
    digest: str


@dataclass(frozen=True)
class ReadFont:
    """``weight`` as CSS writes it: one, or the two ends of a variable font; ``digest``
    names ``source``, the file it was read from."""

    source: bytes
    digest: str
    name: str
    weight: str
    metrics: Metrics
    parts: list[Part]


def read_font(data: bytes) -> ReadFont:
    """Raises ``FontRefused``. A large font takes seconds: not inside a transaction."""
    font = _opened(data)
    try:
        known = set(font.getBestCmap() or ())
        _check_letters(known)
        _check_rights(font)
        name = font["name"].getDebugName(16) or font["name"].getDebugName(1) or ""
        weight, metrics = _weight(font), metrics_of(font)
    except FontRefused:
        raise
    except Exception as error:
        raise FontRefused("unreadable") from error
    parts = _light(
        [
            _part(data, script, letters)
            for script in SCRIPTS
            if (letters := letters_of(script, known))
        ]
    )
    shown = "".join(filter(str.isprintable, name))[:80]
    return ReadFont(data, source_digest(data), shown, weight, metrics, parts)


def source_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _opened(data: bytes) -> Any:
    if len(data) > LARGEST_UPLOAD:
        raise FontRefused("large", most=LARGEST_UPLOAD // 1024**2)
    if not data.startswith(_KINDS):
        raise FontRefused("no_font")
    # How long it is unpacked stands in its head (WOFF 2.0, 4.1; WOFF 1.0, 3).
    unpacked = int.from_bytes(data[16:20]) if data[:2] == b"wO" else 0
    if unpacked > _LARGEST_UNPACKED:
        raise FontRefused("unreadable")
    # It takes long to load, and only who uploads a font needs it.
    from fontTools.ttLib import TTFont

    try:
        font = TTFont(io.BytesIO(data), lazy=False, recalcTimestamp=False)
        for table in ("head", "hhea", "hmtx", "maxp", "cmap", "name"):
            font[table]
    except Exception as error:
        raise FontRefused("unreadable") from error
    if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
        raise FontRefused("no_outlines")
    return font


def _check_letters(known: set[int]) -> None:
    if missing := NEEDED - known:
        raise FontRefused("letters", letters="".join(map(chr, sorted(missing)[:8])))


def _check_rights(font: Any) -> None:
    bits = font["OS/2"].fsType if "OS/2" in font else 0
    if bits & _USAGE == _RESTRICTED:
        raise FontRefused("restricted")
    if bits & _NO_SUBSETTING:
        raise FontRefused("no_subsetting")
    if bits & _BITMAPS_ONLY:
        raise FontRefused("bitmaps_only")


def _weight(font: Any) -> str:
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    if "wght" in axes:
        axis = axes["wght"]
        return f"{_bounded(axis.minValue)} {_bounded(axis.maxValue)}"
    return str(_bounded(font["OS/2"].usWeightClass)) if "OS/2" in font else "400"


def _bounded(weight: float) -> int:
    return max(1, min(1000, round(weight)))


def _part(data: bytes, script: str, letters: set[int]) -> Part:
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.notdef_outline = True
    options.layout_features = _FEATURES
    options.drop_tables += ["DSIG", "FFTM", "meta"]
    options.name_IDs = [1, 2]
    try:
        font = subset.load_font(io.BytesIO(data), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        written = io.BytesIO()
        subset.save_font(font, written, options)
    except Exception as error:
        raise FontRefused("unreadable") from error
    made = written.getvalue()
    return Part(script, made, hashlib.sha256(made).hexdigest()[:32])


def _light(parts: list[Part]) -> list[Part]:
    """Without the scripts that a page could not fetch beside Latin; those are left to
    the look's typeface. Raises ``FontRefused`` where it is too heavy without them."""
    sizes = {part.script: len(part.data) for part in parts}
    fetched = sum(sizes.get(script, 0) for script in WANTED)
    for script, size, most in (
        ("latin", sizes["latin"], LARGEST_LATIN),
        (", ".join(WANTED), fetched, LARGEST_FETCHED),
    ):
        if size > most:
            raise FontRefused(
                "heavy", script=script, size=size / 1000, most=most / 1000
            )
    room = LARGEST_FETCHED - sizes["latin"]
    return [p for p in parts if p.script in WANTED or len(p.data) <= room]
