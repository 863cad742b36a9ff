"""Misconduct, retaliation and sexual abuse accuse staff whether or not anybody ticked the box; no path can forget."""

from django.db import migrations

FORWARD = r"""
CREATE OR REPLACE FUNCTION case_that_accuses_staff_stays_with_headquarters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT NEW.accuses_staff THEN
    NEW.accuses_staff := EXISTS (SELECT 1 FROM cases_topic WHERE code = NEW.topic_id AND accuses_staff);
  END IF;
  IF NEW.accuses_staff AND NEW.office_id IS NOT NULL
     AND EXISTS (SELECT 1 FROM facilities_office WHERE id = NEW.office_id AND kind = 'field') THEN
    RAISE EXCEPTION 'a case that accuses staff stays with headquarters'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_that_accuses_staff_stays_with_headquarters';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER case_that_accuses_staff_stays_with_headquarters ON cases_case;
CREATE TRIGGER case_that_accuses_staff_stays_with_headquarters
  BEFORE INSERT OR UPDATE OF office_id, accuses_staff, topic_id ON cases_case
  FOR EACH ROW EXECUTE FUNCTION case_that_accuses_staff_stays_with_headquarters();
"""

BACKWARD = r"""
DROP TRIGGER case_that_accuses_staff_stays_with_headquarters ON cases_case;
CREATE TRIGGER case_that_accuses_staff_stays_with_headquarters
  BEFORE INSERT OR UPDATE OF office_id, accuses_staff ON cases_case
  FOR EACH ROW EXECUTE FUNCTION case_that_accuses_staff_stays_with_headquarters();
CREATE OR REPLACE FUNCTION case_that_accuses_staff_stays_with_headquarters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.accuses_staff AND NEW.office_id IS NOT NULL
     AND EXISTS (SELECT 1 FROM facilities_office WHERE id = NEW.office_id AND kind = 'field') THEN
    RAISE EXCEPTION 'a case that accuses staff stays with headquarters'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_that_accuses_staff_stays_with_headquarters';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0003_stay_says_from_when_it_counts"),
        ("cases", "0003_topic_says_that_it_accuses_staff"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
