"""Addresses of engagements."""

from django.urls import path

from openhro.engagements.views import (
    advice,
    amending,
    drafting,
    levels,
    moves,
    preparing,
    raci,
    readiness,
    reading,
    transition,
)

app_name = "engagements"
urlpatterns = [
    path("advice/", advice.listing, name="advices"),
    path("advice/new/", advice.ask, name="advice_new"),
    path("advice/<uuid:advice_id>/", advice.page, name="advice"),
    path("advice/<uuid:advice_id>/draft/", advice.draft, name="advice_draft"),
    path("engagements/", reading.listing, name="list"),
    path("engagements/new/", drafting.new, name="new"),
    path("engagements/<uuid:engagement_id>/", reading.page, name="page"),
    path("engagements/<uuid:engagement_id>/head/", drafting.head, name="head"),
    path("engagements/<uuid:engagement_id>/scope/", drafting.scope, name="scope"),
    path("engagements/<uuid:engagement_id>/scope/<uuid:item_id>/end/", drafting.end_scope, name="end_scope"),
    path("engagements/<uuid:engagement_id>/price/", drafting.price, name="price"),
    path("engagements/<uuid:engagement_id>/price/<uuid:item_id>/end/", drafting.end_price, name="end_price"),
    path("engagements/<uuid:engagement_id>/moves/<slug:name>/", moves.move, name="move"),
    path("engagements/<uuid:engagement_id>/amendments/", amending.listing, name="amendments"),
    path("engagements/<uuid:engagement_id>/amendments/new/", amending.new, name="amendment_new"),
    path("engagements/<uuid:engagement_id>/contract.pdf", amending.contract_pdf, name="contract_pdf"),
    path("engagements/<uuid:engagement_id>/raci/", raci.matrix, name="raci"),
    path("engagements/<uuid:engagement_id>/raci/propose/", raci.propose, name="raci_propose"),
    path("engagements/<uuid:engagement_id>/raci/new/", raci.new, name="raci_new"),
    path("amendments/<uuid:amendment_id>/", amending.page, name="amendment"),
    path("amendments/<uuid:amendment_id>/edit/", amending.edit, name="amendment_edit"),
    path("amendments/<uuid:amendment_id>/add/<slug:what>/", amending.add, name="amendment_add"),
    path("amendments/<uuid:amendment_id>/drop/<int:place>/", amending.drop, name="amendment_drop"),
    path("amendments/<uuid:amendment_id>/moves/<slug:name>/", amending.move, name="amendment_move"),
    path("contract-versions/<uuid:version_id>.pdf", amending.version_pdf, name="version_pdf"),
    path("duties/<uuid:duty_id>/", raci.edit, name="raci_edit"),
    path("duties/<uuid:duty_id>/end/", raci.end, name="raci_end"),
    path("indices/", raci.indices, name="indices"),
    path("portfolio/", levels.portfolio, name="portfolio"),
    path("scorecard/", levels.scorecards, name="scorecards"),
    path("engagements/<uuid:engagement_id>/levels/", levels.scorecard, name="levels"),
    path("engagements/<uuid:engagement_id>/levels/set/", levels.set_levels, name="set_levels"),
    path("engagements/<uuid:engagement_id>/levels/measure/", levels.measure, name="measure_levels"),
    path("engagements/levels/<uuid:measurement_id>/", levels.rows, name="level_rows"),
    path("engagements/levels/rows/<uuid:evidence_id>/leave-out/", levels.leave_out, name="leave_row_out"),
    path("engagements/levels/rows/<uuid:evidence_id>/consent/", levels.consent, name="consent_to_row"),
    path("engagements/<uuid:engagement_id>/readiness/", readiness.board, name="readiness"),
    path("engagements/<uuid:engagement_id>/readiness/processes/<uuid:process_id>/", readiness.process, name="process"),
    path(
        "engagements/<uuid:engagement_id>/readiness/processes/<uuid:process_id>/<slug:name>/",
        preparing.act_on_process,
        name="process_act",
    ),
    path(
        "engagements/<uuid:engagement_id>/readiness/evidence/<uuid:evidence_id>/", readiness.evidence, name="evidence"
    ),
    path(
        "engagements/<uuid:engagement_id>/readiness/contacts/<uuid:readiness_contact_id>/end/",
        preparing.end_contact,
        name="end_contact",
    ),
    path("engagements/<uuid:engagement_id>/prepare/<slug:name>/", preparing.act, name="prepare"),
    path("engagements/<uuid:engagement_id>/transition/", transition.page, name="transition"),
    path(
        "engagements/<uuid:engagement_id>/transition/tasks/<uuid:transition_task_id>/<slug:name>/",
        preparing.act_on_task,
        name="task_act",
    ),
    path(
        "engagements/<uuid:engagement_id>/transition/raid/<uuid:raid_entry_id>/close/",
        preparing.close_raid,
        name="close_raid",
    ),
]
