"""What stands on the pages of a sample: one jacket of an order nobody placed.

Everything is in the active language, in words that the customer's pages have anyway.
"""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from babel.dates import format_date
from django.utils import translation

from retour_core.domain.methods import ReturnMethod
from retour_core.domain.money import Money, format_money
from retour_core.domain.states import ReturnState
from retour_core.domain.written_dates import date_locale
from retour_core.notifications.kinds import KINDS, examples_of
from retour_portal.flow.forms import FlowForm, ItemChoice
from retour_portal.flow.handover import Stop, handover_of
from retour_portal.flow.presentation import Goods, ItemRow, TimelineRow, language
from retour_portal.flow.progress import Step, step_marks
from retour_portal.flow.resolutions import Offered
from retour_portal.flow.thread import ThreadLink
from retour_portal.flow.ways import way
from retour_portal.flow.words import event_sentence, state_words

Context = dict[str, Any]

_EXAMPLES = examples_of(KINDS["reminder"].placeholders)
ORDER, RMA = _EXAMPLES["order"], _EXAMPLES["rma"]
_DAY = date(2026, 6, 24)
_WAYS = (ReturnMethod.DROP_OFF_POINT, ReturnMethod.LABELLESS)


def said(words: str) -> str:
    """In the active language; marked for translation where the pages say it."""
    return translation.gettext(words)


def gift(form: FlowForm) -> Context:
    return {"form": form, "has_codes": True, "steps": step_marks(Step.FIND)}


def orders() -> Context:
    rows = [
        SimpleNamespace(
            key=number,
            number=str(int(ORDER) + number),
            placed=day(),
            titles=said("Rain jacket"),
            refusal="",
            is_chosen=not number,
            returns=[],
        )
        for number in range(2)
    ]
    return {"rows": rows, "may_choose": True}


def items() -> Context:
    line = SimpleNamespace(pk=1, ordered=1)
    choice = ItemChoice(line, _goods(), 1, is_chosen=True, quantity="1", error="")  # type: ignore[arg-type]
    form = SimpleNamespace(choices=[choice])
    return _draft(Step.ITEMS) | {"form": form, "last_day": day()}


def reasons() -> Context:
    question = SimpleNamespace(
        line=SimpleNamespace(order_line_id=1, quantity=1),
        goods=_goods(),
        choices=[("too_small", said("Too small"))],
        reason="",
        comment="",
        asks=[],
    )
    form = SimpleNamespace(questions=[question])
    return _draft(Step.REASONS) | {"form": form, "photo_fields": []}


def resolutions() -> Context:
    offered = [
        Offered(
            "refund",
            said("Refund"),
            said("The money goes back the way you paid."),
            is_chosen=True,
            wants_wish=False,
        ),
        Offered(
            "exchange",
            said("Exchange"),
            said("We send you another one once yours has arrived."),
            is_chosen=False,
            wants_wish=True,
        ),
    ]
    question = SimpleNamespace(key=1, goods=_goods(), offered=offered, wish="")
    chooser = SimpleNamespace(questions=[question])
    return _draft(Step.METHOD) | {"chooser": chooser}


def all_methods() -> Context:
    return methods(tuple(ReturnMethod))


def paying() -> Context:
    panel = SimpleNamespace(by=day(), is_live=True)
    amounts = {
        "amount": format_money(Money(495, "EUR"), language()),
        "panel": panel,
        "is_sample": True,
    }
    return after(ReturnState.AWAITING_PAYMENT) | amounts


def methods(offered: tuple[ReturnMethod, ...] = ()) -> Context:
    ways = [way(one) for one in offered or _WAYS]
    method = SimpleNamespace(errors=[])
    form = SimpleNamespace(ways=ways, selected=ways[0].code, method=method)
    return _draft(Step.METHOD) | {"form": form}


def review() -> Context:
    return _draft(Step.REVIEW) | _common() | {"steps": step_marks(Step.REVIEW)}


