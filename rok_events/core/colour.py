"""A community's one colour as a scale of eight steps, for a light and for a dark page."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

STEPS = (50, 100, 200, 300, 400, 500, 600, 700)
WHITE = "#ffffff"
DARK = "#1c1a17"  # what cards stand on when the page is dark
READABLE = 4.5  # WCAG 1.4.3, ordinary text

# Lightness and most chroma (OKLCH) of the steps that carry no text: washes, hovers, fine lines.
_LIGHT_WASHES = {50: (0.98, 0.012), 100: (0.955, 0.028), 200: (0.915, 0.055), 300: (0.83, 0.1)}
_DARK_WASHES = {50: (0.235, 0.02), 100: (0.275, 0.035), 200: (0.33, 0.05), 300: (0.44, 0.08)}

_LIGHTER, _DARKER = 0.005, -0.005

# Where the curve of sRGB begins, seen from either side (IEC 61966-2-1).
_CURVE_FROM, _LINEAR_TO = 0.04045, 0.0031308
_ROUNDING = 1e-4

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Oklch:
    """A colour as the eye orders it: lightness 0..1, chroma from 0, hue in radians."""

    lightness: float
    chroma: float
    hue: float


def is_hex(text: str) -> bool:
    """Say whether `text` is a colour of six hexadecimal digits."""
    return _HEX.fullmatch(text.strip()) is not None


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1.0 to 21.0."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=256)
def light_scale(accent: str) -> dict[int, str]:
    """Return the steps for a white page; 400 and up can be read on it, 500 and up on 200 too."""
    own = _to_oklch(accent)
    scale = _washes(own, _LIGHT_WASHES)
    fill = _readable(own, _between(own.lightness, 0.3, 0.56), scale[200], step=_DARKER)
    line = _readable(own, fill.lightness + 0.07, scale[50], step=_DARKER)
    scale[400] = _to_hex(line)
    scale[500] = _to_hex(fill)
    scale[600] = _to_hex(Oklch(fill.lightness * 0.78, fill.chroma, own.hue))
    scale[700] = _to_hex(Oklch(fill.lightness * 0.5, fill.chroma * 0.7, own.hue))
    return scale


@lru_cache(maxsize=256)
def dark_scale(accent: str) -> dict[int, str]:
    """Return the steps for a dark page; 400 and up can be read on it, 500 and up on 200 too."""
    own = _to_oklch(accent)
    soft = Oklch(own.lightness, min(own.chroma, 0.13), own.hue)
    scale = _washes(own, _DARK_WASHES)
    fill = _readable(soft, 0.79, scale[200], step=_LIGHTER)
    scale[400] = _to_hex(_readable(soft, 0.72, scale[50], step=_LIGHTER))
    scale[500] = _to_hex(fill)
    scale[600] = _to_hex(Oklch(0.88, soft.chroma * 0.7, own.hue))
    scale[700] = _to_hex(Oklch(0.95, soft.chroma * 0.3, own.hue))
    return scale


def _washes(own: Oklch, washes: dict[int, tuple[float, float]]) -> dict[int, str]:
    return {
        step: _to_hex(Oklch(lightness, min(own.chroma, most), own.hue))
        for step, (lightness, most) in washes.items()
    }


def _readable(own: Oklch, start: float, background: str, *, step: float) -> Oklch:
    """Walk from lightness `start` by `step` until the colour can be read on `background`."""
    found = Oklch(start, own.chroma, own.hue)
    while contrast(_to_hex(found), background) < READABLE:
        found = Oklch(found.lightness + step, own.chroma, own.hue)
    return found


def _between(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def _channels(text: str) -> Triple:
    found = _HEX.fullmatch(text.strip())
    if found is None:
        msg = f"{text!r} is not a colour of six hexadecimal digits."
        raise ValueError(msg)
    digits = found[1]
    return (int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _CURVE_FROM else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return channel * 12.92 if channel <= _LINEAR_TO else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(text: str) -> float:
    red, green, blue = (_linear(channel) for channel in _channels(text))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_oklch(text: str) -> Oklch:
    """Convert by Ottosson's OKLab matrices (https://bottosson.github.io/posts/oklab/)."""
    r, g, b = (_linear(channel) for channel in _channels(text))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    medium = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    green_red = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    blue_yellow = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        math.hypot(green_red, blue_yellow),
        math.atan2(blue_yellow, green_red),
    )


def _to_linear(colour: Oklch) -> Triple:
    green_red = colour.chroma * math.cos(colour.hue)
    blue_yellow = colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    medium = (colour.lightness - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (colour.lightness - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _to_hex(colour: Oklch) -> str:
    """Return the nearest colour a screen can show: chroma gives way, hue and lightness stay."""
    chroma = colour.chroma
    channels = _to_linear(colour)
    while chroma > 0 and not (min(channels) >= -_ROUNDING and max(channels) <= 1 + _ROUNDING):
        chroma = max(0.0, chroma - 0.004)
        channels = _to_linear(Oklch(colour.lightness, chroma, colour.hue))
    whole = (round(_gamma(_between(channel, 0.0, 1.0)) * 255) for channel in channels)
    return "#" + "".join(f"{channel:02x}" for channel in whole)
