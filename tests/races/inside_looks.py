"""Run inside an installation under test: people and beat decide on a look at once, each
with a connection of its own; prints by race what each round came to."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from retour_core.accounts.models import Role  # noqa: E402
from retour_core.outbox.models import OutboxMessage  # noqa: E402
from retour_portal.editorial import looks  # noqa: E402
from retour_portal.editorial.scheduling import publish_due  # noqa: E402
from retour_portal.theming.models import Theme  # noqa: E402
from retour_portal.theming.version_models import (  # noqa: E402
    Stage,
    ThemeVersion,
)
from retour_portal.theming.versions import live_version, open_draft  # noqa: E402
from tests.portal_site.editorial.desks import Desk, make_desk  # noqa: E402

Step = Callable[[], object]
SOON = datetime(2199, 1, 1, tzinfo=UTC)


class Race:
    """One brand, a draft of its look, and what the two who race do to it."""

    def __init__(self, slug: str) -> None:
        self.desk: Desk = make_desk(slug)
        made = self.save("#111111", seen=0)
        assert made is not None
        self.draft: ThemeVersion = made
        OutboxMessage.objects.all().delete()

    @property
    def theme(self) -> Theme:
        found: Theme = Theme.objects.get(brand=self.desk.brand)
        return found

    def save(self, colour: str, seen: int) -> ThemeVersion | None:
        return looks.save_draft(
            self.theme,
            {"primary_colour": colour},
            by=self.desk.people[Role.EDITOR],
            may_publish=False,
            seen=seen,
        )

    def save_over(self) -> object:
        return self.save("#222222", seen=self.draft.number)

    def publish(self) -> object:
        return looks.publish(self.draft, by=self.desk.people[Role.PUBLISHER])

    def submit(self) -> None:
        looks.submit(self.draft, by=self.desk.people[Role.EDITOR])
        OutboxMessage.objects.all().delete()

    def schedule(self) -> None:
        looks.schedule(self.draft, SOON, by=self.desk.people[Role.PUBLISHER])
        due = datetime.now(UTC) - timedelta(minutes=1)
        ThemeVersion.objects.filter(pk=self.draft.pk).update(go_live_at=due)
        OutboxMessage.objects.all().delete()

    def outcome(self) -> dict[str, Any]:
        theme, draft = self.theme, open_draft(self.theme)
        live = live_version(theme)
        assert live is not None
        return {
            "published": theme.versions.filter(stage=Stage.PUBLISHED).count(),
            "live": theme.primary_colour,
            "live_version": live.look["primary_colour"],
            "draft": draft.look["primary_colour"] if draft else "",
            "mails": OutboxMessage.objects.count(),
        }


def at_once(*steps: Step) -> dict[str, int]:
    start = Barrier(len(steps))

    def run(step: Step) -> str:
        start.wait(60)
        try:
            done = step()
        except looks.LookMoved as error:
            return error.code
        finally:
            connection.close()
        return str(done) if isinstance(done, int) else "done"

    with ThreadPoolExecutor(len(steps)) as people:
        return dict(Counter(people.map(run, steps)))


def main(kind: str, rounds: int) -> list[Any]:
    came_to = []
    for number in range(rounds):
        race = Race(f"{kind}-{number}")
        if kind == "publishers":
            race.submit()
            answers = at_once(race.publish, race.publish)
        elif kind == "editors":
            answers = at_once(race.save_over, race.save_over)
        elif kind == "both":
            answers = at_once(race.save_over, race.publish)
        else:
            race.schedule()
            answers = at_once(publish_due, publish_due)
        came_to.append([answers, race.outcome()])
    return came_to


print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
