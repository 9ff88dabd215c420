"""Document first, outsource second: what is written, shown, assessed and proven before an engagement goes live.

Each function's specialist writes its processes down from the library, another person assesses them; data are counted on
both sides, payroll runs beside the old one, access is tried. The first try to go live comes too early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from openhro.core import imports
from openhro.core.actor import Actor
from openhro.core.errors import Refused
from openhro.core.scope import scope
from openhro.demo.steps.refusals import Refusal
from openhro.demo.story import amount, day
from openhro.demo.world import World, moment
from openhro.engagements import queries, services

WRITERS = {
    "payroll": "nina", "benefits": "ben", "rpo": "chloe", "training": "grace", "compliance": "farid", "er": "elif",
    "lifecycle": "dev", "desk": "dev", "analytics": "aisha", "employment": "aisha",
}  # fmt: skip
"""Who does the work of a function, and so writes it down and tries the access."""

LAST = "process_map"
"""What is written last: until then it stands at level 1."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of an engagement's scope, and the code of its company."""

    function: str
    country: str
    company: UUID | None
    code: str

    @property
    def cell(self) -> services.Place:
        """As the services take it."""
        return services.Place(self.function, self.country, self.company)


def prepare(world: World, contract: dict[str, Any], engagement_id: UUID) -> None:
    """Everything that the gate asks for, each by whose work it is; what is there already is left."""
    places, begun = list(_places(world, engagement_id)), day(contract["signed"]) + timedelta(days=3)
    _plan(world, contract, engagement_id, begun)
    _contacts(world, contract, engagement_id, begun)
    for place in places:
        _write(world, engagement_id, place, begun + timedelta(days=2))
        _prove(world, engagement_id, place, begun + timedelta(days=5))
    runs = contract.get("parallel_runs", [])
    for run in runs[:-1]:
        _run_beside(world, engagement_id, places, run)
    if "too_early" in contract:
        _too_early(world, contract, engagement_id)
    for place in places:
        _map(world, engagement_id, place, day(contract["live"]) - timedelta(days=4))
    for run in runs[-1:]:
        _run_beside(world, engagement_id, places, run)
    _finish(world, contract, engagement_id)


def _places(world: World, engagement_id: UUID) -> Iterator[Place]:
    codes = {
        world.entity(client["code"], one["code"]): one["code"]
        for client in world.story["clients"]
        for one in client["entities"]
    }
    codes |= {world.provider_entity(one["code"]): one["code"] for one in world.story["provider"]["entities"]}
    with scope(world.actor("aisha")) as by:
        cells = queries.cells_of(queries.scope_items(by, engagement_id))
    for cell in cells:
        yield Place(cell.function, cell.country, cell.company, codes[cell.company] if cell.company else "")


def _write(world: World, engagement_id: UUID, place: Place, when: date) -> None:
    """The library's templates as they hold here, with what shows that the mandatory ones are followed."""
    writer, steps = WRITERS[place.function], {one.code: one.steps for one in queries.library().of(place.function)}
    with world.acting(writer, moment(when, 10)) as by:
        for process in _processes(by, engagement_id, place):
            if process.code != LAST and not process.document:
                services.write_document(by, process.pk, steps[process.code], "Agreed with the client")
                if process.mandatory:
                    services.attach_evidence(by, process.pk, f"{process.code}.txt", _shown(place, process, when))
    with world.acting(_assessor(writer), moment(when + timedelta(days=2), 15)) as by:
        for process in _processes(by, engagement_id, place):
            if process.assessed_at is None:
                level = 1 if process.code == LAST else 3 if process.mandatory else 2
                services.assess(by, process.pk, level, "Read with who does it" if level > 1 else "In two heads only")


def _map(world: World, engagement_id: UUID, place: Place, when: date) -> None:
    """The map of the process, which the first try to go live did without."""
    writer, steps = WRITERS[place.function], {one.code: one.steps for one in queries.library().of(place.function)}
    with world.acting(writer, moment(when, 11)) as by:
        for process in _processes(by, engagement_id, place):
            if process.code == LAST and not process.document:
                services.write_document(by, process.pk, steps[LAST], "Drawn with everybody who takes part")
    with world.acting(_assessor(writer), moment(when, 16)) as by:
        for process in _processes(by, engagement_id, place):
            if process.code == LAST and process.level < 2:
                services.assess(by, process.pk, 2, "Documented")


def _processes(by: Actor, engagement_id: UUID, place: Place) -> list[Any]:
    cell = place.cell
    rows = queries.processes(by, engagement_id)
    return list(rows.filter(function=cell.function, country=cell.country, company=cell.company))


def _assessor(writer: str) -> str:
    return "ivan" if writer == "aisha" else "aisha"


def _shown(place: Place, process: Any, when: date) -> bytes:
    text = f"{process.name}, {place.code} ({place.country})\n{process.asks}\nSeen on {when:%-d %B %Y}.\n"
    return text.encode()


