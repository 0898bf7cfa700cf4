from __future__ import annotations

from pathlib import Path
from queue import Empty

import pytest
from celery import current_app
from django.conf import settings
from kombu import Connection

from retour_portal.runtime.folder_transport import Channel


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "queue"


@pytest.fixture
def channel(folder: Path) -> Channel:
    folder.mkdir()
    connection = Connection(
        "filesystem://",
        transport_options={
            "data_folder_in": str(folder),
            "data_folder_out": str(folder),
            "control_folder": str(folder / "control"),
        },
    )
    channel = connection.channel()
    assert type(channel) is Channel
    return channel


def test_a_message_comes_out_as_it_went_in(channel: Channel) -> None:
    channel._put("q", {"body": "é"})

    assert channel._get("q") == {"body": "é"}


def test_a_message_has_its_name_only_when_it_is_whole(
    channel: Channel, folder: Path
) -> None:
    (folder / "1_x.q.msg.part").write_text('{"bo')

    with pytest.raises(Empty):
        channel._get("q")


def test_a_message_cut_short_is_passed_over(channel: Channel, folder: Path) -> None:
    (folder / "0_x.q.msg").write_text("")
    channel._put("q", {"body": "next"})

    assert channel._get("q") == {"body": "next"}


def test_web_processes_publish_where_workers_listen() -> None:
    assert current_app.main == "retour"
    assert current_app.conf.broker_url == settings.CELERY_BROKER_URL
