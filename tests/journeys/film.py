"""A film for the camera of a browser: a code that somebody holds up, tilted, in a dim room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import segno

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

WIDTH, HEIGHT, FRAMES = 640, 480, 10
DARK, GREY, LIGHT = 45, 70, 115  # of 255: a screen that was turned down
TILT = np.deg2rad(24)
AWAY = 0.0004  # how much smaller a pixel further on is: paper is not held straight
SQUARE = 8.5  # pixels
NOISE = 9.0


def make(path: Path, text: str) -> None:
    """Write a film of a second, which a browser repeats, in which this code can be read."""
    still = _still(np.array(segno.make_qr(text, error="q").matrix, dtype=bool))
    chance = np.random.default_rng(1)
    colours = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT))
        for _frame in range(FRAMES):
            noisy = still + chance.normal(0, NOISE, still.shape)
            film.write(b"FRAME\n" + noisy.clip(0, 255).astype(np.uint8).tobytes() + colours)


def _still(squares: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return a picture of a code on paper: turned, and one side further away."""
    down, across = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    x, y = across - WIDTH / 2, down - HEIGHT / 2
    x, y = x * np.cos(TILT) + y * np.sin(TILT), y * np.cos(TILT) - x * np.sin(TILT)
    nearness = 1 - AWAY * x
    size = len(squares)
    column, row = (np.floor(at / nearness / SQUARE + size / 2).astype(int) for at in (x, y))
    paper = np.pad(squares, 4)
    inside = (np.minimum(row, column) >= -4) & (np.maximum(row, column) < size + 4)
    picture = np.full((HEIGHT, WIDTH), float(GREY))
    dark = paper[row[inside] + 4, column[inside] + 4]
    picture[inside] = np.where(dark, DARK, LIGHT)
    return picture
