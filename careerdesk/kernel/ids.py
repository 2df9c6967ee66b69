"""Keys: UUIDv7 (RFC 9562), sortable by the millisecond in which they were made."""

import os
import time
from uuid import UUID


def new_id(milliseconds: int | None = None) -> UUID:
    """A new UUIDv7. `milliseconds` since the epoch stands in for the clock when records of the past are written."""
    stamp = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp & 0xFFFFFFFFFFFF) << 80
    value |= 0x7 << 76
    value |= ((random >> 68) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & 0x3FFFFFFFFFFFFFFF
    return UUID(int=value)
