"""The people who work with the helpline."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now

from helpline.constraints import never_blank, only_choices


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
    is_demo = models.BooleanField(
        default=False, help_text="Created for a demonstration; refused outside DEBUG."
    )

    class Meta:
        constraints = [only_choices("role", Role.values, name="user_has_a_known_role")]

    @property
    def called(self) -> str:
        """The name colleagues read on a page."""
        return self.get_full_name() or self.username


class ApiToken(models.Model):
    """A key to the API for one person. Only its digest is kept; whoever holds the token is that person."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    label = models.CharField(
        max_length=80, help_text="What it is used for, in the words of whoever asked for it."
    )
    digest = models.BinaryField(unique=True, help_text="SHA-256 of the token, which has 256 random bits.")
    issued_at = models.DateTimeField(db_default=Now(), editable=False)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = [never_blank("label", name="token_says_what_it_is_for")]
        indexes = [models.Index(fields=["user"], name="tokens_of_a_person")]

    def __str__(self) -> str:
        return f"Token {self.pk}"
