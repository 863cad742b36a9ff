"""The people who work with the helpline."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from helpline.constraints import only_choices


class Role(models.TextChoices):
    """What a person does here. One person has one role; what they see follows from role and posting."""

    OPERATOR = "operator", "Operator"
    SUPERVISOR = "supervisor", "Supervisor"
    OFFICER = "officer", "Officer"
    OFFICE_LEAD = "office_lead", "Office lead"
    HEADQUARTERS = "headquarters", "Headquarters"
    ANALYST = "analyst", "Analyst"
    AUDITOR = "auditor", "Auditor"


class User(AbstractUser):
    """A member of staff. `role` says which doors open; `facilities.Posting` says which office is theirs."""

    role = models.CharField(max_length=20, choices=Role.choices)
    is_demo = models.BooleanField(default=False, help_text="Created for a demonstration; refused outside DEBUG.")

    class Meta:
        constraints = [only_choices("role", Role.values, name="user_has_a_known_role")]

    @property
    def called(self) -> str:
        """The name colleagues read on a page."""
        return self.get_full_name() or self.username
