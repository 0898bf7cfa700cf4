from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retour_core.domain.withdrawal import (
    BreakKind,
    ChainHead,
    ChainPoint,
    EvidenceUnreadable,
    SealedRecord,
    Statement,
    StatementLine,
    Submission,
    canonical_bytes,
    dump_evidence,
    erase_content,
    genesis_hash,
    load_evidence,
    record_content,
    seal,
    statutory_words,
    submission_key,
    to_second,
    verify_chain,
)

CHAIN = "retour:example"
NOON = datetime(2026, 11, 10, 12, 0, 0, 999_999, tzinfo=UTC)
STATEMENT = Statement(
    name="Zoë Ōe",
    contract="10042",
    email="Zoe@example.com",
    is_partial=True,
    lines=(StatementLine("Lamp", 2, "line-1"),),
)


def chain_of(contents: Sequence[dict[str, Any]]) -> list[SealedRecord]:
    records: list[SealedRecord] = []
    for offset, content in enumerate(contents):
        records.append(
            seal(
                content,
                chain=CHAIN,
                recorded_at=NOON + timedelta(seconds=offset),
                after=records[-1] if records else None,
            )
        )
    return records


def head_of(records: list[SealedRecord]) -> ChainHead:
    return ChainHead(records[-1].sequence, records[-1].hash)


CONTENTS = st.dictionaries(
    st.text("abcdef", min_size=1),
    st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-9, 9) | st.none(),
    max_size=4,
)
CHAINS = st.lists(CONTENTS, min_size=1, max_size=6).map(chain_of)
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(CHAINS)
def test_an_untouched_chain_verifies(records: list[SealedRecord]) -> None:
    assert verify_chain(records, chain=CHAIN, head=head_of(records)) == []


@given(CHAINS, st.data())
def test_erasing_contents_breaks_nothing(
    records: list[SealedRecord], data: st.DataObject
) -> None:
    erased = data.draw(st.sets(st.integers(0, len(records) - 1)))

    found = [
        erase_content(record) if index in erased else record
        for index, record in enumerate(records)
    ]

    assert verify_chain(found, chain=CHAIN, head=head_of(records)) == []


@given(CHAINS, st.data())
def test_any_single_change_shows(
    records: list[SealedRecord], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(records) - 1))
    field = data.draw(
        st.sampled_from(
            [
                "sequence",
                "recorded_at",
                "content_hash",
                "previous_hash",
                "hash",
                "content",
            ]
        )
    )
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "sequence": st.integers(),
        "recorded_at": st.text(max_size=30),
        "content": CONTENTS,
    }
    value = data.draw(strategies.get(field, HEX))
    changed = replace(records[index], **{field: value})
    found = [*records[:index], changed, *records[index + 1 :]]

    breaks = verify_chain(found, chain=CHAIN, head=head_of(records))

    assert bool(breaks) is (changed != records[index])


@given(CHAINS, st.data())
def test_any_removal_shows(records: list[SealedRecord], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(records) - 1))
    left = [*records[:index], *records[index + 1 :]]

    assert verify_chain(left, chain=CHAIN, head=head_of(records)) != []


@given(CHAINS.filter(lambda records: len(records) > 1), st.data())
def test_any_swap_shows(records: list[SealedRecord], data: st.DataObject) -> None:
    places = st.lists(
        st.integers(0, len(records) - 1), min_size=2, max_size=2, unique=True
    )
    first, second = data.draw(places)
    swapped = list(records)
    swapped[first], swapped[second] = swapped[second], swapped[first]

    assert verify_chain(swapped, chain=CHAIN) != []


@given(CHAINS, st.data())
def test_a_record_put_in_twice_shows(
    records: list[SealedRecord], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(records) - 1))
    doubled = [*records[: index + 1], *records[index:]]

    assert verify_chain(doubled, chain=CHAIN) != []


FOUR = chain_of([{"n": number} for number in range(4)])


def kinds(records: list[SealedRecord], **more: Any) -> list[tuple[int, BreakKind]]:
    breaks = verify_chain(records, chain=CHAIN, **more)
    return [(found.position, found.kind) for found in breaks]


