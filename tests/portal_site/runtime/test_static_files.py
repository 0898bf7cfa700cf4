"""A page's sheets reach the browser as one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from retour_portal.runtime.static_files import BundlingStaticFilesStorage

Collect = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture
def collect(tmp_path: Path) -> Collect:
    """The files as collected, by their names without the hash."""
    source = FileSystemStorage(location=tmp_path / "source")

    def collected(files: dict[str, str]) -> dict[str, str]:
        storage = BundlingStaticFilesStorage(
            location=tmp_path / "static", base_url="/static/"
        )
        for name, text in files.items():
            for place in (source, storage):  # collectstatic copies them first
                path = Path(place.path(name))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
        list(storage.post_process({name: (source, name) for name in files}))
        return {
            name: Path(storage.path(storage.stored_name(name))).read_text()
            for name in files
        }

    return collected


def test_a_sheet_holds_what_it_imports_in_order(collect: Collect) -> None:
    files = {
        "retour/css/a.css": "a{}\n",
        "retour/css/b.css": "b{}\n",
        "retour/css/whole.css": '@import "b.css";\n@import "a.css";\nc{}\n',
    }
    assert collect(files)["retour/css/whole.css"] == "b{}\n\na{}\n\nc{}\n"


def test_what_changed_in_a_part_changes_the_whole(collect: Collect) -> None:
    files = {"retour/a.css": "a{}", "retour/whole.css": '@import "a.css";\n'}
    before = collect(files)["retour/whole.css"]
    after = collect({**files, "retour/a.css": "a{color:red}"})["retour/whole.css"]
    assert (before, after) == ("a{}\n", "a{color:red}\n")


def test_a_part_that_is_missing_is_named(collect: Collect) -> None:
    with pytest.raises(KeyError, match=r"retour/css/gone\.css"):
        collect({"retour/css/whole.css": '@import "gone.css";\n'})


def test_sheets_of_others_are_left_alone(collect: Collect) -> None:
    files = {"other/a.css": "a{}", "other/whole.css": '@import "a.css";\n'}
    [whole] = [text for name, text in collect(files).items() if "whole" in name]
    assert whole.startswith("@import url(")
