"""The two tails of the gamma distribution over its density, for arguments of any size.

With p(x, y) = y^x e^-y / Γ(x + 1), and P, Q the regularised incomplete gamma functions, the tails are

    lower = P(x, y) / p = x ∫ exp(-(x - y) w - y (e^-w - 1 + w)) dw   = 1 + y / (x + 1) + y² / ((x + 1) (x + 2)) + ...
    upper = Q(x, y) / p = x ∫ exp( (x - y) w - y (e^w - 1 - w)) dw    = x / y + x (x - 1) / y² + ...

over w from 0 to infinity, and lower + upper = 1 / p. Dividing P and Q by p underflows, or loses digits, for large
arguments. Here the lighter tail is integrated as it stands, and the heavier one is what it leaves of 1 / p.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc, gammaln, xlogy

Floats = NDArray[np.float64]

SMALL = 30.0
"""Below this x the integrand has two scales; sums of TERMS terms take its place."""
TERMS = 64
DEPTH = 64.0
"""The integral ends about where its integrand has fallen to exp(-DEPTH)."""
FLAT = 0.25
"""Below this the bend is summed: its two terms nearly cancel."""
FAR = 16.0
"""Above this Stirling's series is exact."""
CHUNK = 2048
"""Places integrated at a time, so that the nodes of all of them stay in the processor's cache."""

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_BEND_SERIES = 1 / np.cumprod(np.arange(2.0, FAR))
_STIRLING_SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


class Place(NamedTuple):
    """Where the tails are asked for, as arrays of one length.

    `gap` and `log_ratio` are told, because x - y and x / y may have lost the digits in which x and y differ.
    """

    x: Floats
    y: Floats
    gap: Floats
    """x - y."""
    log_ratio: Floats
    """log(x / y)."""

    @property
    def peak(self) -> Floats:
        """Logarithm of what the heavier tail is divided by."""
        return self.x * bend(self.log_ratio)

    def only(self, which: NDArray[np.bool_] | slice) -> Place:
        """Return the places that `which` picks."""
        return Place(*(part[which] for part in self))


def lower_tail(place: Place) -> Floats:
    """Return P(x, y) / p(x, y) where x >= y, elsewhere that divided by exp(peak)."""
    return _sized(place, _small_lower, lambda large: _large_tail(large, large.gap >= 0))


def upper_tail(place: Place) -> Floats:
    """Return Q(x, y) / p(x, y) where x < y, elsewhere that divided by exp(peak); x are whole numbers."""
    return _sized(place, _small_upper, lambda large: _large_tail(large, large.gap < 0))


def lower_loss(place: Place) -> Floats:
    """Return x ∫ (1 - e^-w) exp(-(x - y) w - y (e^-w - 1 + w)) dw, for x >= y: what hangs up of the lower tail."""
    return _sized(place, _small_loss, lambda large: _in_chunks(large, lost=True))


def bend(v: Floats) -> Floats:
    """Return e^-v - 1 + v to full relative precision: v² / 2 for small v."""
    result = v + np.expm1(-v)
    near = np.abs(v) < FLAT
    if near.any():
        close = v[near]
        result[near] = close**2 * np.polynomial.polynomial.polyval(-close, _BEND_SERIES)
    return result


def stirling(x: Floats) -> Floats:
    """Return Γ(x + 1) (e / x)^x, which is 1 / p at y = x: sqrt(2 π x) for large x, 1 at 0."""
    far = np.maximum(x, FAR)
    series = np.polynomial.polynomial.polyval(far**-2, _STIRLING_SERIES) / far
    near = np.minimum(x, FAR)
    small = np.exp(gammaln(near + 1) + near - xlogy(near, near))
    result: Floats = np.where(x > FAR, np.sqrt(2 * np.pi * far) * np.exp(series), small)
    return result


def _sized(place: Place, small: Callable[[Place], Floats], large: Callable[[Place], Floats]) -> Floats:
    """Treat small and large places each in their way."""
    few = place.x < SMALL
    if not few.any():
        return large(place)
    result = np.empty_like(place.x)
    result[few], result[~few] = small(place.only(few)), large(place.only(~few))
    return result


def _small_lower(place: Place) -> Floats:
    light = place.gap >= 0
    term, total = np.ones_like(place.x), np.ones_like(place.x)
    ratio = np.where(light, place.y, 0)
    for k in range(1, TERMS):
        term *= ratio / (place.x + k)
        total += term
    return np.where(light, total, gammainc(place.x, place.y) * stirling(place.x))


def _small_upper(place: Place) -> Floats:
    light = place.gap < 0
    term, total = np.ones_like(place.x), np.zeros_like(place.x)
    inverse = np.where(light, 1 / place.y, 0)
    for k in range(int(SMALL)):
        term *= np.maximum(place.x - k, 0) * inverse
        total += term
    return np.where(light, total, gammaincc(place.x, place.y) * stirling(place.x))


def _small_loss(place: Place) -> Floats:
    term, total = np.ones_like(place.x), np.zeros_like(place.x)
    for k in range(1, TERMS):
        total += term * (k / (place.x + k))
        term *= place.y / (place.x + k)
    return total


def _large_tail(place: Place, light: NDArray[np.bool_]) -> Floats:
    lighter = _in_chunks(place)
    return np.where(light, lighter, stirling(place.x) - np.exp(-place.peak) * lighter)


def _in_chunks(place: Place, *, lost: bool = False) -> Floats:
    integral = np.empty_like(place.x)
    for start in range(0, len(integral), CHUNK):
        part = slice(start, start + CHUNK)
        integral[part] = _lighter_tail(place.only(part), lost=lost)
    return integral


def _lighter_tail(place: Place, *, lost: bool) -> Floats:
    """Integrate the lighter tail by Gauss and Legendre: lower where x >= y, upper elsewhere."""
    slope = np.abs(place.gap)
    reach = 2 * DEPTH / (slope + np.hypot(slope, np.sqrt(2 * DEPTH * place.y)))
    w = np.multiply.outer(reach, (1 + _NODES) / 2)
    side = np.where(place.gap >= 0, 1.0, -1.0)[:, None]
    fallen = np.exp(-slope[:, None] * w - place.y[:, None] * bend(side * w))
    if lost:
        fallen *= -np.expm1(-w)
    return place.x * reach * (fallen @ (_WEIGHTS / 2))
