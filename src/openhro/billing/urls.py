"""Addresses of invoices, credit notes, the usage register, and what becomes of an invoice."""

from django.urls import path

from openhro.billing.views import invoices as views
from openhro.billing.views import settling, usage

app_name = "billing"
_INVOICE, _LINE = "billing/invoices/<uuid:invoice_id>/", "billing/invoices/<uuid:invoice_id>/lines/<uuid:line_id>/"
urlpatterns = [
    path("billing/", views.listing, name="list"),
    path("billing/export.csv", views.export, name="export"),
    path("billing/draft/", views.draft, name="draft"),
    path("billing/credits/", views.credits_list, name="credits"),
    path("billing/credits/<uuid:note_id>/pdf/", views.note_pdf, name="note_pdf"),
    path("billing/credits/<uuid:note_id>/ubl/", views.note_ubl, name="note_ubl"),
    path(_INVOICE, views.page, name="invoice"),
    path(f"{_INVOICE}pdf/", views.pdf, name="pdf"),
    path(f"{_INVOICE}ubl/", views.ubl, name="ubl"),
    path(f"{_INVOICE}lines.csv", views.lines_csv, name="lines_csv"),
    path(f"{_INVOICE}credit/", views.credit, name="credit"),
    path(f"{_INVOICE}payment/", settling.payment, name="payment"),
    path(f"{_INVOICE}write-off/", settling.write_off, name="write_off"),
    path(f"{_INVOICE}moves/<slug:name>/", views.move, name="move"),
    path(_LINE, views.line, name="line"),
    path(f"{_LINE}export.csv", views.export_line, name="export_line"),
    path(f"{_LINE}dispute/", settling.dispute, name="dispute"),
    path("billing/disputes/<uuid:dispute_id>/answer/", settling.answer, name="dispute_answer"),
    path("billing/disputes/<uuid:dispute_id>/withdraw/", settling.withdraw, name="dispute_withdraw"),
    path("billing/payments/<uuid:payment_id>/reverse/", settling.reverse_payment, name="payment_reverse"),
    path("billing/write-offs/<uuid:write_off_id>/", settling.decide, name="write_off_decide"),
    path("billing/terms/", settling.terms, name="terms"),
    path("billing/terms/new/", settling.terms_new, name="terms_new"),
    path("billing/terms/<uuid:terms_id>/", settling.terms_edit, name="terms_edit"),
    path("billing/usage/", usage.listing, name="usage"),
    path("billing/usage/new/", usage.new, name="usage_new"),
    path("billing/usage/import/", usage.upload, name="usage_import"),
    path("billing/usage/imports/<uuid:usage_import_id>/", usage.imported, name="usage_imported"),
    path("billing/usage/template.<slug:kind>", usage.template, name="usage_template"),
    path("billing/usage/<uuid:usage_id>/", usage.page, name="usage_page"),
    path("billing/usage/<uuid:usage_id>/edit/", usage.edit, name="usage_edit"),
    path("billing/usage/<uuid:usage_id>/withdraw/", usage.withdraw, name="usage_withdraw"),
    path("billing/usage/<uuid:usage_id>/document/", usage.add_document, name="usage_document_add"),
    path("billing/usage-documents/<uuid:document_id>/", usage.document, name="usage_document"),
]
