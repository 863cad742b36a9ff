"""The steps in which the helpline reaches facilities."""

from django.db import models

from facilities.models.office import Office
from helpline.constraints import in_order, never_blank


class Phase(models.Model):
    """One step of the roll-out. What nobody published stays empty; `certain`: its offices are known."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=60)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    dating = models.TextField(blank=True, help_text="What is known about the dates, in words.")
    scope = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    certain = models.BooleanField(default=False)
    offices = models.ManyToManyField(Office, related_name="phases", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            never_blank("name", "phase_has_a_name"),
            in_order("starts_on", "ends_on", "phase_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name
