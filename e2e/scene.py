"""A portal with something behind each of its URLs, on a server of its own.

Run as a module, it prints one line of JSON once it answers: the address, and the path
of each page by the name of its URL. Its clock begins at the day of the factories; it
ends with its standard input.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import ExitStack, redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.portal_site.flow.scene import Scene

HOST = "alpenglow.localhost"


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    import time_machine
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections
    from django.test.testcases import LiveServerThread
    from django.test.utils import override_settings, setup_test_environment

    from tests.factories import NOW
    from tests.migrated import MigratedCopy
    from tests.portal_site.flow.scene import make_scene

    # Axe asks for what a style sheet imports as if it were beside the page.
    logging.disable(logging.WARNING)
    setup_test_environment()
    with ExitStack() as open_now:
        open_now.enter_context(time_machine.travel(NOW, tick=True))
        open_now.enter_context(
            override_settings(RETOUR_PAYMENT_SANDBOX=True, ALLOWED_HOSTS=["*"])
        )
        connection = connections["default"]
        with MigratedCopy(), redirect_stdout(sys.stderr):
            connection.creation.create_test_db(verbosity=0, serialize=False)
        pages = _pages(make_scene())
        connection.inc_thread_sharing()
        server = LiveServerThread(
            "127.0.0.1",
            StaticFilesHandler,
            connections_override={"default": connection},
        )
        server.daemon = True
        server.start()
        server.is_ready.wait()
        told = {"root": f"http://{HOST}:{server.port}", "pages": pages}
        print(json.dumps(told), flush=True)  # noqa: T201 - whoever started it listens
        sys.stdin.read()
        server.terminate()


def _pages(scene: Scene) -> dict[str, str]:
    """What a browser shows, redirects followed, each page once; no pictures, papers or
    data."""
    found: dict[str, str] = {}
    for name, url in scene.urls().items():
        response = scene.customer.client.get(url, follow=True)
        asked = response.request
        path = f"{asked['PATH_INFO']}?{asked['QUERY_STRING']}".rstrip("?")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not path.startswith("/static/"):
            found.setdefault(path, name)
    return {name: path for path, name in found.items()}


if __name__ == "__main__":
    main()
