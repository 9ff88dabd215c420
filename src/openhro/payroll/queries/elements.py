"""The client's pay elements: what a line is called, and which column of the pack it adds to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openhro.core.actor import Actor
from openhro.core.permission import permit
from openhro.payroll import engine, permissions
from openhro.payroll.models import PayElement


@dataclass(frozen=True, slots=True)
class ElementView:
    """A line by the client's own name; `category` is the pack's name for the column, `law` what the pack calls it."""

    id: UUID
    code: str
    name: str
    pack: str
    category: str
    law: str
    unit: str
    multiplier_micro: int
    gl_account: str
    active: bool


def elements(by: Actor, client_id: UUID, pack: str = "") -> list[ElementView]:
    """The elements of a client, of one pack or of all, in the client's order."""
    permit(by, permissions.GROUP_READ, client_id)
    rows = PayElement.objects.filter(client_id=client_id).order_by("pack", "sort", "code")
    found = list(rows.filter(pack=pack) if pack else rows)
    return [
        ElementView(
            one.pk, one.code, one.name, one.pack, one.category, _law(one), one.unit, one.multiplier_micro,
            one.gl_account, one.active,
        )
        for one in found
    ]  # fmt: skip


def _law(one: PayElement) -> str:
    if not engine.is_installed(one.pack):
        return one.category
    column = engine.pack(one.pack).by_name.get(one.category)
    return column.label if column else one.category