def _prove(world: World, engagement_id: UUID, place: Place, when: date) -> None:
    """Data as they were and as they arrived, and who does the work has signed in and tried."""
    worker = WRITERS[place.function]
    with world.acting(worker, moment(when, 14)) as by:
        done = {(one.function, one.company, one.data_set) for one in queries.reconciliations(by, engagement_id)}
        for data in queries.library().data_of(place.function):
            if (place.function, place.company, data.code) not in done:
                source, loaded = (
                    services.count_file(_rows(world, place, when), f"{side}.csv") for side in ("old", "new")
                )
                services.reconcile_data(by, engagement_id, place.cell, data.code, source, loaded)
        tried = {(one.function, one.company) for one in queries.access_tests(by, engagement_id)}
        if (place.function, place.company) not in tried:
            services.confirm_access(by, engagement_id, place.cell, passed=True, note="Signed in and opened the work")


def _rows(world: World, place: Place, when: date) -> bytes:
    """Who works at the company on the day, as the old system and what was taken from it both say."""
    people = [one for one in world.story.of_entity(place.code) if one.works_on(when, when)]
    rows = [[one.id, one.start.isoformat(), amount(one.rate_on(when))] for one in people]
    return imports.csv_file(("employment_id", "start", "base_pay"), rows)


def _contacts(world: World, contract: dict[str, Any], engagement_id: UUID, when: date) -> None:
    users = dict(get_user_model().objects.values_list("username", "pk"))
    with world.acting("aisha", moment(when, 9)) as by:
        held = {(one.purpose, one.user_id) for one in queries.contacts(by, engagement_id)}
        for purpose, side, who in (
            ("approver", "client", "hannah"), ("escalation", "client", "cora"), ("escalation", "provider", "aisha"),
        ):  # fmt: skip
            if (purpose, users[who]) not in held:
                services.name_contact(by, engagement_id, purpose, side, users[who])


def _plan(world: World, contract: dict[str, Any], engagement_id: UUID, when: date) -> None:
    """Waves, tasks and the log, as the story has them."""
    with world.acting("aisha", moment(when, 10)) as by:
        if not contract.get("tasks") or queries.tasks(by, engagement_id).exists():
            return
        wave = services.plan_wave(by, engagement_id, services.WaveTerms("All functions", day(contract["live"])))
        made: dict[str, UUID] = {}
        for name, start, last, side, owner, *needs in contract["tasks"]:
            needed = tuple(made[one] for one in needs)
            terms = services.TaskTerms(name, day(start), day(last), owner, side, wave.pk, needed)
            made[name] = services.plan_task(by, engagement_id, terms).pk
        for kind, title, severity, owner, *_outcome in contract.get("raid", []):
            services.raise_raid(by, engagement_id, services.RaidTerms(kind, title, severity=severity, owner=owner))


def _finish(world: World, contract: dict[str, Any], engagement_id: UUID) -> None:
    """Every task on its last day, and what came of the log, before the first day of service."""
    with scope(world.actor("aisha")) as by:
        open_ = [(one.pk, one.last_day) for one in queries.tasks(by, engagement_id) if one.done_at is None]
        noted = {one.title: one.pk for one in queries.raid(by, engagement_id) if one.closed_at is None}
    for task, last in sorted(open_, key=lambda one: one[1]):
        world.act("aisha", moment(last, 17), services.finish_task, task)
    for _kind, title, _severity, _owner, *outcome in contract.get("raid", []):
        if outcome and title in noted:
            when = moment(day(contract["live"]) - timedelta(days=3), 12)
            world.act("aisha", when, services.close_raid, noted[title], outcome[0])


def _run_beside(world: World, engagement_id: UUID, places: list[Place], run: dict[str, Any]) -> None:
    """The old payroll and the new one on the same period; every difference has its reason."""
    company = next(one.company for one in places if one.function == "payroll" and one.code == run["entity"])
    paid = day(run["paid"])
    people = [one for one in world.story.of_entity(run["entity"]) if one.works_on(paid, paid)]
    found = tuple(
        services.Difference(people[-1].id, one["line"], one["old"], one["new"], one["reason"])
        for one in run.get("differences", [])
    )
    report = services.ParallelReport(company, run["period"], len(people), 0, found)
    with world.acting("nina", moment(paid + timedelta(days=1), 17)) as by:
        if not queries.parallel_runs(by, engagement_id).filter(company=company, period=run["period"]).exists():
            services.report_parallel_run(by, engagement_id, report)


def _too_early(world: World, contract: dict[str, Any], engagement_id: UUID) -> None:
    """Ivan tries it while the map stands in nobody's document; the gate lists what is missing."""
    try:
        world.act("ivan", moment(day(contract["too_early"])), services.go_live, engagement_id, day(contract["live"]))
    except Refused as refused:
        tried = f"ivan lets {contract['code']} go live with its payroll process map at level 1"
        world.refusals.append(Refusal(tried, refused.code, refused.message))
    else:
        raise RuntimeError(f"{contract['code']} went live too early.")
