"""The journal's law, kept by PostgreSQL: nothing changes, and every entry is chained at commit.

A deferred constraint trigger runs when the transaction commits, so the lock that orders the chain is
held for microseconds instead of for the whole transaction.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION journal_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION journal_hash(prev bytea, e audit_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(prev || convert_to(jsonb_build_array(
    e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.by_id, e.verb,
    e.subject_kind, e.subject_key, e.subject_ref, e.details)::text, 'UTF8'))
$$;

CREATE FUNCTION journal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(7205759403);
  SELECT seq, hash INTO last FROM audit_link ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_link (seq, entry_id, prev, hash)
  VALUES (coalesce(last.seq, 0) + 1, NEW.id, coalesce(last.hash, '\x00'::bytea),
          journal_hash(coalesce(last.hash, '\x00'::bytea), NEW));
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_is_chained_at_commit AFTER INSERT ON audit_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_chain();
CREATE TRIGGER entry_never_changes BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER link_never_changes BEFORE UPDATE OR DELETE ON audit_link
  FOR EACH ROW EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER access_never_changes BEFORE UPDATE OR DELETE ON audit_access
  FOR EACH ROW EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER entry_is_never_emptied BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER link_is_never_emptied BEFORE TRUNCATE ON audit_link
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change();
CREATE TRIGGER access_is_never_emptied BEFORE TRUNCATE ON audit_access
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses_change();
"""

BACKWARD = r"""
DROP TRIGGER entry_is_chained_at_commit ON audit_entry;
DROP TRIGGER entry_never_changes ON audit_entry;
DROP TRIGGER link_never_changes ON audit_link;
DROP TRIGGER access_never_changes ON audit_access;
DROP TRIGGER entry_is_never_emptied ON audit_entry;
DROP TRIGGER link_is_never_emptied ON audit_link;
DROP TRIGGER access_is_never_emptied ON audit_access;
DROP FUNCTION journal_chain();
DROP FUNCTION journal_hash(bytea, audit_entry);
DROP FUNCTION journal_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_journal")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
