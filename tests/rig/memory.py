"""Folders for the tests' databases: in memory where there is room, in a tenth of the time."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  (mkdtemp makes a folder of our own in it)
ROOM = 4 * 2**30  # bytes; a container often has 64 MB there


@contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """Give an empty folder, and remove it at the end."""
    made = Path(tempfile.mkdtemp(prefix=prefix, dir=_memory()))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _memory() -> Path | None:
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if is_there and shutil.disk_usage(MEMORY).free > ROOM else None
