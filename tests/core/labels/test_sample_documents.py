"""The command that writes one document of each kind for somebody to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_brand

pytestmark = pytest.mark.django_db


def test_each_kind_of_document_is_written_in_the_brands_look(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brand = make_brand()
    folder = tmp_path / "samples"
    call_command("sample_documents", brand.slug, str(folder), locale="de")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    starts = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".zpl": b"^XA"}
    assert {
        name for name, made in files.items() if not made.startswith(starts[name[-4:]])
    } == set()
    assert capsys.readouterr().out == f"{len(files)} documents are in {folder}.\n"
    assert len(files) == 16


@pytest.mark.parametrize("asked", [("nobody", "de"), ("nordlicht", "xx-nothing")])
def test_what_there_is_not_is_refused(asked: tuple[str, str], tmp_path: Path) -> None:
    make_brand("nordlicht")
    with pytest.raises(CommandError):
        call_command("sample_documents", asked[0], str(tmp_path / "s"), locale=asked[1])
    assert not (tmp_path / "s").exists()
