"""Ratios measured side by side in one run: ``nox -s bench``.

Absolute rates depend on the machine; read the ratios. The database is the one of
``DATABASE_URL`` (SQLite when unset), in a scratch copy that is dropped afterwards.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("RETOUR_DATA_DIR", tempfile.mkdtemp(prefix="retour-bench-"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    from bench import labels, orders, pages

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        print(f"database: {connection.vendor}")
        for title, measure in (
            ("orders taken in", orders.measure),
            ("labels", labels.measure),
            ("portal pages", pages.measure),
        ):
            print(f"\n{title}")
            for line in measure():
                print(f"  {line}")
    finally:
        connection.creation.destroy_test_db(":memory:", verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
