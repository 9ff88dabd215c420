"""Addresses of people."""

from django.urls import path

from openhro.people.views import changes, imports, listing, person

app_name = "people"
urlpatterns = [
    path("people/", listing.listing, name="list"),
    path("people/export.csv", listing.export, name="export"),
    path("people/hire/", changes.hire_new, name="hire"),
    path("people/import/", imports.upload, name="import"),
    path("people/import/template.<slug:kind>", imports.template, name="template"),
    path("people/import/<uuid:batch_id>/", imports.report, name="report"),
    path("people/import/<uuid:batch_id>/confirm/", imports.confirm, name="confirm"),
    path("people/import/<uuid:batch_id>/progress/", imports.progress, name="progress"),
    path("people/import/<uuid:batch_id>/stop/", imports.stop, name="stop"),
    path("people/<uuid:person_id>/", person.page, name="person"),
    path("people/<uuid:person_id>/hire/", changes.hire_again, name="hire_again"),
    path("people/<uuid:person_id>/employments/<uuid:employment_id>/pay/", changes.set_pay, name="set_pay"),
    path("people/<uuid:person_id>/employments/<uuid:employment_id>/end/", changes.end, name="end"),
]
