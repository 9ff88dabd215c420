"""A round of sessions per user, and the table of the cache: counts of wrong codes that all processes share."""

from django.db import migrations, models

# As Django's `createcachetable` makes it; here, because the app role makes no tables.
CACHE = """
create table openhro_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamp with time zone not null
);
create index openhro_cache_expires on openhro_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("clients", "0002_no_account_in_the_clear")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_round",
            field=models.PositiveIntegerField(default=0, help_text="Raised to end all sessions at once."),
        ),
        migrations.RunSQL(CACHE, "drop table openhro_cache"),
    ]