def test_a_changed_content_is_named() -> None:
    changed = replace(FOUR[1], content={"n": 9})

    assert kinds([FOUR[0], changed, *FOUR[2:]]) == [(1, BreakKind.CONTENT)]


def test_a_changed_time_is_named() -> None:
    changed = replace(FOUR[1], recorded_at="2026-11-11T12:00:00+00:00")

    assert kinds([FOUR[0], changed, *FOUR[2:]]) == [(1, BreakKind.SEAL)]


def test_a_resealed_forgery_no_longer_links_to_what_follows() -> None:
    forged = seal({"n": 9}, chain=CHAIN, recorded_at=NOON, after=FOUR[0])

    assert kinds([FOUR[0], forged, *FOUR[2:]]) == [(2, BreakKind.LINK)]


def test_a_missing_record_is_named_where_it_was() -> None:
    assert kinds([FOUR[0], *FOUR[2:]]) == [
        (1, BreakKind.LINK),
        (1, BreakKind.SEQUENCE),
        (2, BreakKind.SEQUENCE),
    ]


@pytest.mark.parametrize("cut", range(6))
@pytest.mark.parametrize("changed", range(5))
def test_a_chain_read_in_two_parts_tells_the_same(cut: int, changed: int) -> None:
    records = chain_of([{"n": n} for n in range(5)])
    records[changed] = replace(records[changed], hash="0" * 64)
    after = ChainPoint(cut, records[cut - 1].hash) if cut else None
    parts = [
        *verify_chain(records[:cut], chain=CHAIN),
        *verify_chain(records[cut:], chain=CHAIN, after=after),
    ]
    whole = verify_chain(records, chain=CHAIN)
    assert [(b.sequence, b.kind) for b in parts] == [
        (b.sequence, b.kind) for b in whole
    ]


def test_missing_last_records_show_only_against_a_noted_head() -> None:
    assert kinds(FOUR[:2]) == []
    assert kinds(FOUR[:2], head=head_of(FOUR)) == [(1, BreakKind.HEAD)]
    assert kinds([], head=head_of(FOUR)) == [(0, BreakKind.HEAD)]


def test_an_older_head_is_found_in_a_chain_that_grew() -> None:
    assert kinds(FOUR, head=head_of(FOUR[:2])) == []


def test_a_chain_is_bound_to_its_name() -> None:
    assert FOUR[0].previous_hash == genesis_hash(CHAIN)
    assert len(verify_chain(FOUR, chain="another")) == 5


def test_a_content_that_no_longer_is_json_is_a_break_and_no_crash() -> None:
    changed = replace(FOUR[3], content={"n": 1.5})  # type: ignore[dict-item]

    assert kinds([*FOUR[:3], changed]) == [(3, BreakKind.CONTENT)]


def test_the_seal_of_a_known_record_never_changes() -> None:
    # The bytes are the format: a changed hash means old evidence stops verifying.
    assert genesis_hash("c") == (
        "2bbe643be5c6ed0f5833decfccab6772345f8bbec6333ecbb2bd9bf87bfebdb3"
    )
    first = seal({"n": 1}, chain="c", recorded_at=NOON, after=None)
    assert first.recorded_at == "2026-11-10T12:00:00+00:00"
    assert first.hash == (
        "a82d0e5b983c5aed0009122c44ec00aaafd9ed242fe836df7c752f06f324e36a"
    )


def submission(**changes: Any) -> Submission:
    facts: dict[str, Any] = {
        "reference": "W-1",
        "brand": "lune",
        "statement": STATEMENT,
        "words": statutory_words("fr"),
        "locale": "fr",
        "submitted_at": NOON,
        "zone": ZoneInfo("Europe/Paris"),
        "salt": "0" * 32,
    }
    return Submission(**{**facts, **changes})


def test_a_record_holds_what_was_shown_and_when_the_server_got_it() -> None:
    assert record_content(submission(order="10042", country="FR")) == {
        "version": 1,
        "reference": "W-1",
        "brand": "lune",
        "submitted_at": "2026-11-10T12:00:00+00:00",
        "local_time": "2026-11-10T13:00:00+01:00",
        "zone": "Europe/Paris",
        "locale": "fr",
        "words": {
            "language": "fr",
            "entry": "renoncer au contrat ici",
            "confirm": "confirmer la rétractation",
        },
        "name": "Zoë Ōe",
        "contract": "10042",
        "email": "Zoe@example.com",
        "scope": "partial",
        "lines": [{"description": "Lamp", "line_id": "line-1", "quantity": 2}],
        "message": "",
        "order": "10042",
        "country": "FR",
        "submission_key": "",
        "salt": "0" * 32,
    }


