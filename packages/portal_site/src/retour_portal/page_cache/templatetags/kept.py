from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from retour_portal.page_cache.parts import part

if TYPE_CHECKING:
    from django.template.base import FilterExpression, NodeList, Parser, Token
    from django.template.context import Context

register = template.Library()


class KeptNode(template.Node):
    def __init__(
        self, nodes: NodeList, name: str, depends_on: list[FilterExpression]
    ) -> None:
        self.nodelist = nodes
        self.name = name
        self.depends_on = depends_on

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is None:
            return self.nodelist.render(context)
        depends_on = (repr(one.resolve(context)) for one in self.depends_on)
        name = ".".join(["html", self.name, get_language() or "", *depends_on])
        return part(request, name, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """``{% kept "footer" page.pk %}…{% endkept %}``: rendered once per version of the
    site, language and the values named.

    Name all that it depends on beside the site and the language, as plain values;
    nothing that is somebody's own. As ``part``, made anew where more may be seen.
    """
    _tag, name, *depends_on = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    expressions = [parser.compile_filter(one) for one in depends_on]
    return KeptNode(nodes, name.strip("\"'"), expressions)
