"""The five engagement models as data: one column of the comparison table each, and the functions they may hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FUNCTIONS: dict[str, Promise] = {
    "payroll": _("Payroll"),
    "benefits": _("Benefits administration"),
    "rpo": _("Recruitment"),
    "training": _("Training and development"),
    "compliance": _("HR compliance"),
    "er": _("Employee relations"),
    "lifecycle": _("Employee lifecycle"),
    "desk": _("HR service desk"),
    "analytics": _("HR analytics"),
    "employment": _("Legal employment"),
}

# What the law demands whatever the state of the contract: it goes on while an engagement is suspended.
STATUTORY = frozenset({"payroll", "compliance"})

# Functions that pay, file or write contracts in an employer's name: there may be one such name only.
RECORD_FUNCTIONS = frozenset({"employment", "payroll", "benefits", "compliance", "lifecycle"})

# Countries in which lending one's employees to a client needs a licence besides the payroll registration.
LICENCES = {"DE": ("labour_leasing", "AÜG § 1 (1)")}


@dataclass(frozen=True, slots=True)
class EngagementModel:
    """One model of the comparison table.

    `bought` is what the money is for, `employer` who stands on contract, payslip and filing, `controls` whose word the
    daily work follows; `functions` and `countries` None mean any; `needs_client_entity` asks for a registered client
    employer in the work country, `provider_registrations` for these registrations of the provider there.
    """

    code: str
    name: Promise
    bought: Promise
    employer: str
    controls: str
    liability: str
    needs_client_entity: bool
    provider_registrations: tuple[str, ...]
    functions: frozenset[str] | None
    countries: frozenset[str] | None
    plan_sponsors: tuple[str, ...]
    provider_may_bear_risk: bool
    prices: frozenset[str]


_HR = frozenset(FUNCTIONS)

MODELS: dict[str, EngagementModel] = {
    model.code: model
    for model in (
        EngagementModel(
            code="HRO",
            name=_("Human resource outsourcing"),
            bought=_("HR functions, done under a service contract"),
            employer="client",
            controls="client",
            liability="client",
            needs_client_entity=True,
            provider_registrations=(),
            functions=_HR - {"employment"},
            countries=None,
            plan_sponsors=("client",),
            provider_may_bear_risk=True,
            prices=frozenset({"pepm", "per_run", "retainer", "pct_payroll", "per_hire"}),
        ),
        EngagementModel(
            code="EOR",
            name=_("Employer of record"),
            bought=_("Legal employment in a country where you have no company"),
            employer="provider",
            controls="client",
            liability="provider",
            needs_client_entity=False,
            provider_registrations=("payroll_withholding",),
            functions=frozenset({"employment", "payroll", "benefits", "compliance"}),
            countries=None,
            plan_sponsors=("provider",),
            provider_may_bear_risk=True,
            prices=frozenset({"flat_per_employee"}),
        ),
        EngagementModel(
            code="PEO",
            name=_("Professional employer organisation"),
            bought=_("Co-employment with shared HR, payroll and benefits"),
            employer="co-employment",
            controls="client",
            liability="shared",
            needs_client_entity=True,
            provider_registrations=("peo_registration",),
            functions=_HR,
            countries=frozenset({"US"}),
            plan_sponsors=("provider", "client"),
            provider_may_bear_risk=True,
            prices=frozenset({"pct_payroll", "pepm"}),
        ),
        EngagementModel(
            code="ASO",
            name=_("Administrative services only"),
            bought=_("Administration of benefits that you fund yourselves"),
            employer="client",
            controls="client",
            liability="client",
            needs_client_entity=True,
            provider_registrations=(),
            functions=frozenset({"benefits"}),
            countries=None,
            plan_sponsors=("client",),
            provider_may_bear_risk=False,
            prices=frozenset({"pepm"}),
        ),
        EngagementModel(
            code="BPO",
            name=_("Business process outsourcing"),
            bought=_("A whole business function, to agreed service levels"),
            employer="own-staff",
            controls="provider",
            liability="provider",
            needs_client_entity=False,
            provider_registrations=(),
            functions=None,
            countries=None,
            plan_sponsors=("none",),
            provider_may_bear_risk=True,
            prices=frozenset({"per_transaction", "per_fte", "fixed"}),
        ),
    )
}
