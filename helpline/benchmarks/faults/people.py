"""Who works during a chaos run: operators who may take every topic, officers, headquarters; each with a token."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Certification, Topic
from facilities.models import Office, Posting
from helpline.accounts import tokens
from helpline.accounts.models import Role, User

OPERATORS = 4


def appointed(username: str, role: Role, office: str = "") -> User:
    """Somebody new, posted to the office where one is named."""
    user = User.objects.create(username=username, role=role, is_demo=True)
    if office:
        Posting.objects.create(user=user, office=Office.objects.get(code=office), began_at=timezone.now())
    return user


def token_of(user: User) -> str:
    """A token for the length of the run."""
    _, text = tokens.issue(user, "chaos", 2, by=None)
    return text


def operators() -> list[User]:
    """People who may take any call alone."""
    found = [appointed(f"operator{number}", Role.OPERATOR) for number in range(OPERATORS)]
    now = timezone.now()
    Certification.objects.bulk_create(
        Certification(
            operator=operator,
            topic=topic,
            granted_at=now - timedelta(days=1),
            expires_at=now + timedelta(days=30),
        )
        for operator in found
        for topic in Topic.objects.filter(needs_certification=True)
    )
    return found
