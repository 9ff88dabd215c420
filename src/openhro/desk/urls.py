"""Addresses of the service desk: the agents' under /desk/, one's own under /home/."""

from django.urls import path

from openhro.desk.views import around, moves, own, queue, setup

app_name = "desk"
urlpatterns = [
    path("desk/", queue.listing, name="queue"),
    path("desk/new/", queue.new, name="new"),
    path("desk/tickets/<uuid:ticket_id>/", queue.page, name="ticket"),
    path("desk/tickets/<uuid:ticket_id>/answer/", queue.answer, name="answer"),
    path("desk/tickets/<uuid:ticket_id>/note/", queue.note, name="note"),
    path("desk/tickets/<uuid:ticket_id>/take/", queue.take, name="take"),
    path("desk/tickets/<uuid:ticket_id>/tasks/<uuid:task_id>/", queue.do_task, name="do_task"),
    path("desk/tickets/<uuid:ticket_id>/moves/<slug:name>/", moves.move, name="move"),
    path("desk/clocks/<uuid:clock_id>/leave-out/", moves.leave_out, name="leave_out"),
    path("desk/clocks/<uuid:clock_id>/consent/", moves.consent, name="consent"),
    path("desk/knowledge/", around.knowledge, name="knowledge"),
    path("desk/knowledge/new/", around.write, name="write"),
    path("desk/knowledge/<uuid:article_id>/", around.article, name="article"),
    path("desk/knowledge/<uuid:article_id>/<slug:name>/", around.article_move, name="article_move"),
    path("desk/figures/", around.figures, name="figures"),
    path("desk/promises/", around.promises, name="promises"),
    path("desk/setup/", setup.page, name="setup"),
    path("desk/setup/queues/<uuid:queue_id>/agents/", setup.agent, name="agent"),
    path("desk/setup/categories/new/", setup.category, name="new_category"),
    path("desk/setup/categories/<uuid:category_id>/", setup.category, name="category"),
    path("desk/setup/policies/<uuid:policy_id>/recount/", setup.recount_policy, name="recount_policy"),
    path("desk/setup/calendars/<uuid:calendar_id>/recount/", setup.recount_calendar, name="recount_calendar"),
    path("desk/export.csv", queue.export, name="export"),
    path("home/requests/", own.listing, name="own_list"),
    path("home/requests/new/", own.catalogue, name="catalogue"),
    path("home/requests/new/<uuid:catalogue_item_id>/", own.ask, name="ask"),
    path("home/requests/<uuid:ticket_id>/", own.page, name="own"),
    path("home/requests/<uuid:ticket_id>/reply/", own.reply, name="reply"),
    path("home/requests/<uuid:ticket_id>/reopen/", own.reopen, name="reopen"),
    path("home/requests/<uuid:ticket_id>/rate/", own.rate, name="rate"),
    path("home/requests/<uuid:ticket_id>/cancel/", own.cancel, name="cancel"),
    path("home/answers/", own.found, name="answers"),
    path("home/answers/<uuid:article_id>/", own.article, name="own_article"),
]
