"""Addresses of people."""

from django.urls import path

from openhro.people.views import imports, listing, person

app_name = "people"
urlpatterns = [
    path("people/", listing.listing, name="list"),
    path("people/export.csv", listing.export, name="export"),
    path("people/import/", imports.upload, name="import"),
    path("people/import/template.<slug:kind>", imports.template, name="template"),
    path("people/import/<uuid:batch_id>/", imports.report, name="report"),
    path("people/import/<uuid:batch_id>/confirm/", imports.confirm, name="confirm"),
    path("people/<uuid:person_id>/", person.page, name="person"),
]
