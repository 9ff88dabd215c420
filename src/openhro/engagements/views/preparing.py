"""Acts of readiness and transition: each on a page that says what it does and asks for what it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openhro.core.actor import Actor
from openhro.core.errors import NotFound
from openhro.core.permission import Permission, may, permit
from openhro.core.web import actor, attempt
from openhro.engagements import permissions, queries, rules, services
from openhro.engagements.forms import readiness as forms
from openhro.engagements.models import Engagement

Choosing = Callable[[Actor, Engagement, Any], dict[str, forms.Choices]]


def _nothing(by: Actor, engagement: Engagement, row: Any) -> Any:
    return {}


@dataclass(frozen=True, slots=True)
class Act:
    """An act as its page shows it. `call` gets the actor, the engagement, the row it is about and what was given."""

    label: Any
    does: Any
    permission: Permission
    call: Callable[[Actor, Engagement, Any, dict[str, Any]], Any]
    form: type[forms.ChoosingForm] = forms.EmptyForm
    choices: Choosing = _nothing
    initial: Choosing = _nothing
    tone: str = "primary"


def cells(by: Actor, engagement: Engagement, row: Any = None) -> dict[str, forms.Choices]:
    """The cells of the scope, for a list."""
    found = queries.cells_of(queries.scope_items(by, engagement.pk))
    return {"cell": [(_key(cell), queries.named_cell(cell, company)) for cell, company in found.items()]}


def _key(cell: rules.Cell) -> str:
    return f"{cell.function}|{cell.country}|{cell.company or ''}"


def _data_sets(by: Actor, engagement: Engagement, row: Any) -> dict[str, forms.Choices]:
    found = queries.cells_of(queries.scope_items(by, engagement.pk))
    rows = [
        (f"{_key(cell)}|{data.code}", f"{queries.named_cell(cell, company)}: {data.name}")
        for cell, company in found.items()
        for data in queries.library().data_of(cell.function)
    ]
    return {"data_set": list(rows)}


def _payrolls(by: Actor, engagement: Engagement, row: Any) -> dict[str, forms.Choices]:
    found = queries.cells_of(queries.scope_items(by, engagement.pk))
    return {
        "entity_id": [
            (str(cell.company or ""), company or cell.country)
            for cell, company in found.items()
            if cell.function in rules.PARALLEL_FUNCTIONS
        ]
    }


def _people(by: Actor, engagement: Engagement, row: Any) -> dict[str, forms.Choices]:
    asked = [("approver", "client"), ("escalation", "client"), ("escalation", "provider")]
    return {"who": forms.people({one: queries.who_may_be_named(by, engagement, *one) for one in asked})}


def _functions(by: Actor, engagement: Engagement, row: Any) -> dict[str, forms.Choices]:
    found = {cell.function for cell in queries.cells_of(queries.scope_items(by, engagement.pk))}
    return {"functions": [(one, rules.FUNCTIONS.get(one, one)) for one in sorted(found)]}


def _plan(by: Actor, engagement: Engagement, row: Any) -> dict[str, forms.Choices]:
    others = [one for one in queries.tasks(by, engagement.pk) if row is None or one.pk != row.pk]
    waves = [(str(one.pk), one.name) for one in queries.waves(by, engagement.pk)]
    return {"wave_id": [("", _("None")), *waves], "needs": [(str(one.pk), one.name) for one in others]}


def _steps(by: Actor, engagement: Engagement, row: Any) -> dict[str, Any]:
    """The newest version, or the library's words to begin with."""
    newest = queries.documents(by, row.pk).first()
    if newest:
        return {"steps": "\n".join(f"{step['owner']}: {step['does']}" for step in newest.steps)}
    template = next((one for one in queries.library().of(row.function) if one.code == row.code), None)
    return {"steps": "\n".join(f"{step.owner}: {step.does}" for step in template.steps) if template else ""}


def _task(by: Actor, engagement: Engagement, row: Any) -> dict[str, Any]:
    names = ("name", "start", "last_day", "side", "owner", "version")
    more = {"wave_id": str(row.wave_id or ""), "needs": [str(one) for one in row.needs]}
    return {name: getattr(row, name) for name in names} | more


def _counted(file: Any) -> services.Tally:
    return services.count_file(file.read(), file.name or "file.csv")


def _name(by: Actor, at: Engagement, row: Any, given: dict[str, Any]) -> Any:
    purpose, side, user_id = given["who"]
    return services.name_contact(by, at.pk, purpose, side, user_id, given["level"])


def _reconcile(by: Actor, at: Engagement, row: Any, given: dict[str, Any]) -> Any:
    place, code = given["data_set"]
    return services.reconcile_data(by, at.pk, place, code, _counted(given["source"]), _counted(given["loaded"]))


def _report(by: Actor, at: Engagement, row: Any, given: dict[str, Any]) -> Any:
    company = UUID(given["entity_id"]) if given["entity_id"] else None
    report = services.ParallelReport(company, given["period"], given["employees"], given["unexplained"])
    return services.report_parallel_run(by, at.pk, report)


