"""The check of PDF/A's clauses itself: what breaks one is found."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest

from retour_core.labels.documents import render_label_sheet
from tests.core.labels.archivable import breaches
from tests.core.labels.label_samples import LABEL


@cache
def sound() -> bytes:
    return render_label_sheet(LABEL, [], ["Pack it."])


def changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as opened:
        change(opened)
        written = io.BytesIO()
        opened.save(written)
    return written.getvalue()


def objects(opened: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Dictionary]:
    found = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
    return [one for one in found if str(one.get(key, "")) == value]


def leave(opened: pikepdf.Pdf) -> None:
    """Written anew it is as sound as before."""


def drop(name: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda opened: opened.Root.__delitem__(name)


def strip_fonts(opened: pikepdf.Pdf) -> None:
    for font in objects(opened, "/Type", "/FontDescriptor"):
        for name in ("/FontFile2", "/FontFile3"):
            if name in font:
                del font[name]


def unmap_letters(opened: pikepdf.Pdf) -> None:
    for font in objects(opened, "/Subtype", "/Type0"):
        del font["/ToUnicode"]


def silence_figures(opened: pikepdf.Pdf) -> None:
    for figure in objects(opened, "/S", "/Figure"):
        del figure["/Alt"]


def run_script(opened: pikepdf.Pdf) -> None:
    opened.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1")


def forget_structure(opened: pikepdf.Pdf) -> None:
    del opened.pages[0].obj["/StructParents"]


def hide_link(opened: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, F=2)
    opened.pages[0].obj["/Annots"] = pikepdf.Array([opened.make_indirect(note)])


@pytest.mark.parametrize(
    ("change", "clauses"),
    [
        (leave, set()),
        (drop("/Lang"), {"6.7.4"}),
        (drop("/MarkInfo"), {"6.7.2"}),
        (drop("/StructTreeRoot"), {"6.7.3"}),
        (drop("/OutputIntents"), {"6.2.3"}),
        (strip_fonts, {"6.2.11.4"}),
        (unmap_letters, {"6.2.11.7"}),
        (silence_figures, {"6.7.7"}),
        (run_script, {"6.4-6.6"}),
        (forget_structure, {"6.7.3"}),
        (hide_link, {"6.3.2"}),
    ],
)
def test_what_breaks_a_clause_is_found(
    change: Callable[[pikepdf.Pdf], None], clauses: set[str]
) -> None:
    found = breaches(changed(change))
    assert {told.split()[0] for told in found} == clauses
