"""A thermal printer for the commands that our ZPL has: what it burns, dot by dot.

It knows no other command and no other form of these, so that a new one fails the test
that meets it first. ZPL II Programming Guide: ^BC (bar code modes N and D), ^BQ, ^BX
(square unless told otherwise), ^GF.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from tests.core.labels.zpl_reader import graphics

_COMMAND = re.compile(
    r"\^(?:(XA|XZ|CI28|PQ1|FH_|FS)|(PW|LL|LH|FO|BY|BC|BQ|BX|GB|GFA|A0|FD))"
)
# ISO/IEC 15417, table 1: widths of bars and spaces by value; the last one is the stop.
_PATTERNS = re.findall(
    r"\d+",
    """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212
    112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131
    311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
    112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121
    313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
    122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212
    124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113
    114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
    """,
)
_START_B, _START_C, _TO_C, _TO_B, _FNC1 = 104, 105, 99, 100, 102


def printed_zpl(zpl: bytes) -> Image.Image:
    """The label of one format, 255 for paper and 0 for ink."""
    printer = _Printer(zpl)
    for name, value in _commands(zpl.decode("ascii")):
        printer.obey(name, value)
    return printer.paper


def _commands(zpl: str) -> list[tuple[str, str]]:
    found = list(_COMMAND.finditer(zpl))
    ends = [one.start() for one in found[1:]] + [len(zpl.rstrip("\n"))]
    assert found[0].start() == 0
    commands = [
        (one[1] or one[2], zpl[one.end() : end])
        for one, end in zip(found, ends, strict=True)
    ]
    assert "^" not in "".join(value for _name, value in commands)
    return commands


class _Printer:
    def __init__(self, zpl: bytes) -> None:
        self.paper = Image.new("L", (0, 0))
        self._width = 0
        self._at = (0, 0)
        self._module = 2
        self._escaped = False
        self._field: Callable[[str], None] | None = None
        self._graphics = graphics(zpl)

    def obey(self, name: str, value: str) -> None:
        does = getattr(self, f"_{name.lower()}", None)
        if does is None:
            assert value == ""
        else:
            does(value)

    def _pw(self, value: str) -> None:
        self._width = int(value)

    def _ll(self, value: str) -> None:
        self.paper = Image.new("L", (self._width, int(value)), 255)

    def _lh(self, value: str) -> None:
        assert value == "0,0"

    def _fo(self, value: str) -> None:
        x, y = value.split(",")
        self._at = int(x), int(y)
        self._escaped, self._field = False, None

    def _by(self, value: str) -> None:
        self._module = int(value)

    def _fh_(self, value: str) -> None:
        assert value == ""
        self._escaped = True

    def _gb(self, value: str) -> None:
        width, height, thick = map(int, value.split(","))
        assert height == thick  # a line
        self._ink(Image.new("L", (width, height), 255))

    def _gfa(self, _value: str) -> None:
        self._ink(self._graphics.pop(0).convert("L"))

    def _a0(self, value: str) -> None:
        turned, size = value.split(",")
        assert turned == "N"
        self._field = lambda text: self._write(text, int(size))

    def _bc(self, value: str) -> None:
        turned, height, read, above, check, mode = value.split(",")
        assert (turned, read, above, check) == ("N", "N", "N", "N")
        values = {"N": _of_mode_n, "D": _of_mode_d}[mode]
        self._field = lambda text: self._bars(values(text), int(height))

    def _bq(self, value: str) -> None:
        turned, model, module = value.split(",")
        assert (turned, model) == ("N", "2")
        self._field = lambda text: self._qr(text, int(module))

    def _fd(self, value: str) -> None:
        assert self._field is not None
        self._field(_unescaped(value) if self._escaped else value)

    def _write(self, text: str, size: int) -> None:
        font = ImageFont.load_default(size)
        pen = ImageDraw.Draw(self.paper)
        pen.fontmode = "1"
        pen.text(self._at, text, 0, font)

    def _qr(self, field: str, module: int) -> None:
        level, mode, text = field[0], field[1:3], field[3:]
        assert mode == "A,"
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level=level
        )
        self._square(code, module)

    def _bx(self, value: str) -> None:
        turned, module, quality, columns, rows, form, escape = value.split(",")
        assert (turned, quality, columns, rows, form) == ("N", "200", "", "", "")
        assert escape == "_"
        self._field = lambda text: self._matrix(text, int(module))

    def _matrix(self, field: str, module: int) -> None:
        is_gs1 = field.startswith("_1")
        text = f"({field[2:4]}){field[4:]}" if is_gs1 else field
        assert "_" not in text
        code = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.DataMatrix, gs1=is_gs1, force_square=True
        )
        self._square(code, module)

    def _square(self, code: zxingcpp.Barcode, module: int) -> None:
        rows = Image.fromarray(code.to_image(scale=1, add_quiet_zones=False))
        size = rows.width * module, rows.height * module
        grown = rows.resize(size, Image.Resampling.NEAREST)
        self._ink(grown.point(lambda shade: 255 - shade))

    def _bars(self, values: list[int], height: int) -> None:
        weighed = sum(place * value for place, value in enumerate(values[1:], 1))
        check = (values[0] + weighed) % 103
        x, y = self._at
        for value in [*values, check, len(_PATTERNS) - 1]:
            for number, modules in enumerate(_PATTERNS[value]):
                width = int(modules) * self._module
                if number % 2 == 0:
                    self.paper.paste(0, (x, y, x + width, y + height))
                x += width

    def _ink(self, ink: Image.Image) -> None:
        self.paper.paste(0, self._at, ink)


def _unescaped(field: str) -> str:
    parts = re.split(r"_([0-9A-F]{2})", field)
    made = [
        bytes.fromhex(part) if number % 2 else part.encode("ascii")
        for number, part in enumerate(parts)
    ]
    return b"".join(made).decode()


def _of_mode_n(field: str) -> list[int]:
    """“>:” begins in subset B, “>5” goes on in C, “>6” in B."""
    assert field.startswith(">:")
    values, is_pairs, rest = [_START_B], False, field[2:]
    while rest:
        if rest[0] == ">":
            is_pairs = {"5": True, "6": False}[rest[1]]
            values.append(_TO_C if is_pairs else _TO_B)
            rest = rest[2:]
        elif is_pairs:
            values.append(int(rest[:2]))
            rest = rest[2:]
        else:
            values.append(ord(rest[0]) - 32)
            rest = rest[1:]
    return values


def _of_mode_d(field: str) -> list[int]:
    """FNC1, then the digits of an identifier in brackets and of its value, in pairs."""
    found = re.fullmatch(r"\((\d{2})\)(\d+)", field)
    assert found is not None
    digits = found[1] + found[2]
    assert len(digits) % 2 == 0
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    return [_START_C, _FNC1, *pairs]
