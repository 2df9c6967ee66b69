"""These tests need databases of their own, not only institutions."""

from tests.databases import database_url, databases

__all__ = ["database_url", "databases"]
