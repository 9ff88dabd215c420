"""Addresses of invoices and credit notes."""

from django.urls import path

from openhro.billing.views import invoices as views

app_name = "billing"
urlpatterns = [
    path("billing/", views.listing, name="list"),
    path("billing/export.csv", views.export, name="export"),
    path("billing/draft/", views.draft, name="draft"),
    path("billing/credits/", views.credits_list, name="credits"),
    path("billing/invoices/<uuid:invoice_id>/", views.page, name="invoice"),
    path("billing/invoices/<uuid:invoice_id>/pdf/", views.pdf, name="pdf"),
    path("billing/invoices/<uuid:invoice_id>/credit/", views.credit, name="credit"),
    path("billing/invoices/<uuid:invoice_id>/moves/<slug:name>/", views.move, name="move"),
    path("billing/invoices/<uuid:invoice_id>/lines/<uuid:line_id>/", views.line, name="line"),
    path("billing/invoices/<uuid:invoice_id>/lines/<uuid:line_id>/export.csv", views.export_line, name="export_line"),
]