def _plan_task(by: Actor, at: Engagement, row: Any, given: dict[str, Any]) -> Any:
    given.pop("version")
    return services.plan_task(by, at.pk, services.TaskTerms(**given))


def _replan(by: Actor, at: Engagement, row: Any, given: dict[str, Any]) -> Any:
    return services.replan_task(by, row.pk, given.pop("version") or 0, given)


ACTS: dict[str, Act] = {
    "fill": Act(
        gettext_lazy("Take the library’s templates"),
        gettext_lazy("Every function in scope gets the processes that the library asks for. What is there stays."),
        permissions.DOCUMENT,
        lambda by, at, row, given: [services.fill_board(by, at.pk)],
    ),
    "process": Act(
        gettext_lazy("Add a process"),
        gettext_lazy("For what the library does not know. It counts in the score by its weight."),
        permissions.DOCUMENT,
        lambda by, at, row, given: services.add_process(by, at.pk, given.pop("cell"), services.ProcessTerms(**given)),
        forms.ProcessForm,
        cells,
    ),
    "contact": Act(
        gettext_lazy("Name a contact"),
        gettext_lazy("Approvers sign for the client; escalation contacts hear when something is stuck."),
        permissions.CONTACTS,
        _name,
        forms.ContactForm,
        _people,
    ),
    "access": Act(
        gettext_lazy("Say that your access works"),
        gettext_lazy("Only about yourself: you signed in and tried the work of this function."),
        permissions.ACCESS,
        lambda by, at, row, given: services.confirm_access(
            by, at.pk, given["cell"], passed=given["passed"], note=given["note"]
        ),
        forms.AccessForm,
        cells,
    ),
    "data": Act(
        gettext_lazy("Reconcile data"),
        gettext_lazy(
            "Both files are counted: records, the sum of every column of numbers, and a fingerprint of all rows. "
            "The files are not kept."
        ),
        permissions.RECONCILE,
        _reconcile,
        forms.DataForm,
        _data_sets,
    ),
    "parallel": Act(
        gettext_lazy("Report a parallel run"),
        gettext_lazy(
            "The old payroll and the new one on the same period. Another report of a period replaces it; both are kept."
        ),
        permissions.PARALLEL,
        _report,
        forms.ParallelForm,
        _payrolls,
    ),
    "wave": Act(
        gettext_lazy("Plan a wave"),
        gettext_lazy("What goes live together on a day."),
        permissions.PLAN,
        lambda by, at, row, given: services.plan_wave(
            by, at.pk, services.WaveTerms(**given | {"functions": tuple(given["functions"])})
        ),
        forms.WaveForm,
        _functions,
    ),
    "task": Act(
        gettext_lazy("Plan a task"),
        gettext_lazy("With its days, who does it, and what must be done before."),
        permissions.PLAN,
        _plan_task,
        forms.TaskForm,
        _plan,
    ),
    "raid": Act(
        gettext_lazy("Add to the log"),
        gettext_lazy("A risk, an assumption, an issue or a dependency, so that somebody looks after it."),
        permissions.RAID,
        lambda by, at, row, given: services.raise_raid(by, at.pk, services.RaidTerms(**given)),
        forms.RaidForm,
    ),
}
"""What is done to an engagement as a whole."""

PROCESS_ACTS: dict[str, Act] = {
    "document": Act(
        gettext_lazy("Write the document"),
        gettext_lazy("This becomes the next version; earlier ones are kept. Somebody else assesses it."),
        permissions.DOCUMENT,
        lambda by, at, row, given: services.write_document(by, row.pk, given["steps"], given["change"]),
        forms.DocumentForm,
        initial=_steps,
    ),
    "evidence": Act(
        gettext_lazy("Add evidence"),
        gettext_lazy(
            "A file that shows that the process is followed. It is kept with its fingerprint and cannot be taken away."
        ),
        permissions.DOCUMENT,
        lambda by, at, row, given: services.attach_evidence(by, row.pk, given["file"].name, given["file"].read()),
        forms.EvidenceForm,
    ),
    "assess": Act(
        gettext_lazy("Assess"),
        gettext_lazy("How mature the process is. From level 2 on whoever wrote the document may not judge it."),
        permissions.ASSESS,
        lambda by, at, row, given: services.assess(by, row.pk, given["level"], given["why"]),
        forms.AssessForm,
        initial=lambda by, at, row: {"level": row.level},
    ),
}
"""What is done to one process."""

TASK_ACTS: dict[str, Act] = {
    "change": Act(
        gettext_lazy("Change the task"),
        gettext_lazy("Its days, its owner, or what it waits for."),
        permissions.PLAN,
        _replan,
        forms.TaskForm,
        _plan,
        _task,
    ),
    "finish": Act(
        gettext_lazy("Task done"),
        gettext_lazy("Everything that it waits for must be done."),
        permissions.PLAN,
        lambda by, at, row, given: services.finish_task(by, row.pk),
    ),
    "reopen": Act(
        gettext_lazy("Open the task again"),
        gettext_lazy("It is no longer done."),
        permissions.PLAN,
        lambda by, at, row, given: services.reopen_task(by, row.pk),
    ),
}
"""What is done to one task."""

