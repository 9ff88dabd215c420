"""Engines: the same bytes whichever works a run out, and a sentence where one is not there."""

import pickle
import sys
from datetime import date
from importlib import import_module

import numpy as np
import pytest

from paycalc import BadValue, Dates, EngineMissing, FigureMissing, NotCovered, Overflow, Spread, load, run

DAY = Dates.on(date(2026, 6, 30))


@pytest.fixture(scope="module")
def cluster():
    ray = pytest.importorskip("ray", reason="the package ray is not installed")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield ray
    ray.shutdown()


@pytest.mark.parametrize("code", ["gb", "us", "de"])
def test_a_cluster_gives_the_same_bytes(code, cluster):
    bench = import_module(f"bench.{code}")
    pack, people = load(code), bench.people(1000)
    name = next(column.name for column in pack.inputs if column.choices)
    people = {key: values.copy() for key, values in people.items()}
    people[name][[3, 700]] = 999  # two rows with a problem, in different chunks
    here = run(pack, people, bench.DATES)
    there = run(pack, people, bench.DATES, spread=Spread(engine="ray", chunk=128))
    assert len(here.problems) >= 2
    assert here.problems == there.problems
    assert all(np.array_equal(values, there.columns[key]) for key, values in here.columns.items())


def test_an_error_on_a_cluster_is_the_one_that_is_raised_here(cluster):
    pack, people = load("pl"), {"regular_pay": np.array([700_000])}
    day = Dates(date(2026, 6, 30), date(2031, 6, 1), date(2031, 6, 30))
    with pytest.raises(FigureMissing) as here:
        run(load("fr"), import_module("bench.fr").people(2), day)
    with pytest.raises(FigureMissing) as there:
        run(load("fr"), import_module("bench.fr").people(2), day, spread=Spread(engine="ray"))
    assert str(here.value) == str(there.value)
    assert run(pack, people, DAY, spread=Spread(engine="ray")).columns["net_pay"].tolist() == [510_167]


def test_without_its_package_the_engine_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(EngineMissing, match=r"pip install 'openhro\[ray\]'"):
        run(load("pl"), {"regular_pay": np.array([700_000])}, DAY, spread=Spread(engine="ray"))


def test_an_unknown_engine_is_refused_with_those_that_exist():
    with pytest.raises(EngineMissing, match="there are: local, ray"):
        run(load("pl"), {"regular_pay": np.array([700_000])}, DAY, spread=Spread(engine="abacus"))


@pytest.mark.parametrize(
    "error",
    [
        BadValue("regular_pay", "x", "is no amount"),
        FigureMissing("pl.pit", date(2031, 1, 1), "Ustawa o PIT"),
        NotCovered("pl.pit", date(2031, 1, 1), "Ustawa o PIT"),
        Overflow(2**61, 12),
        EngineMissing("there is no engine"),
    ],
    ids=lambda error: error.code,
)
def test_an_error_survives_the_way_between_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), vars(again)) == (str(error), vars(error))
