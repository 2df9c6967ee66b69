"""Logs to stdout: one JSON object a line, or readable text. Never a secret, a code, a token or the text of a CV."""

import logging

import orjson
import structlog

from careerdesk.kernel.settings import Settings


def configure(settings: Settings) -> None:
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    as_json = settings.log_format == "json"
    last: structlog.types.Processor = structlog.dev.ConsoleRenderer()
    if as_json:
        last = structlog.processors.JSONRenderer(serializer=lambda event, **_: orjson.dumps(event, default=str))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory() if as_json else structlog.WriteLoggerFactory(),
        cache_logger_on_first_use=settings.env != "test",
    )
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