END_CONTACT = Act(
    gettext_lazy("End this contact"),
    gettext_lazy("This person no longer approves or hears. The row stays for the record."),
    permissions.CONTACTS,
    lambda by, at, row, given: services.end_contact(by, row.pk),
    tone="danger-solid",
)
CLOSE_RAID = Act(
    gettext_lazy("Close this entry"),
    gettext_lazy("It stays in the log with what came of it."),
    permissions.RAID,
    lambda by, at, row, given: services.close_raid(by, row.pk, given["outcome"]),
    forms.OutcomeForm,
)
_PLANNING = {"wave", "task", "raid"}


def offered(by: Actor, engagement: Engagement, acts: dict[str, Act], *names: str) -> list[dict[str, Any]]:
    """The acts that the reader may do now, each with its name."""
    if engagement.state in ("closed", "withdrawn"):
        return []
    return [{"name": one, "label": acts[one].label} for one in names if may(by, acts[one].permission, engagement)]


def by_name(by: Actor, engagement: Engagement, acts: dict[str, Act], *names: str) -> dict[str, dict[str, Any]]:
    """The same, to be asked for each by its name."""
    return {one["name"]: one for one in offered(by, engagement, acts, *names)}


def act(request: HttpRequest, engagement_id: UUID, name: str) -> HttpResponse:
    """Something that is done to the engagement as a whole."""
    page = "transition" if name in _PLANNING else "readiness"
    return _page(request, engagement_id, _known(ACTS, name), None, page)


def act_on_process(request: HttpRequest, engagement_id: UUID, process_id: UUID, name: str) -> HttpResponse:
    """Writing, showing or judging one process."""
    chosen, row = _known(PROCESS_ACTS, name), queries.process(actor(request), process_id)
    return _page(request, engagement_id, chosen, row, f"readiness/processes/{row.pk}")


def act_on_task(request: HttpRequest, engagement_id: UUID, transition_task_id: UUID, name: str) -> HttpResponse:
    """Changing, finishing or opening one task again."""
    chosen, row = _known(TASK_ACTS, name), queries.task(actor(request), transition_task_id)
    return _page(request, engagement_id, chosen, row, "transition")


def end_contact(request: HttpRequest, engagement_id: UUID, readiness_contact_id: UUID) -> HttpResponse:
    """A contact ends."""
    row = queries.contacts(actor(request), engagement_id).filter(pk=readiness_contact_id).first()
    if row is None:
        raise NotFound("contact")
    return _page(request, engagement_id, END_CONTACT, row, "readiness")


def close_raid(request: HttpRequest, engagement_id: UUID, raid_entry_id: UUID) -> HttpResponse:
    """An entry of the log is closed."""
    return _page(request, engagement_id, CLOSE_RAID, queries.raid_entry(actor(request), raid_entry_id), "transition")


def _known(acts: dict[str, Act], name: str) -> Act:
    if name not in acts:
        raise NotFound("page")
    return acts[name]


def _page(request: HttpRequest, engagement_id: UUID, chosen: Act, row: Any, page: str) -> HttpResponse:
    by = actor(request)
    engagement = queries.one(by, engagement_id)
    if row is not None and row.engagement_id != engagement.pk:
        raise NotFound("page")
    permit(by, chosen.permission, engagement)
    request.client = engagement.client  # type: ignore[attr-defined]
    back = f"/engagements/{engagement.pk}/{page}/"
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    choices, initial = chosen.choices(by, engagement, row), chosen.initial(by, engagement, row)
    form = chosen.form(*given, choices=choices, initial=initial)
    done = form.is_valid() and attempt(form, lambda: chosen.call(by, engagement, row, form.values()))
    if done:
        messages.success(request, _("Done: %(what)s.") % {"what": str(chosen.label).lower()})
        return redirect(back + _at(form))
    context = {
        "engagement": engagement,
        "act": chosen,
        "row": row,
        "form": form,
        "back": back,
        "crumbs": _crumbs(engagement, chosen, back, page),
    }
    return render(request, "engagements/act.html", context)


def _at(form: forms.ChoosingForm) -> str:
    """The cell that was worked on, so that the board shows it again."""
    given = form.cleaned_data
    place = given["cell"] if "cell" in given else given["data_set"][0] if "data_set" in given else None
    if place is None:
        return ""
    return "?" + urlencode({"function": place.function, "country": place.country, "company": place.company or ""})


def _crumbs(engagement: Engagement, chosen: Act, back: str, page: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Engagements"), "url": f"/engagements/?client={engagement.client.code}"},
        {"label": engagement.code, "url": f"/engagements/{engagement.pk}/"},
        {"label": _("Transition") if page == "transition" else _("Readiness"), "url": back},
        {"label": chosen.label},
    ]
