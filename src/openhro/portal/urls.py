"""Addresses of the first pages, clients, search and notices."""

from django.urls import path

from openhro.portal import approvals, home, views, who

app_name = "portal"
urlpatterns = [
    path("", views.first, name="first"),
    path("today/", views.today, name="today"),
    path("approvals/", approvals.approvals, name="approvals"),
    path("home/", home.home, name="home"),
    path("home/who/", who.page, name="who"),
    path("team/", views.team, name="team"),
    path("clients/", views.clients_list, name="clients"),
    path("clients/<slug:code>/", views.client, name="client"),
    path("search", views.search, name="search"),
    path("notices/", views.notices_list, name="notices"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/<uuid:notice_id>/", views.open_notice, name="open_notice"),
]
