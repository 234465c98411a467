"""Draws the SVG on standard input as PNG on standard output: `rasterise.py WIDTH FONT FILE`.

A script of its own, which starts in a tenth of a second because it imports nothing of the program.
"""

import sys

import resvg_py


def main(width: str, font: str, file: str) -> None:
    """Draw on white, width pixels wide, in the font of a file; what it lacks is the system's."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        width=int(width),
        background="#ffffff",
        font_files=[file],
        sans_serif_family=font,
    )
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main(*sys.argv[1:])
