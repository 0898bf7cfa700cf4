"""Where InPost's returns are on offer."""

from __future__ import annotations

# As its returns API has it; parcels come back within one of them.
SENDER_COUNTRIES = frozenset({"GB", "IT", "PL"})
SCOPES = "openid api:returns:write api:returns:read api:tracking:read api:points:read"
