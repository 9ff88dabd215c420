"""Addresses of engagements."""

from django.urls import path

from openhro.engagements.views import advice, drafting, moves, reading

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
