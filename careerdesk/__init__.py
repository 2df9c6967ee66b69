"""Careerdesk, the open career office.

One package: rooms (`jobs`, `applications`, …) on floors, one kernel below them, the ways in above them.
`ARCHITECTURE.md` is the tour.
"""

__version__ = "0.1.0"
