from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from retour_core.dropoffs.errors import PointsRefused
from retour_core.dropoffs.models import Area, DropOffPoint
from retour_core.dropoffs.operations import Outcome, import_points
from retour_core.imports.errors import FileRefused
from tests.core.dropoffs.points import (
    MARIENPLATZ,
    SCHWABING,
    STUTTGART,
    csv_file,
    geojson_file,
    take,
)
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, object]]:
    points = DropOffPoint.objects.order_by("carrier", "provider_id")
    return [model_to_dict(point, exclude=["id", "source"]) for point in points]


def test_a_point_is_kept_with_all_the_file_says_of_it() -> None:
    take(MARIENPLATZ | {"valid_from": "2026-01-31"})
    point = DropOffPoint.objects.get()
    assert (point.provider_id, point.name, point.kind, point.wheelchair) == (
        "M1",
        "Kiosk am Marienplatz",
        "shop",
        "yes",
    )
    assert (point.latitude, point.longitude) == (48.1372, 11.5756)
    assert point.services == ["takes_codes"]
    assert point.languages == ["de", "en"]
    assert str(point.valid_from) == "2026-01-31"
    assert (point.source, point.last_seen) == ("points.csv", NOW)
    assert point.opening_hours["sa"] == [["09:00", "13:00"]]
    assert point.opening_hours["su"] == []


def test_geojson_says_the_same_as_a_table() -> None:
    take(MARIENPLATZ, SCHWABING)
    from_table = rows()
    DropOffPoint.objects.all().delete()
    import_points(geojson_file(MARIENPLATZ, SCHWABING), name="p.geojson", now=NOW)
    assert rows() == from_table


def test_the_same_file_again_changes_only_when_its_points_were_seen() -> None:
    assert take(MARIENPLATZ, SCHWABING) == Outcome(created=2)
    before = {point.provider_id: point.pk for point in DropOffPoint.objects.all()}
    later = NOW + timedelta(days=1)
    assert take(MARIENPLATZ, SCHWABING, now=later) == Outcome(unchanged=2)
    points = DropOffPoint.objects.all()
    assert {point.provider_id: point.pk for point in points} == before
    assert {point.last_seen for point in points} == {later}


def test_a_file_replaces_its_carriers_country_and_nothing_else() -> None:
    french = MARIENPLATZ | {"id": "F1", "country": "FR", "postal_code": "69001"}
    other = MARIENPLATZ | {"id": "M1", "carrier": "gls"}
    take(MARIENPLATZ, SCHWABING, french, other)
    moved = MARIENPLATZ | {"street": "Marienplatz 2"}
    assert take(moved, STUTTGART) == Outcome(created=1, changed=1, removed=1)
    points = DropOffPoint.objects.order_by("carrier", "provider_id")
    assert [(p.carrier, p.provider_id, p.street) for p in points] == [
        ("dhl_de", "F1", "Marienplatz 1"),
        ("dhl_de", "M1", "Marienplatz 2"),
        ("dhl_de", "S1", "Marienplatz 1"),
        ("gls", "M1", "Marienplatz 1"),
    ]
    assert not Area.objects.filter(key="80802").exists()


def test_a_wrong_row_is_named_and_nothing_of_the_file_is_taken() -> None:
    take(SCHWABING)
    wrong = MARIENPLATZ | {
        "kind": "pub",
        "country": "Germany",
        "latitude": "nan",
        "opening_hours": "Mo-Fr mornings",
        "valid_to": "31.12.2027",
    }
    with pytest.raises(PointsRefused) as refused:
        take(SCHWABING, wrong, MARIENPLATZ | {"name": ""})
    assert [str(problem) for problem in refused.value.problems] == [
        (
            "Row 3, opening_hours: “mornings” is unclear:"
            " write Mo-Fr 08:00-18:00; Sa 09:00-13:00."
        ),
        "Row 3, kind: Write one of: shop, locker, post_office, depot.",
        "Row 3, country: Write the country's two letters, like DE.",
        "Row 3, latitude: Write degrees from −90 to 90, like 48.137.",
        "Row 3, valid_to: Write the day like 2027-01-31.",
        "Row 4, name: It is empty: every point needs one.",
    ]
    assert DropOffPoint.objects.get().provider_id == "M2"


def test_an_id_may_stand_in_a_file_once() -> None:
    with pytest.raises(PointsRefused) as refused:
        take(MARIENPLATZ, SCHWABING | {"id": "M1"})
    assert [str(problem) for problem in refused.value.problems] == [
        "Row 3, id: Row 2 has this id already: leave one of them out."
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"carrier,id\ndhl,1\n",
        b'{"type": "FeatureCollection"',
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection", "features": []}',
        csv_file().getvalue(),
    ],
)
def test_what_is_no_file_of_points_removes_none(content: bytes) -> None:
    take(MARIENPLATZ)
    with pytest.raises(FileRefused):
        import_points(io.BytesIO(content), name="x", now=NOW)
    assert DropOffPoint.objects.count() == 1


@pytest.mark.parametrize("feature", [None, 1, {"properties": []}, {"geometry": 3}])
def test_a_feature_that_is_none_is_told_of(feature: object) -> None:
    document = {"type": "FeatureCollection", "features": [feature]}
    with pytest.raises(PointsRefused) as refused:
        import_points(
            io.BytesIO(json.dumps(document).encode()), name="x.geojson", now=NOW
        )
    assert {problem.row for problem in refused.value.problems} == {1}


def test_queries_do_not_grow_with_the_rows() -> None:
    many = [MARIENPLATZ | {"id": f"N{number}"} for number in range(40)]
    with CaptureQueriesContext(connection) as one:
        take(MARIENPLATZ | {"carrier": "gls"})
    with CaptureQueriesContext(connection) as forty:
        take(*many)
    assert len(forty) == len(one)


def test_the_command_tells_what_it_did_and_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "points.csv"
    file.write_bytes(csv_file(MARIENPLATZ).getvalue())
    call_command("import_dropoffs", str(file))
    assert capsys.readouterr().out == "1 new, 0 changed, 0 unchanged, 0 removed.\n"
    file.write_bytes(csv_file(MARIENPLATZ | {"kind": "pub"}).getvalue())
    with pytest.raises(SystemExit):
        call_command("import_dropoffs", str(file))
    assert capsys.readouterr().err.splitlines() == [
        "Row 2, kind: Write one of: shop, locker, post_office, depot.",
        "Nothing was changed: mend these rows and try again.",
    ]
