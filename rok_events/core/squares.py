"""Squares in black and white, as those of a QR code, to a picture (PNG, ISO/IEC 15948).

Each square is a few bits, so that a row of them is one number: a seventh of the work of going pixel
by pixel.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ONE_BIT_OF_GREY = (1, 0, 0, 0, 0)


def png(squares: Sequence[Iterable[int]], pixels: int, quiet: int) -> bytes:
    """Return a picture in which each square is so many pixels wide, black where it is not 0.

    Around them stand so many white squares as `quiet` says. There are as many rows as columns.
    """
    side = (len(squares) + 2 * quiet) * pixels
    white, edge = _line("1" * side) * pixels * quiet, "1" * pixels * quiet
    signs = ("1" * pixels, "0" * pixels)
    lines = [
        _line(edge + "".join(signs[square != 0] for square in row) + edge) * pixels
        for row in squares
    ]
    content = b"".join((white, *lines, white))
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, *_ONE_BIT_OF_GREY)),
            _chunk(b"IDAT", zlib.compress(content)),
            _chunk(b"IEND", b""),
        )
    )


def _line(bits: str) -> bytes:
    """Return one line of pixels, behind the sign that says that it stands for itself."""
    size = -(-len(bits) // 8)
    return b"\0" + int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
