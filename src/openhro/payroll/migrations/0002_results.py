"""The partitioned table of results: owned by the loader role, which alone may add and attach partitions."""

from django.db import migrations

from openhro.core.rls import policy

CREATE = """
grant create on schema public to openhro_loader;
create table payroll_result (
    shelf bigint not null,
    client_id uuid not null,
    calculation_id uuid not null,
    employment_id uuid not null,
    row integer not null,
    state smallint not null,
    gross bigint not null,
    deductions bigint not null,
    net bigint not null,
    employer bigint not null,
    facts bigint[] not null,
    amounts bigint[] not null,
    elements bigint[] not null,
    primary key (shelf, calculation_id, employment_id)
) partition by list (shelf);
create sequence payroll_shelf start 1000000;
grant usage on sequence payroll_shelf to openhro_app;
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "drop table payroll_result; drop sequence payroll_shelf"),
        *[migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in policy("payroll_result")],
        migrations.RunSQL(
            "revoke all on payroll_result from openhro_app; grant select on payroll_result to openhro_app;"
            "alter table payroll_result owner to openhro_loader",
            migrations.RunSQL.noop,
        ),
    ]
