"""Decide a move of the hiring plan by hand: the locks that keep, shift, resize or bar it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from orgplanner.records.hiring import HiringOptions, Lock, Move
from orgplanner.records.sourcing import MoveKind
from orgplanner.stages.hiring import Hiring
from orgplanner.stages.hiring_posing import lock_key
from orgplanner.stages.hiring_ways import Way
from orgplanner.studies.hiring_outlook import Outlook

Offer = tuple[str, str, str | None, int | None]
"""Role, terms, recruiting channel and months that a unit runs, by which a lock names an offer."""


def can_lock(move: Move) -> bool:
    """Tell whether a move can be decided by hand; people who leave are decided in the roster."""
    return move.kind is not MoveKind.RELEASE


def keep(outlook: Outlook, move: Move) -> tuple[Lock, ...]:
    """Return the lock that keeps a move as it is."""
    return (_lock(move, move.month, _starting(outlook, move, move.month)),)


def shift(outlook: Outlook, move: Move, months: int) -> tuple[Lock, ...] | None:
    """Return the locks that start a move some months later, or earlier; None where it cannot start then."""
    place = outlook.months.index(move.month) + months
    if not earliest(outlook, move) <= place < len(outlook.months):
        return None
    then = outlook.months[place]
    left = _starting(outlook, move, move.month) - round(move.count)
    return _lock(move, move.month, left), _lock(move, then, _starting(outlook, move, then) + round(move.count))


def resize(outlook: Outlook, move: Move, count: int) -> tuple[Lock, ...]:
    """Return the lock that gives a move another count of units; 0 bars it in its month."""
    others = _starting(outlook, move, move.month) - round(move.count)
    return (_lock(move, move.month, others + count),)


def bar(outlook: Outlook, move: Move) -> tuple[Lock, ...]:
    """Return the locks that bar what a move does in all months, however long it runs."""
    known = map(lock_key, outlook.hiring.ways.all)
    alike = dict.fromkeys(key[3] for key in known if key[:3] == offer_of(move)[:3])
    return tuple(_lock(move, month, 0, runs) for runs in alike for month in outlook.months)


def earliest(outlook: Outlook, move: Move) -> int:
    """Return the place of the first month in which a move's offer can start."""
    return min((way.earliest for way, _ in _ways(outlook.hiring, offer_of(move))), default=0)


def offer_of(named: Lock | Move) -> Offer:
    """Return the offer that a lock or a move is about."""
    return named.role, named.terms, named.channel, named.runs


def with_locks(options: HiringOptions, locks: Iterable[Lock]) -> HiringOptions:
    """Return the options with locks put in the place of those on the same offers and months."""
    kept = {(*offer_of(lock), lock.month): lock for lock in (*options.locks, *locks)}
    return HiringOptions(**{**dict(options), "locks": tuple(kept.values())})


def without_locks(options: HiringOptions, locks: Sequence[Lock]) -> HiringOptions:
    """Return the options without some of their locks."""
    return HiringOptions(**{**dict(options), "locks": tuple(lock for lock in options.locks if lock not in locks)})


def grouped(locks: Sequence[Lock]) -> tuple[tuple[Lock, ...], ...]:
    """Return locks as they were decided: each start by itself, the months in which an offer is barred together."""
    groups: dict[tuple[str | int | None, ...], list[Lock]] = {}
    for lock in sorted(locks, key=lambda lock: lock.month):
        what = (*offer_of(lock), lock.month) if lock.count else offer_of(lock)[:3]
        groups.setdefault(what, []).append(lock)
    return tuple(tuple(group) for group in groups.values())


def _lock(move: Move, month: str, count: int, *runs: int | None) -> Lock:
    role, terms, channel, own = offer_of(move)
    return Lock(role=role, terms=terms, channel=channel, runs=(*runs, own)[0], month=month, count=max(0, count))


def _starting(outlook: Outlook, move: Move, month: str) -> int:
    """Return the units of a move's offer that start in a month, renewals included: a lock counts all of them."""
    place = outlook.months.index(month)
    return sum(round(float(starts[place])) for _, starts in _ways(outlook.hiring, offer_of(move)))


def _ways(hiring: Hiring, offer: Offer) -> list[tuple[Way, np.ndarray]]:
    """Return the ways of an offer with the units of each that start in every month (T,)."""
    begins = hiring.solution.runs & ~np.pad(hiring.solution.runs, ((0, 0), (1, 0)))[:, :-1]
    units = zip(hiring.ways.units, hiring.solution.starts, strict=True)
    volumes = zip(hiring.ways.volumes, begins.astype(float), strict=True)
    return [(way, starts) for way, starts in (*units, *volumes) if lock_key(way) == offer]
