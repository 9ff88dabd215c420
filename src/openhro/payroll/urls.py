"""Addresses of payroll: the desk's under /payroll/, an employee's own payslips under /home/payslips/."""

from django.urls import path

from openhro.payroll.views import answers, facts, files, imports, inputs, members, moves, payslips, run, runs

app_name = "payroll"
urlpatterns = [
    path("payroll/", runs.runs, name="runs"),
    path("payroll/groups/<uuid:group_id>/", runs.group, name="group"),
    path("payroll/groups/<uuid:group_id>/elements/", runs.elements, name="elements"),
    path("payroll/groups/<uuid:group_id>/people/", members.group_people, name="members"),
    path("payroll/people/<uuid:employment_id>/", members.person, name="person"),
    path("payroll/people/<uuid:employment_id>/stays/<uuid:membership_id>/end/", members.end, name="stay_end"),
    path("payroll/people/<uuid:employment_id>/stays/<uuid:membership_id>/move/", members.move, name="stay_move"),
    path("payroll/periods/<uuid:period_id>/open/", moves.open_run, name="open"),
    path("payroll/people/<uuid:employment_id>/tax/", facts.tax, name="tax"),
    path("payroll/runs/<uuid:run_id>/", run.overview, name="run"),
    path("payroll/runs/<uuid:run_id>/do/<slug:action>/", moves.move, name="move"),
    path("payroll/runs/<uuid:run_id>/progress/", moves.progress, name="progress"),
    path("payroll/runs/<uuid:run_id>/progress/stop/", moves.stop, name="stop"),
    path("payroll/runs/<uuid:run_id>/inputs/", inputs.inputs, name="inputs"),
    path("payroll/runs/<uuid:run_id>/inputs/new/", inputs.line, name="input_new"),
    path("payroll/runs/<uuid:run_id>/inputs/<uuid:input_id>/", inputs.line, name="input"),
    path("payroll/runs/<uuid:run_id>/inputs/<uuid:input_id>/remove/", inputs.remove, name="input_remove"),
    path("payroll/runs/<uuid:run_id>/inputs/import/", imports.upload, name="import"),
    path("payroll/runs/<uuid:run_id>/inputs/import/<uuid:batch_id>/", imports.report, name="imported"),
    path("payroll/runs/<uuid:run_id>/inputs/import/<uuid:batch_id>/confirm/", imports.confirm, name="import_confirm"),
    path(
        "payroll/runs/<uuid:run_id>/inputs/import/<uuid:batch_id>/progress/", imports.progress, name="import_progress"
    ),
    path("payroll/runs/<uuid:run_id>/inputs/import/<uuid:batch_id>/stop/", imports.stop, name="import_stop"),
    path("payroll/runs/<uuid:run_id>/inputs/late/", inputs.log_late, name="late"),
    path("payroll/runs/<uuid:run_id>/inputs/late/<uuid:late_id>/settle/", inputs.settle, name="late_settle"),
    path("payroll/runs/<uuid:run_id>/inputs/template.<slug:kind>", inputs.template, name="input_template"),
    path("payroll/runs/<uuid:run_id>/inputs/export.<slug:kind>", inputs.export, name="inputs_export"),
    path("payroll/runs/<uuid:run_id>/checks/", run.checks, name="checks"),
    path("payroll/runs/<uuid:run_id>/checks/<uuid:problem_id>/", answers.problem, name="answer_problem"),
    path("payroll/runs/<uuid:run_id>/results/", run.results, name="results"),
    path("payroll/runs/<uuid:run_id>/results/export.<slug:kind>", files.results, name="results_export"),
    path("payroll/runs/<uuid:run_id>/variance/", run.variance, name="variance"),
    path("payroll/runs/<uuid:run_id>/variance/<uuid:variance_id>/", answers.variance, name="answer_variance"),
    path("payroll/runs/<uuid:run_id>/approvals/", run.approvals, name="approvals"),
    path("payroll/runs/<uuid:run_id>/files/", run.files, name="files"),
    path("payroll/runs/<uuid:run_id>/files/<uuid:file_id>/", files.download, name="file"),
    path("payroll/runs/<uuid:run_id>/payslips/<uuid:employment_id>/", payslips.payslip, name="payslip"),
    path("payroll/runs/<uuid:run_id>/payslips/<uuid:employment_id>/pdf/", payslips.pdf, name="payslip_pdf"),
    path("payroll/runs/<uuid:run_id>/payslips/<uuid:employment_id>/explain/", payslips.explain, name="explain"),
    path("home/payslips/", payslips.own_list, name="own_payslips"),
    path("home/payslips/<uuid:run_id>/", payslips.own, name="own_payslip"),
    path("home/payslips/<uuid:run_id>/pdf/", payslips.own_pdf, name="own_pdf"),
    path("home/payslips/<uuid:run_id>/explain/", payslips.own_explain, name="own_explain"),
]