def group(*, is_sent: bool) -> Context:
    row = SimpleNamespace(
        ret=_ret(ReturnState.READY),
        items=[f"1 × {said('Rain jacket')}"],
        is_sent=is_sent,
        is_ready=not is_sent,
        badge=state_words(ReturnState.READY, "drop_off_point").badge,
        url_name="flow:tracking",
    )
    return {"rows": [row], "is_sent": is_sent, "is_ready": True}


def after(state: ReturnState = ReturnState.READY) -> Context:
    is_ready = state is ReturnState.READY
    return _common() | {
        "ret": _ret(state),
        "order_number": ORDER,
        "words": state_words(state, "drop_off_point"),
        "is_over": state is ReturnState.CANCELLED,
        "labels": _labels(document=True) if is_ready else None,
    }


def waiting() -> Context:
    return after(ReturnState.LABEL_PENDING) | {"is_waiting": True}


def with_code() -> Context:
    return after() | {"labels": _labels(document="", drop_code="4F7K 2M9Q")}


def at_store() -> Context:
    method = ReturnMethod.IN_STORE
    return after() | {
        "handover": handover_of(method),
        "words": state_words(ReturnState.READY, method),
        "way": way(method),
        "labels": None,
    }


def _labels(**label: Any) -> Any:
    row = SimpleNamespace(label=SimpleNamespace(**label), number=1, is_new=False)
    return SimpleNamespace(rows=[row], only=row, is_waiting=False)


def tracking(state: ReturnState = ReturnState.READY) -> Context:
    row = TimelineRow(
        str(event_sentence("return.requested", "")), day(), _DAY.isoformat()
    )
    return after(state) | {
        "timeline": [row],
        "send_by": day() if state is ReturnState.READY else "",
        "parcels": SimpleNamespace(rows=[], is_followed=False, takes_number=False),
        "may_cancel": state is ReturnState.READY,
    }


def asked() -> Context:
    return tracking() | {"thread": ThreadLink(1, is_asked=True, is_shown=True)}


def cancelled() -> Context:
    return tracking(ReturnState.CANCELLED)


def messages(written: list[bool]) -> Context:
    """``written`` says of each message whether it is the customer's."""
    entries = [
        SimpleNamespace(
            key=str(number),
            author=said("You") if is_own else "…",
            is_own=is_own,
            text=said("Could you send us a photo of the seam?"),
            when=day(),
            iso=_DAY.isoformat(),
            photos=[],
        )
        for number, is_own in enumerate(written)
    ]
    return after() | {
        "entries": entries,
        "is_open": True,
        "is_asked": written == [False],
        "is_sent": written == [True],
        "photos_left": 5,
    }


def change() -> Context:
    return after() | {"may_choose": True, "ways": [way(one) for one in _WAYS]}


def day() -> str:
    return str(format_date(_DAY, "long", locale=date_locale(language())))


def _draft(step: Step) -> Context:
    return {
        "ret": _ret(ReturnState.DRAFT),
        "order_number": ORDER,
        "steps": step_marks(step),
    }


def _common() -> Context:
    worth = format_money(Money(5990, "EUR"), language())
    row = ItemRow(_goods(), 1, said("Too small"), [], "", worth)
    return {
        "rows": [row],
        "total": worth,
        "has_money": True,
        "way": way(_WAYS[0]),
        "stops": [Stop(said("Sent from"), [_EXAMPLES["name"]])],
        "return_address": [],
        "handover": handover_of(_WAYS[0]),
        "cancelling": handover_of(_WAYS[0]).cancelling % {"rma": RMA},
    }


def _goods() -> Goods:
    return Goods(title=said("Rain jacket"), variant="M", sku="", picture="")


def _ret(state: ReturnState) -> Any:
    return SimpleNamespace(
        pk=1,
        private_key="sample-of-a-return-000",
        rma_number=RMA,
        state=state.value,
        email="anna@example.org",
        method="drop_off_point",
        group_id=None,
        parcels=1,
        is_gift=False,
        rejection_reason="",
        order=SimpleNamespace(number=ORDER),
    )
