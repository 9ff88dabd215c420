"""Results are compressed by lz4 where the server has it: a row is wider than a page's share, and mostly zeros."""

from django.db import migrations

LZ4 = """
do $$ begin
    alter table payroll_result alter column facts set compression lz4, alter column amounts set compression lz4,
        alter column elements set compression lz4;
exception when feature_not_supported then null;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [("payroll", "0003_accounts_hash")]
    operations = [migrations.RunSQL(LZ4, migrations.RunSQL.noop)]
