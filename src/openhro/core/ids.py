"""Record ids: UUID version 7, so that rows made together lie together in every index."""

from __future__ import annotations

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A time-ordered random id (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits."""
    head = (time.time_ns() // 1_000_000) << 80
    noise = int.from_bytes(os.urandom(10), "big")
    return UUID(int=head | 0x7 << 76 | (noise >> 68 << 64) & 0x0FFF << 64 | 0b10 << 62 | noise & (1 << 62) - 1)
