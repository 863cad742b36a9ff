"""Call references come from one counter; published versions of texts are never changed."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE cases_call_reference AS bigint START 1;

CREATE FUNCTION cases_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a published version is never changed: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER protocol_version_stays BEFORE UPDATE OR DELETE ON cases_topicprotocol
  FOR EACH ROW EXECUTE FUNCTION cases_version_stays();
CREATE TRIGGER disclosure_version_stays BEFORE UPDATE OR DELETE ON cases_disclosurepolicy
  FOR EACH ROW EXECUTE FUNCTION cases_version_stays();
CREATE TRIGGER scorecard_version_stays BEFORE UPDATE OR DELETE ON cases_scorecard
  FOR EACH ROW EXECUTE FUNCTION cases_version_stays();
"""
BACKWARD = """
DROP TRIGGER protocol_version_stays ON cases_topicprotocol;
DROP TRIGGER disclosure_version_stays ON cases_disclosurepolicy;
DROP TRIGGER scorecard_version_stays ON cases_scorecard;
DROP FUNCTION cases_version_stays();
DROP SEQUENCE cases_call_reference;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_operators_console")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
