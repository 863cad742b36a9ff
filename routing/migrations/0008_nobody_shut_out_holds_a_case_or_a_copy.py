"""An office shut out of a case for a conflict of interest never holds it nor has a copy of it; no path can forget.

All three triggers lock the row of the case first, so that shutting out and handing over at the same moment take turns.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION nobody_shut_out_holds_the_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases_exclusion WHERE case_id = NEW.id AND office_id = NEW.office_id) THEN
    RAISE EXCEPTION 'an office that is shut out of a case never holds it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_shut_out_holds_the_case';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nobody_shut_out_holds_the_case
  BEFORE INSERT OR UPDATE OF office_id ON cases_case
  FOR EACH ROW WHEN (NEW.office_id IS NOT NULL) EXECUTE FUNCTION nobody_shut_out_holds_the_case();

CREATE FUNCTION nobody_shut_out_has_a_copy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR SHARE;
  IF EXISTS (SELECT 1 FROM cases_exclusion WHERE case_id = NEW.case_id AND office_id = NEW.office_id) THEN
    RAISE EXCEPTION 'an office that is shut out of a case never has a copy of it'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_shut_out_has_a_copy';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nobody_shut_out_has_a_copy
  BEFORE INSERT OR UPDATE OF case_id, office_id, ended_at ON routing_casecopy
  FOR EACH ROW WHEN (NEW.ended_at IS NULL) EXECUTE FUNCTION nobody_shut_out_has_a_copy();

CREATE FUNCTION nobody_is_shut_out_of_what_they_hold() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE holder bigint;
BEGIN
  SELECT office_id INTO holder FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
  IF holder = NEW.office_id OR EXISTS (SELECT 1 FROM routing_casecopy
       WHERE case_id = NEW.case_id AND office_id = NEW.office_id AND ended_at IS NULL) THEN
    RAISE EXCEPTION 'an office gives up a case and its copy before it is shut out'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_shut_out_of_what_they_hold';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER nobody_is_shut_out_of_what_they_hold
  BEFORE INSERT OR UPDATE ON cases_exclusion
  FOR EACH ROW WHEN (NEW.office_id IS NOT NULL) EXECUTE FUNCTION nobody_is_shut_out_of_what_they_hold();
"""

BACKWARD = r"""
DROP TRIGGER nobody_is_shut_out_of_what_they_hold ON cases_exclusion;
DROP TRIGGER nobody_shut_out_has_a_copy ON routing_casecopy;
DROP TRIGGER nobody_shut_out_holds_the_case ON cases_case;
DROP FUNCTION nobody_is_shut_out_of_what_they_hold();
DROP FUNCTION nobody_shut_out_has_a_copy();
DROP FUNCTION nobody_shut_out_holds_the_case();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("routing", "0007_ladder_knows_its_next_step"),
        ("cases", "0012_who_may_never_know"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
