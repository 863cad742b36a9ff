"""The version that was in force becomes a publication."""

from django.db import migrations

FORWARD = """
INSERT INTO routing_publication (ruleset_id, kind, effective_at, made_by_id, why)
SELECT r.id, CASE WHEN r.shipped THEN 'shipped' ELSE 'published' END, r.published_at, r.published_by_id,
       coalesce(nullif(r.note, ''), 'In force before versions had a time.')
FROM routing_currentrules c JOIN routing_ruleset r ON r.id = c.ruleset_id;
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0005_rules_people_can_change")]
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
