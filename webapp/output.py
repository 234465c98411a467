"""Where a command writes: a pipe, a device, or a file that is complete or not there."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from webapp.problems import Problem

STANDARD_OUTPUT = Path("-")


@contextlib.contextmanager
def opened(out: Path) -> Iterator[BinaryIO]:
    """Give standard output, or a file that takes its name only when it is complete.

    A pipe or a device is written into, never replaced; behind a link it is the file that changes.
    """
    if out == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with _written(out) as file:
            yield file
    except OSError as error:
        raise Problem(f"{out}: {error.strerror}.") from error


@contextlib.contextmanager
def _written(out: Path) -> Iterator[BinaryIO]:
    if out.exists() and not out.is_file():
        with out.open("wb") as device:
            yield device
    else:
        with _completed(out.resolve()) as file:
            yield file


@contextlib.contextmanager
def _completed(out: Path) -> Iterator[BinaryIO]:
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
