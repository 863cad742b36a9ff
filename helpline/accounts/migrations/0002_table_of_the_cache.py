"""The cache lives in a table of PostgreSQL; sign-in counts its tries there, so the table comes with the others."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
