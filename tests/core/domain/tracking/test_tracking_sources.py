from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.tracking import Scan, TrackingStatus
from retour_core.domain.tracking.sources import (
    READERS,
    aftership,
    dhl,
    easypost,
    inpost,
    inpost_group,
    sendcloud,
    shippo,
)
from retour_core.domain.tracking.sources.shapes import UnreadableNews

S = TrackingStatus


def seen(scan: Scan) -> tuple[str, TrackingStatus, str, str, str, str]:
    at = scan.at.isoformat() if scan.at else ""
    return (scan.number, scan.status, scan.code, at, scan.text, scan.place)


NEWS: dict[str, tuple[Any, list[tuple[str, TrackingStatus, str, str, str, str]]]] = {
    "sendcloud": (
        {
            "action": "parcel_status_changed",
            "timestamp": 1763632800000,
            "carrier_status_change_timestamp": 1763629200,
            "parcel": {
                "tracking_number": "3SYZXG132912330",
                "status": {"id": 22, "message": "Shipment picked up by driver"},
            },
        },
        [
            (
                "3SYZXG132912330",
                S.ACCEPTED,
                "picked-up-by-driver",
                "2025-11-20T09:00:00+00:00",
                "Shipment picked up by driver",
                "",
            )
        ],
    ),
    "easypost": (
        {
            "object": "Event",
            "description": "tracker.updated",
            "result": {
                "object": "Tracker",
                "tracking_code": "9400 1000 0000 0000 0000 00",
                "tracking_details": [
                    {
                        "status": "in_transit",
                        "message": "Accepted at USPS facility",
                        "datetime": "2026-11-20T10:00:00Z",
                        "tracking_location": {
                            "city": "AUSTIN",
                            "state": "TX",
                            "country": "US",
                        },
                    }
                ],
            },
        },
        [
            (
                "9400100000000000000000",
                S.IN_TRANSIT,
                "in_transit",
                "2026-11-20T10:00:00+00:00",
                "Accepted at USPS facility",
                "AUSTIN, TX, US",
            )
        ],
    ),
    "aftership": (
        {
            "event": "tracking_update",
            "msg": {
                "tracking_number": "1Z9999999999999999",
                "checkpoints": [
                    {
                        "tag": "Exception",
                        "subtag": "Exception_011",
                        "checkpoint_time": "2026-11-20T10:00:00+01:00",
                        "message": "Returned",
                        "location": "Köln",
                    }
                ],
            },
        },
        [
            (
                "1Z9999999999999999",
                S.RETURNED,
                "Exception_011",
                "2026-11-20T10:00:00+01:00",
                "Returned",
                "Köln",
            )
        ],
    ),
    "shippo": (
        {
            "event": "track_updated",
            "data": {
                "tracking_number": "92055",
                "tracking_status": {
                    "status": "RETURNED",
                    "status_date": "2026-11-20T10:00:00Z",
                    "status_details": "Goes back",
                    "location": {"city": "Reno", "state": "NV", "country": "US"},
                },
                "tracking_history": [],
            },
        },
        [
            (
                "92055",
                S.RETURNING,
                "RETURNED",
                "2026-11-20T10:00:00+00:00",
                "Goes back",
                "Reno, NV, US",
            )
        ],
    ),
    "dhl": (
        {
            "shipments": [
                {
                    "id": "00340434161094042557",
                    "events": [
                        {
                            "statusCode": "failure",
                            "timestamp": "2026-11-20T10:00:00",
                            "description": "Being returned to sender.",
                            "location": {
                                "address": {
                                    "countryCode": "DE",
                                    "addressLocality": "Hamburg",
                                }
                            },
                        }
                    ],
                }
            ]
        },
        [
            (
                "00340434161094042557",
                S.RETURNING,
                "failure",
                "2026-11-20T10:00:00+01:00",
                "Being returned to sender.",
                "Hamburg, DE",
            )
        ],
    ),
    "inpost": (
        {
            "event": "shipment_status_changed",
            "event_ts": "2026-11-20 15:08:06 +0100",
            "organization_id": 1,
            "payload": {
                "status": "dispatched_by_sender",
                "tracking_number": "602677439331630337653846",
            },
        },
        [
            (
                "602677439331630337653846",
                S.ACCEPTED,
                "dispatched_by_sender",
                "2026-11-20T15:08:06+01:00",
                "",
                "",
            )
        ],
    ),
    "generic": (
        {
            "tracking_number": "abc-123",
            "events": [
                {"status": "accepted", "at": "2026-11-20T10:00:00Z", "place": "Oslo"},
                {"status": "eaten"},
            ],
        },
        [
            ("ABC123", S.ACCEPTED, "accepted", "2026-11-20T10:00:00+00:00", "", "Oslo"),
            ("ABC123", S.UNKNOWN, "eaten", "", "", ""),
        ],
    ),
}


