from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from retour_core.domain.withdrawal import (
    ChainHead,
    EvidenceUnreadable,
    load_evidence,
    verify_chain,
)


class Command(BaseCommand):
    help = "Verify an evidence file of withdrawals; ends with 1 if it was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--head",
            metavar="NUMBER:SEAL",
            help="number and seal that an acknowledgement carries: must be in the file",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            chain, records = load_evidence(options["file"].read_bytes())
        except (OSError, EvidenceUnreadable) as error:
            raise CommandError(str(error)) from error
        breaks = verify_chain(records, chain=chain, head=_head(options["head"]))
        for found in breaks:
            self.stderr.write(f"record {found.sequence}: {found.kind}")
        word = "broken" if breaks else "whole"
        self.stdout.write(f"{chain}: {len(records)} records, chain {word}")
        if breaks:
            sys.exit(1)


def _head(text: str | None) -> ChainHead | None:
    if text is None:
        return None
    number, _colon, digest = text.partition(":")
    if not number.isdecimal() or not digest:
        raise CommandError("Write --head as it stands in the mail: 12:9f86d0…")
    return ChainHead(int(number), digest)
