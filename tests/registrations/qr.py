"""Codes as a camera sees them: made into pictures, spoilt, and read by another library."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import zxingcpp
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

UP = 2  # a line is told as how it differs from the one above
_HEAD = b"\x89PNG\r\n\x1a\n"


def opened(address: str) -> Picture:
    """Return the picture in an address that holds a PNG of two colours."""
    return png(base64.b64decode(address.removeprefix("data:image/png;base64,")))


def png(data: bytes) -> Picture:
    """Return the grey values of a PNG of one bit a pixel."""
    assert data.startswith(_HEAD)
    parts: dict[bytes, bytes] = {}
    at = len(_HEAD)
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        parts[kind] = parts.get(kind, b"") + data[at + 8 : at + 8 + size]
        at += size + 12
    width, height, depth = struct.unpack(">IIB", parts[b"IHDR"][:9])
    assert depth == 1
    lines = np.frombuffer(bytearray(zlib.decompress(parts[b"IDAT"])), np.uint8)
    lines = lines.reshape(height, -1)
    assert set(lines[:, 0]) <= {0, UP}
    for number in np.flatnonzero(lines[:, 0] == UP):
        lines[number, 1:] += lines[number - 1, 1:]
    bits = np.unpackbits(lines[:, 1:], axis=1)[:, :width]
    return np.asarray(bits * 255, np.uint8)


def read(picture: Picture) -> list[str]:
    """Return what stands in the codes of a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def seen(  # noqa: PLR0913 -- what a camera does to a picture
    picture: Picture,
    *,
    size: int = 200,
    angle: float = 0,
    noise: float = 0,
    blur: float = 0,
    white: int = 255,
    black: int = 0,
) -> Picture:
    """Return a picture as a camera sees it: so many pixels wide, tilted, blurred, dim, noisy."""
    seen = ndimage.zoom(picture.astype(float), size / len(picture), order=1)
    seen = ndimage.rotate(seen, angle, cval=255, order=1)
    seen = ndimage.gaussian_filter(seen, blur)
    seen = black + seen * (white - black) / 255
    seen += np.random.default_rng(1).normal(0, noise, seen.shape)
    return np.asarray(np.clip(seen, 0, 255), np.uint8)
