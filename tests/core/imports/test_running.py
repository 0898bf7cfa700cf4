"""Killed, stopped, handed on: an import ends with every order once."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from retour_core.imports import running
from retour_core.imports.errors import ImportNotWaiting
from retour_core.imports.management.commands import import_orders
from retour_core.imports.mapping import guess_mapping
from retour_core.imports.models import ImportJob, ImportState, SeenOrder
from retour_core.imports.operations import (
    forget_imports,
    resume,
    start,
    stop,
    upload,
)
from retour_core.imports.queries import sample_of
from retour_core.imports.running import run_step, work_on
from retour_core.orders.models import Order, OrderRevision, Shop
from retour_core.outbox.models import OutboxMessage
from retour_core.outbox.operations import claim, deliver
from tests.core.imports.conftest import HEADER, line, table, totals
from tests.processes import Installation


def _started(shop: Shop, content: bytes, **options: Any) -> ImportJob:
    job = upload(shop, io.BytesIO(content), name="orders.csv", actor="anna")
    mapping = guess_mapping(job, sample_of(job))
    return start(job, mapping, dry_run=False, **options)


def _drain() -> int:
    """Deliver what is due until nothing is; how many messages there were."""
    count = 0
    while ids := claim(10, now=timezone.now()):
        for message_id in ids:
            deliver(message_id)
            count += 1
    return count


def many(count: int) -> bytes:
    return table(*(line(str(n), SKU=sku) for n in range(count) for sku in ("A", "B")))


def test_the_outbox_hands_an_import_on_until_it_is_finished(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SLICE_SECONDS", 0)
    monkeypatch.setattr(running, "STEP_ROWS", 10)
    job = _started(shop, many(12))
    assert OutboxMessage.objects.get().payload == {"job_id": job.pk, "run": 1}
    assert _drain() == 3
    job.refresh_from_db()
    assert (job.state, totals(job), job.row, job.percent) == (
        ImportState.DONE,
        {"created": 12},
        25,
        100,
    )
    assert not SeenOrder.objects.exists()
    assert not OutboxMessage.objects.filter(done_at=None).exists()


def test_a_step_that_breaks_leaves_neither_orders_nor_progress(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STEP_ROWS", 4)
    job = _started(shop, many(6), in_background=False)
    assert run_step(job.pk, run=job.run) is True

    class Killed(BaseException):
        pass

    def killed(*_args: object, **_kwargs: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(ImportJob, "save", killed)
        with pytest.raises(Killed):
            run_step(job.pk, run=job.run)
    job.refresh_from_db()
    assert (totals(job), job.row, Order.objects.count()) == ({"created": 2}, 5, 2)
    while run_step(job.pk, run=job.run):
        pass
    job.refresh_from_db()
    assert totals(job) == {"created": 6}
    assert OrderRevision.objects.count() == 6


def test_a_message_of_an_older_run_does_nothing(shop: Shop) -> None:
    job = _started(shop, many(2))
    old = OutboxMessage.objects.get()
    stop(job)
    resume(job)
    assert work_on(old.payload, message_id=old.pk) is None
    assert not Order.objects.exists()
    _drain()
    assert Order.objects.count() == 2


def test_a_stopped_import_waits_and_goes_on_where_it_was(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "STEP_ROWS", 4)
    job = _started(shop, many(6), in_background=False)
    run_step(job.pk, run=job.run)
    stop(job)
    assert run_step(job.pk, run=job.run) is False
    assert Order.objects.count() == 2
    again = resume(job, in_background=False)
    while run_step(again.pk, run=again.run):
        pass
    again.refresh_from_db()
    assert (again.state, totals(again)) == (ImportState.DONE, {"created": 6})
    with pytest.raises(ImportNotWaiting):
        resume(again)


def test_a_message_given_up_shows_on_the_job(shop: Shop) -> None:
    job = _started(shop, many(1))
    running.given_up({"job_id": job.pk, "run": 1}, "the disk is gone")
    job.refresh_from_db()
    assert (job.state, job.failure) == (ImportState.FAILED, "the disk is gone")


def test_the_file_goes_with_the_job_when_it_is_old(shop: Shop) -> None:
    job = _started(shop, many(1), in_background=False)
    running_job = _started(shop, many(1), in_background=False)
    run_step(job.pk, run=job.run)
    storage, name = job.file.storage, job.file.name
    assert forget_imports(before=timezone.now() + timedelta(seconds=1)) == 1
    assert not storage.exists(str(name))
    assert ImportJob.objects.get() == running_job


def test_a_run_nobody_ended_is_forgotten_a_week_later(shop: Shop) -> None:
    job = _started(shop, many(1), in_background=False)
    later = timezone.now() + timedelta(days=8)
    assert forget_imports(before=later) == 1
    assert not ImportJob.objects.filter(pk=job.pk).exists()


def test_the_command_is_interrupted_and_says_how_to_go_on(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(many(6))
    monkeypatch.setattr(running, "STEP_ROWS", 4)

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as pressed:
        pressed.setattr(import_orders.Command, "_plain_progress", interrupted)
        with pytest.raises(CommandError) as told:
            call_command("import_orders", str(file), shop=shop.key)
    job = ImportJob.objects.get()
    assert str(told.value) == (
        f"The import was stopped. Go on with: import_orders --resume {job.pk}"
    )
    assert (job.state, Order.objects.count()) == (ImportState.STOPPED, 2)
    call_command("import_orders", resume=job.pk)
    assert Order.objects.count() == 6


def test_the_rejected_rows_of_a_strange_name_stay_in_this_folder(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    job = _started(shop, table(line("1", Qty="x")), in_background=False)
    ImportJob.objects.update(file_name="../../orders.csv", state="stopped")
    with pytest.raises(SystemExit):
        call_command("import_orders", resume=job.pk)
    assert [path.name for path in folder.iterdir()] == ["orders.rejected.csv"]


def test_the_command_imports_and_says_so(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(table(line("1"), line("2")))
    call_command("import_orders", str(file), shop=shop.key, dry_run=True)
    assert not Order.objects.exists()
    call_command("import_orders", str(file), shop=shop.key)
    told = capsys.readouterr().out.splitlines()[-1]
    assert told == (
        "Imported 2 orders: 2 created, 0 updated, 0 unchanged, 0 stale, 0 rejected."
    )
    assert Order.objects.count() == 2
    assert OrderRevision.objects.values_list("actor", flat=True)[0] == "import_orders"


def test_the_command_fails_with_the_rejected_rows_beside_the_file(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(table(line("1"), line("2", Qty="x")))
    with pytest.raises(SystemExit) as exit_:
        call_command("import_orders", str(file), shop=shop.key)
    assert exit_.value.code == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "row 3, Qty: “x” is no whole number."
    )
    rejected = (tmp_path / "orders.rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(rejected) == 2
    assert Order.objects.get().number == "1"


def test_the_command_takes_a_mapping(shop: Shop, tmp_path: Path) -> None:
    file, mapping = tmp_path / "orders.csv", tmp_path / "mapping.json"
    file.write_bytes(b"A;B;C;D\n1;6.11.2026;Hat;5,50\n")
    choice = {
        "columns": {"A": "number", "B": "placed_at", "C": "title", "D": "line_total"},
        "country": "fr",
        "currency": "eur",
        "decimal_mark": ",",
    }
    mapping.write_text(json.dumps(choice))
    call_command("import_orders", str(file), shop=shop.key, mapping=mapping)
    order = Order.objects.get()
    assert (order.country, order.total_incl_minor) == ("FR", 550)


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        ("{", "is no JSON"),
        (
            '{"column": {}}',
            "column: There is no field of this name; check its spelling or omit it.",
        ),
        ('{"columns": {"Z": "number"}}', "Z: The file has no column of this name."),
        ('{"columns": {"SKU": "nmber"}}', "“nmber” is no field."),
    ],
)
def test_the_command_names_what_is_wrong_with_a_mapping(
    mapping: str, told: str, shop: Shop, tmp_path: Path
) -> None:
    file, choice = tmp_path / "orders.csv", tmp_path / "mapping.json"
    file.write_bytes(table(line("1")))
    choice.write_text(mapping)
    with pytest.raises(CommandError, match=told.replace(".", r"\.")):
        call_command("import_orders", str(file), shop=shop.key, mapping=choice)


def test_the_command_needs_a_shop_that_exists(shop: Shop, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(table(line("1")))
    with pytest.raises(CommandError, match=f"There is no shop x: {shop.key}\\."):
        call_command("import_orders", str(file), shop="x")
    with pytest.raises(CommandError, match="Name the file"):
        call_command("import_orders", str(file))


# A process is charged with what its parent held when it was forked, and a test run
# may hold more than an import: so a small process stands between.
MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
IMPORT = ("-m", "retour_portal", "import_orders")
NewInstallation = Callable[..., Installation]


def _with_shop(retour: Installation) -> Installation:
    python = "from tests.factories import *; make_shop(key='shop_p')"
    retour.run("-m", "retour_portal", "shell", "-v", "0", "-c", python)
    return retour


def _stored(retour: Installation) -> tuple[int, int]:
    """Orders and revisions."""
    python = (
        "from retour_core.orders.models import *;"
        "print(Order.objects.count(), OrderRevision.objects.count())"
    )
    told = retour.run("-m", "retour_portal", "shell", "-v", "0", "-c", python)
    orders, revisions = told.split()
    return int(orders), int(revisions)


@pytest.mark.processes
def test_a_killed_command_is_resumed_without_doubling(
    installation: NewInstallation, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(many(4000))
    retour = _with_shop(installation())
    victim = subprocess.Popen(
        [sys.executable, *IMPORT, str(file), "--shop", "shop_p"],
        env={**retour.env, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert victim.stdout is not None
    for told in victim.stdout:
        if told.strip().startswith(("2", "3", "4")):
            break
    victim.kill()
    victim.wait()
    victim.stdout.close()
    before = _stored(retour)
    assert 0 < before[0] < 4000
    told = retour.run(*IMPORT, "--resume", "1")
    assert told.splitlines()[-1] == (
        "Imported 4000 orders:"
        " 4000 created, 0 updated, 0 unchanged, 0 stale, 0 rejected."
    )
    assert _stored(retour) == (4000, 4000)


# The issue's own measure is RETOUR_TEST_IMPORT_ROWS=1000000, which takes minutes.
ROWS = int(os.environ.get("RETOUR_TEST_IMPORT_ROWS", "20000"))


@pytest.mark.processes
def test_a_long_file_is_imported_in_bounded_memory(
    installation: NewInstallation, tmp_path: Path
) -> None:
    """The whole process, Python and Django included, stays below 300 MB."""
    file = tmp_path / "orders.csv"
    with file.open("w") as out:
        out.write(f"{HEADER}\n")
        for n in range(ROWS):
            out.write(line(f"N{n // 4}", SKU=f"S{n % 4}") + "\n")
    retour = _with_shop(installation())
    told = retour.run("-c", MEASURE, *IMPORT, str(file), "--shop", "shop_p")
    *_progress, summary, memory = told.splitlines()
    print(f"{ROWS} rows: {int(memory) // 1024} MB")
    assert summary.split(":")[0] == f"Imported {ROWS // 4} orders"
    assert int(memory) < 300 * 1024  # KiB on Linux
