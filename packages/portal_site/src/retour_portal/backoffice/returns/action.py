"""One step an agent may take with a return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from retour_core.domain.states import ReturnState
from retour_core.returns.actors import Actor
from retour_core.returns.models import Return
from retour_portal.backoffice.returns.forms import ActionForm

# Takes the return, who does it and the valid form; answers what to tell the agent.
Perform = Callable[[Return, Actor, Any], str]


@dataclass(frozen=True)
class ReturnAction:
    """``target`` is the state the action leads to; the domain's table allows it or not.

    ``weight`` is how loudly the page offers it: ``primary``, ``secondary`` or
    ``danger``. ``hint`` says what will happen.
    """

    name: str
    label: str | Promise
    hint: str | Promise
    target: ReturnState
    weight: str
    perform: Perform
    form: type[ActionForm] = ActionForm
    # States without a step to ``target`` in the table in which it is reached, too.
    stays_in: frozenset[ReturnState] = frozenset()
