"""Run inside the installation: prints "ready", then for each language asked for writes
a sample of every mail to customers of one brand, and prints the folder."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

BRAND = "maison-lune"


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "retour_portal.settings")
    django.setup()
    print("ready", flush=True)  # noqa: T201 - whoever started it listens
    for line in sys.stdin:
        print(_written(line.strip()), flush=True)  # noqa: T201


def _written(language: str) -> Path:
    from retour_core.brands.models import Brand
    from retour_core.notifications.kinds import KINDS
    from retour_core.notifications.sample import render_sample

    folder = Path(tempfile.mkdtemp(prefix="retour-mails-"))
    brand = Brand.objects.get(slug=BRAND)
    for kind in KINDS.values():
        mail = render_sample(brand, kind, None, language=language, key="sample")
        [html] = [str(part) for part, kind_ in mail.alternatives if "html" in kind_]
        (folder / f"{kind.key}.html").write_text(html)
    return folder


if __name__ == "__main__":
    main()
