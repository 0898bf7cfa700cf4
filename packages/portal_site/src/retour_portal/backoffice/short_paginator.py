"""Pages of lists that grow for ever."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property
from wagtail.admin.paginator import WagtailPaginator

from retour_core.orders.queries import MOST_FOUND


class ShortPaginator(WagtailPaginator):
    """Counts no further than anybody turns pages, and looks for a page by keys alone.

    Told to join and to compute columns, too, a database may do so for a million rows
    before it takes the fifty. For a list with ``short_list.html`` as its results.
    """

    most: ClassVar[int] = MOST_FOUND

    def shown(self) -> QuerySet[Any]:
        """All rows of the model, with what the list's columns need."""
        raise NotImplementedError

    def cut_label(self, most: str) -> str:
        """That there are more than ``most``, a number as it is written."""
        raise NotImplementedError

    def page(self, number: Any) -> Any:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        found: QuerySet[Model] = self.object_list
        keys = list(found.values_list("pk", flat=True)[start:end])
        rows = self.shown().in_bulk(keys)
        return self._get_page([rows[key] for key in keys], number, self)

    @cached_property
    def _found(self) -> int:
        rows: QuerySet[Model] = self.object_list
        return rows.order_by().values("pk")[: self.most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._found, self.most)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than can be shown."""
        return self._found > self.most

    @property
    def items_count_label(self) -> str:
        if self.is_cut:
            return self.cut_label(number_format(self.most, force_grouping=True))
        label: str = super().items_count_label
        return label
