"""Careerdesk: an open career office. The rooms and floors are described in ARCHITECTURE.md."""

__version__ = "0.1.0"
