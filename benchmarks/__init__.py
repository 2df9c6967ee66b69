"""Repeatable measurements, each against a limit measured in the same run. `make bench`, or `python -m benchmarks lists`.

Figures are ratios: of processor time a request, and of requests a second, to a bare ASGI endpoint on the driver alone
that checks the same sign-in and returns the same answer from the same data. Rounds of both are interleaved, so that a
noisy machine troubles both alike.
"""
