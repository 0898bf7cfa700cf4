"""Stand-ins for the tests of shops and connectors; nothing here is for production."""

from retour_shop.testing.memory import InMemoryOutbox, InMemoryPlatform
from retour_shop.testing.server import FakeRetour, Trouble

__all__ = ["FakeRetour", "InMemoryOutbox", "InMemoryPlatform", "Trouble"]
