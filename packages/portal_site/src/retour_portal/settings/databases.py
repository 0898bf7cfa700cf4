from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

# synchronous=FULL costs a few per cent and keeps an acknowledged return through a
# power cut; IMMEDIATE is what makes the timeout hold under WAL.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-20000;"
    ),
}


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's database settings for ``DATABASE_URL``; empty means local SQLite."""
    config: dict[str, Any] = dict(
        dj_database_url.parse(url or f"sqlite:///{data_dir / 'retour.sqlite3'}")
    )
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = _SQLITE_OPTIONS
    else:
        config["CONN_HEALTH_CHECKS"] = True
    # Also a file: opening it anew costs more than most pages ask of it.
    config["CONN_MAX_AGE"] = 60
    return config
