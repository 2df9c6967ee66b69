"""The demo season gets databases of its own."""

from tests.databases import database_url, databases

__all__ = ["database_url", "databases"]
