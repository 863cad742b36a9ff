"""What PostgreSQL itself keeps true about routing, whatever code writes the rows.

* A new case, and a case sent back to the router, asks for its route by itself: nobody can forget to.
* A case committed without its first route request is refused.
* A case that accuses staff cannot stand in a field office.
* Decisions and published rule sets never change.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION case_asks_for_its_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO routing_routerequest (case_id, generation, state)
  VALUES (NEW.id, NEW.route_generation, 'pending');
  RETURN NULL;
END $$;
CREATE TRIGGER case_opened_asks_for_its_route AFTER INSERT ON cases_case
  FOR EACH ROW EXECUTE FUNCTION case_asks_for_its_route();
CREATE TRIGGER case_sent_back_asks_for_its_route AFTER UPDATE OF route_generation ON cases_case
  FOR EACH ROW WHEN (NEW.state = 'received' AND NEW.route_generation <> OLD.route_generation)
  EXECUTE FUNCTION case_asks_for_its_route();

CREATE FUNCTION case_has_a_route_request() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases_case WHERE id = NEW.id)
     AND NOT EXISTS (SELECT 1 FROM routing_routerequest WHERE case_id = NEW.id) THEN
    RAISE EXCEPTION 'no case without a route request' USING ERRCODE = 'integrity_constraint_violation',
      CONSTRAINT = 'case_has_a_route_request', TABLE = 'cases_case';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_has_a_route_request AFTER INSERT ON cases_case
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION case_has_a_route_request();

CREATE FUNCTION case_that_accuses_staff_stays_with_headquarters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.accuses_staff AND NEW.office_id IS NOT NULL
     AND EXISTS (SELECT 1 FROM facilities_office WHERE id = NEW.office_id AND kind = 'field') THEN
    RAISE EXCEPTION 'a case that accuses staff stays with headquarters'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'case_that_accuses_staff_stays_with_headquarters';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER case_that_accuses_staff_stays_with_headquarters
  BEFORE INSERT OR UPDATE OF office_id, accuses_staff ON cases_case
  FOR EACH ROW EXECUTE FUNCTION case_that_accuses_staff_stays_with_headquarters();

CREATE FUNCTION decision_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a decision never changes' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_never_changes BEFORE UPDATE OR DELETE ON routing_decision
  FOR EACH ROW EXECUTE FUNCTION decision_never_changes();

CREATE FUNCTION published_rules_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'published rules never change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER published_rules_never_change BEFORE UPDATE OR DELETE ON routing_ruleset
  FOR EACH ROW EXECUTE FUNCTION published_rules_never_change();
"""

BACKWARD = r"""
DROP TRIGGER published_rules_never_change ON routing_ruleset;
DROP FUNCTION published_rules_never_change();
DROP TRIGGER decision_never_changes ON routing_decision;
DROP FUNCTION decision_never_changes();
DROP TRIGGER case_that_accuses_staff_stays_with_headquarters ON cases_case;
DROP FUNCTION case_that_accuses_staff_stays_with_headquarters();
DROP TRIGGER case_has_a_route_request ON cases_case;
DROP FUNCTION case_has_a_route_request();
DROP TRIGGER case_sent_back_asks_for_its_route ON cases_case;
DROP TRIGGER case_opened_asks_for_its_route ON cases_case;
DROP FUNCTION case_asks_for_its_route();
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_mail_room"), ("cases", "0001_record"), ("facilities", "0001_map")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
