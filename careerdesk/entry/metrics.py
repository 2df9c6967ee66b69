"""Measurements for Prometheus, on a port of their own: they say more than a visitor needs."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import GCCollector, PlatformCollector, ProcessCollector, start_http_server

from careerdesk.kernel.edge import METRICS
from careerdesk.kernel.settings import Settings

log = structlog.get_logger("careerdesk.metrics")
for _collector in (ProcessCollector, PlatformCollector, GCCollector):
    _collector(registry=METRICS)


@contextmanager
def served(settings: Settings) -> Iterator[None]:
    """Serve them while the process runs. Of several web processes the first one to come gets the port; the others log
    that they are not measured."""
    if settings.metrics_port is None:
        yield
        return
    try:
        server, thread = start_http_server(settings.metrics_port, settings.metrics_host, METRICS)
    except OSError as error:
        log.warning("metrics_not_served", port=settings.metrics_port, reason=str(error))
        yield
        return
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
