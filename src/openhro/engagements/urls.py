"""Addresses of engagements."""

from django.urls import path

from openhro.engagements.views import advice, drafting, moves, preparing, readiness, reading, transition

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
]
_AT = "engagements/<uuid:engagement_id>/"
urlpatterns += [
    path(f"{_AT}readiness/", readiness.board, name="readiness"),
    path(f"{_AT}readiness/processes/<uuid:process_id>/", readiness.process, name="process"),
    path(f"{_AT}readiness/processes/<uuid:process_id>/<slug:name>/", preparing.act_on_process, name="process_act"),
    path(f"{_AT}readiness/evidence/<uuid:evidence_id>/", readiness.evidence, name="evidence"),
    path(f"{_AT}readiness/contacts/<uuid:readiness_contact_id>/end/", preparing.end_contact, name="end_contact"),
    path(f"{_AT}prepare/<slug:name>/", preparing.act, name="prepare"),
    path(f"{_AT}transition/", transition.page, name="transition"),
    path(f"{_AT}transition/tasks/<uuid:transition_task_id>/<slug:name>/", preparing.act_on_task, name="task_act"),
    path(f"{_AT}transition/raid/<uuid:raid_entry_id>/close/", preparing.close_raid, name="close_raid"),
]
