"""A drawing as PNG, in a font that comes with the program.

A process of its own draws it: the library takes a second or two for a large picture and lets
nothing else of its process run meanwhile.
"""

import re
import struct
import subprocess
import sys
import zlib
from functools import cache
from pathlib import Path

import fontpkg

FONT = "Source Sans 3"
"""Has Latin, Greek and Cyrillic; for other scripts the fonts of the system are taken."""
_UNITS = re.compile(r'<svg[^>]* width="([0-9.]+)"')
_AFTER_HEADER = 8 + 25  # a signature, and the chunk that has to come first
_LONGEST = 60  # seconds
_SCRIPT = Path(__file__).with_name("rasterise.py")


def as_png(svg: str, width: int) -> bytes:
    """Return a drawing as PNG on white, width pixels wide and as high as it then is.

    It says how many pixels a metre has, so that on paper it is as wide as the drawing.
    """
    units = _UNITS.search(svg)
    metres = float(units[1]) / 96 * 0.0254 if units else width / 96 * 0.0254
    drawn = subprocess.run(  # noqa: S603  (our own script)
        [sys.executable, "-P", _SCRIPT, str(width), FONT, _font()],
        input=svg.encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=_LONGEST,
    ).stdout
    return drawn[:_AFTER_HEADER] + _density(round(width / metres)) + drawn[_AFTER_HEADER:]


def _density(per_metre: int) -> bytes:
    """Return the chunk pHYs: pixels a metre, across and down."""
    named = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return struct.pack(">I", 9) + named + struct.pack(">I", zlib.crc32(named))


@cache
def _font() -> str:
    return str(fontpkg.path(FONT))
