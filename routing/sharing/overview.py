"""What stands beside a case: who has a copy, who is shut out, who was let in, and the words people wrote. One query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from cases.models import Case, NamedPersonTold
from facilities.models import Office
from helpline.accounts.models import Role, User
from routing.models import Purpose, Shows

ROWS = """
SELECT 'copy', y.id, o.code, o.name, '', y.made_at, y.why, o.name, y.ended_at IS NULL, y.purpose, y.shows, y.noted_at,
       trim(u.first_name || ' ' || u.last_name), u.username
FROM routing_casecopy y JOIN facilities_office o ON o.id = y.office_id
LEFT JOIN accounts_user u ON u.id = y.noted_by_id WHERE y.case_id = %(case)s
UNION ALL
SELECT 'exclusion', e.id, coalesce(o.code, ''), coalesce(o.name, nullif(trim(p.first_name || ' ' || p.last_name), ''),
       p.username), coalesce(p.username, ''), e.made_at, e.why, coalesce(o.name, ''), true, '', '', NULL,
       trim(u.first_name || ' ' || u.last_name), u.username
FROM cases_exclusion e LEFT JOIN facilities_office o ON o.id = e.office_id
LEFT JOIN accounts_user p ON p.id = e.person_id JOIN accounts_user u ON u.id = e.made_by_id
WHERE e.case_id = %(case)s
UNION ALL
SELECT 'let_in', n.id, '', coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.username), p.username,
       n.given_at, '', '', true, '', '', NULL, trim(u.first_name || ' ' || u.last_name), u.username
FROM cases_needtoknow n JOIN accounts_user p ON p.id = n.person_id JOIN accounts_user u ON u.id = n.given_by_id
WHERE n.case_id = %(case)s
UNION ALL
SELECT 'action', id, '', '', '', at, note, '', true, '', '', NULL, '', '' FROM cases_action WHERE case_id = %(case)s
UNION ALL
SELECT 'closure', id, '', '', '', at, note, reopened_why, true, '', '', NULL, '', ''
FROM cases_closure WHERE case_id = %(case)s
UNION ALL
SELECT 'repeat', id, '', '', '', at, note, '', true, '', '', NULL, '', '' FROM cases_repeatcall WHERE case_id = %(case)s
UNION ALL
SELECT 'pause', id, '', '', '', began_at, note, '', true, '', '', NULL, '', '' FROM routing_pause WHERE case_id = %(case)s
UNION ALL
SELECT 'escalation', id, '', '', '', taken_at, plan, '', true, '', '', NULL, '', ''
FROM routing_escalation WHERE case_id = %(case)s
UNION ALL
SELECT 'told', id, '', told_name, '', told_at, '', told_position, true, '', '', NULL, '', ''
FROM cases_namedpersontold WHERE case_id = %(case)s
ORDER BY 6, 2
"""
Notes = Mapping[tuple[str, int], tuple[str, str]]


@dataclass(frozen=True)
class Party:
    """One office or person with something to do with the case beside its holder."""

    kind: str
    key: int
    code: str
    name: str
    username: str
    at: datetime
    why: str
    second: str
    lasts: bool
    purpose: str
    shows: str
    noted_at: datetime | None
    doer: str
    doer_username: str

    @property
    def by(self) -> str:
        """Who noted or wrote it."""
        return self.doer or self.doer_username or ""

    @property
    def shown_purpose(self) -> str:
        """What a copy is for, in words."""
        return str(Purpose(self.purpose).label).lower()

    @property
    def shown_level(self) -> str:
        """How much a copy shows, in words."""
        return str(Shows(self.shows).label)


@dataclass(frozen=True)
class Sharing:
    """All of them; empty for readers who are not told. `told`: who was told of an emergency, for every reader.
    `notes`: what was written on a step, a closure, a pause and so on, by its kind and key, for the timeline, which
    decides who reads it."""

    copies: Sequence[Party] = ()
    shut_out: Sequence[Party] = ()
    let_in: Sequence[Party] = ()
    told: Sequence[NamedPersonTold] = ()
    notes: Notes = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """There is something to tell."""
        return bool(self.copies or self.shut_out or self.let_in)

    def admits(self, office: Office) -> bool:
        """The office is not shut out."""
        return office.code not in {party.code for party in self.shut_out}

    def has_copy(self, office: Office) -> bool:
        """The office has a copy that lasts."""
        return office.code in {party.code for party in self.copies}


def read(case: Case, user: User) -> Sharing:
    """Who else: for headquarters and the people of the office that holds the case; nobody else is told."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS, {"case": case.pk})
        rows = [Party(*row) for row in cursor.fetchall()]
    notes = {(row.kind, row.key): (row.why, row.second) for row in rows}
    told = [
        NamedPersonTold(told_name=row.name, told_position=row.second, told_at=row.at)
        for row in rows
        if row.kind == "told"
    ]
    if user.role not in {Role.HEADQUARTERS, Role.OFFICER, Role.OFFICE_LEAD}:
        return Sharing(told=told, notes=notes)
    lasting = [row for row in rows if row.lasts]

    def of(kind: str) -> list[Party]:
        return [row for row in lasting if row.kind == kind]

    return Sharing(of("copy"), of("exclusion"), of("let_in"), told, notes)
