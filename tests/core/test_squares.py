"""Squares become a picture that any program reads, with the right ones black."""

from __future__ import annotations

import numpy as np
import pytest

from rok_events.core import squares
from tests.registrations import qr


@pytest.mark.parametrize("pixels", [1, 3, 8])
@pytest.mark.parametrize("quiet", [0, 4])
def test_each_square_has_its_place_and_size(pixels: int, quiet: int) -> None:
    code = [[1, 0, 0], [0, 1, 1], [0, 0, 1]]

    picture = qr.png(squares.png(code, pixels, quiet))

    black = np.repeat(np.repeat(np.pad(np.array(code), quiet), pixels, axis=0), pixels, axis=1)
    assert picture.tolist() == (255 * (1 - black)).tolist()
