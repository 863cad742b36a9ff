"""The request of a pressing case is dated back, so that it stands before all others that wait for their first attempt."""

from django.db import migrations

FORWARD = r"""
CREATE OR REPLACE FUNCTION case_asks_for_its_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO routing_routerequest (case_id, generation, state, next_attempt_at)
  VALUES (NEW.id, NEW.route_generation, 'pending',
          statement_timestamp() - CASE WHEN NEW.urgency IN ('P0', 'P1') THEN interval '1 day' ELSE interval '0' END);
  RETURN NULL;
END $$;
"""
BACKWARD = r"""
CREATE OR REPLACE FUNCTION case_asks_for_its_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO routing_routerequest (case_id, generation, state)
  VALUES (NEW.id, NEW.route_generation, 'pending');
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0010_what_went_wrong_is_found_at_once")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
