"""Pictures as PNG, read without an image library."""

import struct
import zlib

import pytest

from tests.agreement.drawings import figures, report_on
from webapp.agreement.figures.figure import COLUMN
from webapp.agreement.figures.png import as_png
from webapp.agreement.figures.svg import drawing, text

MANY = (
    "sss uuu oos su. uo. sss suu",
    "ssu uou sss ooo us.",
    "uuo ooo suo",
    "ssu u.o oos",
    "sus sss",
)


def decoded(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and the filtered rows of a PNG of 8 bits a channel; its checksums must fit."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        content = png[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert check == zlib.crc32(kind + content)
        chunks[kind] = chunks.get(kind, b"") + content
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    channels = {2: 3, 6: 4}[colour]
    rows = zlib.decompress(chunks[b"IDAT"])
    assert depth == 8
    assert len(rows) == height * (width * channels + 1)
    return width, height, rows


@pytest.mark.parametrize("pixels", [340, 1063])
def test_png_has_the_size_that_was_asked_for(pixels: int) -> None:
    for figure in figures(report_on(*MANY)):
        svg = figure.draw(COLUMN)
        width, height, _ = decoded(as_png(svg, pixels))
        tall = float(svg.split('height="')[1].split('"')[0])
        assert width == pixels
        assert height == pytest.approx(tall * pixels / COLUMN, abs=2)


@pytest.mark.parametrize(("pixels", "dots"), [(1063, 300), (340, 96)])
def test_png_says_how_wide_it_is_on_paper(pixels: int, dots: int) -> None:
    png = as_png(figures(report_on(*MANY))[0].draw(COLUMN), pixels)
    at = png.index(b"pHYs")
    across, down, unit = struct.unpack(">IIB", png[at + 4 : at + 13])
    assert across == down
    assert across * 0.0254 == pytest.approx(dots, abs=1)
    assert unit == 1
    assert at < png.index(b"IDAT")
    assert decoded(png)[0] == pixels


def test_words_are_drawn_in_the_font_that_comes_along() -> None:
    blank = decoded(as_png(drawing("x", "x", "x", 100, 20, []), 200))
    written = decoded(as_png(drawing("x", "x", "x", 100, 20, [text(0, 14, "Agj", "words")]), 200))
    assert blank[:2] == written[:2]
    assert blank[2] != written[2]
