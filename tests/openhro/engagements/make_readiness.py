"""One row of everything about readiness and transition, for suites that need an id of each."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from tests import make

from openhro.core.actor import Actor, system
from openhro.core.scope import scope
from openhro.engagements import queries, services
from openhro.engagements.models import Engagement, NamedContact, ParallelRun, Process
from openhro.engagements.services import Place, RaidTerms, Step, Tally, TaskTerms, WaveTerms

FEB = date(2026, 2, 2)


def rows(by: Actor, made: Engagement, count: int = 1) -> dict[str, UUID]:
    """A number of each, as an engagement manager makes them; the ids of the last, by the names that addresses use."""
    found: dict[str, UUID] = {}
    with scope(by):
        cell = next(iter(queries.cells_of(queries.scope_items(by, made.pk))))
        place = Place(cell.function, cell.country, cell.company)
        services.fill_board(by, made.pk)
        process = Process.objects.filter(engagement=made, function=cell.function).order_by("code").first()
        wave = services.plan_wave(by, made.pk, WaveTerms(make.unique("Wave"), FEB))
        for _number in range(count):
            services.write_document(by, process.pk, [Step(make.unique("Owner"), "Does it.")])
            file = services.attach_evidence(by, process.pk, "shown.txt", make.unique("text").encode())
            services.assess(by, process.pk, 1, make.unique("because"))
            services.confirm_access(by, made.pk, place, passed=True)
            task = services.plan_task(by, made.pk, TaskTerms(make.unique("Task"), FEB, FEB, wave_id=wave.pk))
            entry = services.raise_raid(by, made.pk, RaidTerms("risk", make.unique("Risk")))
            for data in queries.library().data_of(cell.function)[:1]:
                same = Tally(1, "a" * 64)
                services.reconcile_data(by, made.pk, place, data.code, same, same)
        found |= {"process_id": process.pk, "evidence_id": file.pk, "wave_id": wave.pk}
        found |= {"transition_task_id": task.pk, "raid_entry_id": entry.pk}
    return found | _proofs(made)


def _proofs(made: Engagement) -> dict[str, Any]:
    """The contact and the parallel run that making it ready has left."""
    with scope(system()):
        contact = NamedContact.objects.filter(engagement=made).order_by("pk").first()
        run = ParallelRun.objects.filter(engagement=made).order_by("pk").first()
    return {"readiness_contact_id": contact.pk, "parallel_run_id": run.pk} if contact and run else {}
