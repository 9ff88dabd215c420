"""Versions of a dated fact: how a change, an end or a new manager alters the row of them. Pure lists in and out.

A stored version keeps its `key`; one without a key is new; a key that is missing afterwards was superseded; one with
another `until` was closed or reopened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Version:
    """Values that hold from `first` to the day before `until` (None: for good)."""

    first: date
    until: date | None
    values: Mapping[str, Any]
    key: UUID | None = None

    def holds(self, day: date) -> bool:
        """True where the version holds on that day."""
        return self.first <= day and (self.until is None or day < self.until)

    def after(self, day: date) -> bool:
        """True where some of it lies on or after that day."""
        return self.until is None or self.until > day


def on(versions: Sequence[Version], day: date) -> Version | None:
    """The version that holds on a day."""
    return next((version for version in versions if version.holds(day)), None)


def splice(
    versions: Sequence[Version], day: date, changes: Mapping[str, Any], until: date | None = None,
    stays: frozenset[str] = frozenset(),
) -> list[Version]:  # fmt: skip
    """Let `changes` hold from `day` on: the version of that day is split, and later ones take a change over until
    one of them had changed the same value itself (but for the names in `stays`, which later ones never take over).

    Where no version holds on that day, a new one begins and lasts until the next, or `until`.
    """
    held = on(versions, day)
    if held is None:
        later = [version.first for version in versions if version.first > day]
        new = Version(day, min(later, default=until), dict(changes))
        return sorted([*versions, new], key=lambda version: version.first)
    changed = {name: value for name, value in changes.items() if held.values.get(name) != value}
    if not changed:
        return list(versions)
    done: list[Version] = [version for version in versions if version.first < held.first]
    if held.first < day:
        done.append(replace(held, until=day))
    done.append(Version(day, held.until, {**held.values, **changed}))
    before, carried = held, {name: value for name, value in changed.items() if name not in stays}
    for version in [version for version in versions if version.first > held.first]:
        carried = {n: v for n, v in carried.items() if version.values.get(n) == before.values.get(n)}
        before = version
        done.append(replace(version, values={**version.values, **carried}, key=None) if carried else version)
    return done


def cut(versions: Sequence[Version], until: date) -> list[Version]:
    """Nothing holds from `until` on."""
    kept = [version for version in versions if version.first < until]
    return [replace(version, until=until) if version.after(until) else version for version in kept]


def extend(versions: Sequence[Version], was: date, until: date | None) -> list[Version]:
    """What was cut at `was` lasts until a later day, or for good."""
    return [replace(version, until=until) if version.until == was else version for version in versions]


def swap(versions: Sequence[Version], day: date, name: str, old: Any, new: Any) -> list[Version]:
    """From `day` on, wherever `name` was `old` it is `new`."""
    done: list[Version] = []
    for version in versions:
        if not version.after(day) or version.values.get(name) != old:
            done.append(version)
            continue
        if version.first < day:
            done.append(replace(version, until=day))
        done.append(Version(max(version.first, day), version.until, {**version.values, name: new}))
    return done