def test_a_time_is_cut_to_the_second_and_never_rounded_up() -> None:
    assert to_second(NOON).isoformat() == "2026-11-10T12:00:00+00:00"
    with pytest.raises(ValueError, match="zone"):
        to_second(NOON.replace(tzinfo=None))


KEYS = [
    ("the second click", {}, {}, True),
    ("another capital in the address", {"email": "zoe@example.com"}, {}, True),
    ("the same words from a new page", {}, {"token": "t2"}, False),
    ("another brand", {}, {"brand": "other"}, False),
    ("another order", {"contract": "10043"}, {}, False),
    ("the whole of it", {"is_partial": False, "lines": ()}, {}, False),
    ("one lamp less", {"lines": (StatementLine("Lamp", 1, "line-1"),)}, {}, False),
    ("another message", {"message": "Please hurry."}, {}, False),
]


@pytest.mark.parametrize(
    ("changes", "page", "same"),
    [case[1:] for case in KEYS],
    ids=[case[0] for case in KEYS],
)
def test_a_double_click_is_one_statement(
    changes: dict[str, Any], page: dict[str, str], same: bool
) -> None:
    first = submission_key(STATEMENT, brand="lune", token="t1")
    facts = {"brand": "lune", "token": "t1", **page}

    second = submission_key(replace(STATEMENT, **changes), **facts)

    assert (first == second) is same


CANONICAL = [
    ("names are sorted", {"b": 1, "a": 2}, '{"a":2,"b":1}'),
    ("there are no spaces", [1, True, None], "[1,true,null]"),
    ("letters stay letters", "Ōe €", '"Ōe €"'),
    ("controls are escaped", "a\nb\x00", '"a\\nb\\u0000"'),
    ("tuples are lists", (1, "a"), '[1,"a"]'),
]


@pytest.mark.parametrize(
    ("value", "text"),
    [case[1:] for case in CANONICAL],
    ids=[case[0] for case in CANONICAL],
)
def test_a_value_is_written_in_one_way(value: Any, text: str) -> None:
    assert canonical_bytes(value).decode() == text


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(1.5, id="a float"),
        pytest.param(2**53, id="a number others round"),
        pytest.param({"é": 1}, id="a name that is not ASCII"),
        pytest.param({1: 1}, id="a name that is no text"),
        pytest.param("\ud800", id="half a character"),
        pytest.param([{"a": {1}}], id="a set, deep inside"),
    ],
)
def test_what_has_no_single_spelling_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        canonical_bytes(value)


def test_evidence_verifies_after_a_round_trip_and_shows_one_customer_only() -> None:
    data = dump_evidence(FOUR, chain=CHAIN, only={2})

    chain, records = load_evidence(data)

    assert verify_chain(records, chain=chain, head=head_of(FOUR)) == []
    assert [record.content for record in records] == [None, {"n": 1}, None, None]


def test_a_whole_export_holds_every_content() -> None:
    _, records = load_evidence(dump_evidence(FOUR, chain=CHAIN))

    assert records == FOUR


def test_one_byte_changed_in_an_export_shows() -> None:
    data = dump_evidence(FOUR, chain=CHAIN).replace(b'{"n":2}', b'{"n":7}')

    chain, records = load_evidence(data)

    assert kinds(records) == [(2, BreakKind.CONTENT)]
    assert chain == CHAIN


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b'{"format":"other"}', id="another format"),
        pytest.param(dump_evidence(FOUR, chain=CHAIN)[:-9], id="cut off"),
        pytest.param(
            json.dumps(
                {"format": "retour-withdrawals-1", "chain": "c", "records": [{}]}
            ).encode(),
            id="a record without fields",
        ),
    ],
)
def test_a_file_that_is_no_export_is_told_so(data: bytes) -> None:
    with pytest.raises(EvidenceUnreadable):
        load_evidence(data)