@pytest.mark.parametrize("source", sorted(READERS))
def test_each_source_is_read(source: str) -> None:
    news, scans = NEWS[source]
    assert [seen(scan) for scan in READERS[source](news)] == scans


def test_a_status_pushed_and_asked_at_sendcloud_is_one_word() -> None:
    asked = {
        "tracking_number": "3S1",
        "status_history": [
            {
                "parent_status": "delivered",
                "carrier_update_timestamp": "2025-11-20T09:00:00+00:00",
                "carrier_message": "Delivered",
            }
        ],
    }
    pushed = {
        "action": "parcel_status_changed",
        "carrier_status_change_timestamp": 1763629200,
        "parcel": {
            "tracking_number": "3S1",
            "status": {"id": 11, "message": "Delivered"},
        },
    }
    assert sendcloud.read(asked) == sendcloud.read(pushed)


@pytest.mark.parametrize(
    "said", ["shipment-on-route", "SHIPMENT_ON_ROUTE", "Parcel en route"]
)
def test_a_status_sendcloud_says_in_words_is_its_slug(said: str) -> None:
    history = [{"parent_status": said, "carrier_update_timestamp": None}]
    [scan] = sendcloud.read({"tracking_number": "3S1", "status_history": history})
    assert (scan.code, scan.status) == ("shipment-on-route", S.IN_TRANSIT)


def test_other_news_of_a_source_says_nothing_of_parcels() -> None:
    assert sendcloud.read({"action": "integration_updated"}) == []
    assert easypost.read({"object": "Event", "result": {"object": "Batch"}}) == []
    assert inpost.read({"event": "shipment_confirmed"}) == []
    assert inpost.read({"parcels": []}) == []
    assert aftership.read({"event": "edd_revise", "msg": {}}) == []
    assert shippo.read({"event": "transaction_created", "data": {}}) == []


@pytest.mark.parametrize("source", sorted(READERS))
@pytest.mark.parametrize("news", [None, [], "x", 7, True])
def test_what_is_no_object_is_unreadable(source: str, news: object) -> None:
    with pytest.raises(UnreadableNews):
        READERS[source](news)


@pytest.mark.parametrize(
    ("source", "news"),
    [
        ("sendcloud", {"action": "parcel_status_changed", "parcel": {}}),
        ("easypost", {"object": "Tracker", "tracking_code": None}),
        ("dhl", {"shipments": None}),
        ("generic", {"events": []}),
    ],
)
def test_news_without_a_parcel_is_unreadable(source: str, news: object) -> None:
    with pytest.raises(UnreadableNews):
        READERS[source](news)


_KEYS = (
    *(
        "action",
        "parcel",
        "status",
        "id",
        "msg",
        "checkpoints",
        "data",
        "events",
        "tag",
    ),
    *("shipments", "result", "tracking_number", "tracking_code", "object", "payload"),
    *(
        "tracking_status",
        "event",
        "tracking_details",
        "status_history",
        "location",
        "at",
    ),
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(st.sampled_from(sorted(READERS)), _JSON)
def test_no_json_breaks_a_reader(source: str, news: object) -> None:
    try:
        scans = READERS[source](news)
    except UnreadableNews:
        return
    assert all(scan.number and len(scan.text) <= 500 for scan in scans)


def test_every_status_of_a_source_is_one_of_ours_and_none_is_delivered_by_chance() -> (
    None
):
    delivered = {
        name: sorted(code for code, status in table.items() if status is S.DELIVERED)
        for name, table in (
            ("aftership", aftership.STATUSES),
            ("dhl", dhl.STATUSES),
            ("easypost", easypost.STATUSES),
            ("inpost", inpost.STATUSES),
            ("inpost_group", inpost_group.STATUSES),
            ("sendcloud", sendcloud.STATUSES),
            ("shippo", shippo.STATUSES),
        )
    }
    assert delivered == {
        "aftership": ["Delivered"],
        "dhl": ["delivered"],
        "easypost": ["delivered"],
        "inpost": ["delivered"],
        "inpost_group": [f"EOL.{number}" for number in range(1001, 1009)],
        "sendcloud": ["collected-by-customer", "delivered", "delivery-forced"],
        "shippo": ["DELIVERED"],
    }


def test_inpost_s_answer_for_all_countries_is_read_parcel_by_parcel() -> None:
    event = {
        "eventCode": "FMD.1005",
        "timestamp": "2026-11-20T14:02:55.374675Z",
        "location": {"type": "LOCKER_POINT", "city": "Kraków", "country": "PL"},
    }
    nowhere = {"eventCode": "XYZ.1", "timestamp": None, "location": None}
    parcel = {"trackingNumber": "620000000001234567", "events": [event, nowhere]}

    scans = inpost.read({"parcels": [parcel]})

    assert [(s.number, s.status, s.code, s.place) for s in scans] == [
        ("620000000001234567", S.ACCEPTED, "FMD.1005", "Kraków, PL"),
        ("620000000001234567", S.UNKNOWN, "XYZ.1", ""),
    ]
