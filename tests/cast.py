"""The people of the tests: one for every role and scope."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cases.models import Certification, Topic
from facilities.models import Office, Posting
from helpline.accounts.models import Role, User


@dataclass(frozen=True)
class Cast:
    """Everybody, by what they do."""

    operator: User
    operator2: User
    supervisor: User
    officer_atl: User
    officer_mia: User
    officer_ihsc: User
    officer_opr: User
    lead_atl: User
    hq: User
    analyst: User
    auditor: User

    def everybody(self) -> list[User]:
        """All of them, in order."""
        return list(self.__dict__.values())


def person(username: str, role: Role, office: str | None = None) -> User:
    """One person, posted to an office where one is named."""
    user = User.objects.create(username=username, role=role, is_demo=True)
    if office:
        Posting.objects.create(user=user, office=Office.objects.get(code=office), began_at=timezone.now())
    return user


def certified(*operators: User) -> None:
    """These people may take every topic alone for a year."""
    since, until = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=365)
    topics = Topic.objects.filter(needs_certification=True)
    Certification.objects.bulk_create(
        Certification(operator=operator, topic=topic, granted_at=since, expires_at=until)
        for operator in operators
        for topic in topics
    )


def operator(username: str) -> User:
    """Somebody who may take every call."""
    user = person(username, Role.OPERATOR)
    certified(user)
    return user


def make_cast() -> Cast:
    """The whole cast, saved. Both operators are certified for everything."""
    return Cast(
        operator=operator("operator"),
        operator2=operator("operator2"),
        supervisor=person("supervisor", Role.SUPERVISOR),
        officer_atl=person("officer.atl", Role.OFFICER, "ATL"),
        officer_mia=person("officer.mia", Role.OFFICER, "MIA"),
        officer_ihsc=person("officer.ihsc", Role.OFFICER, "IHSC"),
        officer_opr=person("officer.opr", Role.OFFICER, "OPR"),
        lead_atl=person("lead.atl", Role.OFFICE_LEAD, "ATL"),
        hq=person("hq", Role.HEADQUARTERS),
        analyst=person("analyst", Role.ANALYST),
        auditor=person("auditor", Role.AUDITOR),
    )
