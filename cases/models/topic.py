"""The taxonomy: what a concern can be about (reference data, `cases/reference/topics.csv`)."""

from django.db import models

from helpline.constraints import only_choices


class Urgency(models.TextChoices):
    """How soon a human must act. Raised by rules and people; lowered by nobody but a supervisor."""

    P0 = "P0", "Life in danger now"
    P1 = "P1", "Urgent"
    P2 = "P2", "Soon"
    P3 = "P3", "Routine"
    P4 = "P4", "Information"


class TopicGroup(models.TextChoices):
    """The parent of a topic."""

    SAFETY = "SAFETY", "Safety"
    HEALTH = "HEALTH", "Health"
    VULN = "VULN", "Vulnerability"
    CUSTODY = "CUSTODY", "Custody"
    FAMILY = "FAMILY", "Family"
    LEGAL = "LEGAL", "Legal"
    CONDITIONS = "CONDITIONS", "Conditions"
    CASE = "CASE", "Immigration case"
    ACCESS = "ACCESS", "Access and rights"
    COMMUNITY = "COMMUNITY", "Community"
    NONE = "NONE", "Other"


class Follows(models.TextChoices):
    """What a case of a topic belongs to when the person is moved."""

    PERSON = "person", "The person"
    PLACE = "place", "The place"


class Topic(models.Model):
    """One concern code with its targets. Limits are texts `routing.clock` reads: 2h, 4bh, 5bd, 15min, or empty."""

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=80)
    group = models.CharField(max_length=12, choices=TopicGroup.choices)
    definition = models.TextField()
    examples = models.TextField(blank=True)
    urgency = models.CharField(max_length=2, choices=Urgency.choices)
    respond_within = models.CharField(max_length=12, blank=True)
    resolve_within = models.CharField(max_length=12, blank=True)
    limit_note = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=160, blank=True)
    restricted = models.BooleanField()
    identity_check = models.BooleanField()
    anonymous_ok = models.BooleanField()
    identity_withheld = models.BooleanField(default=False)
    accuses_staff = models.BooleanField(
        default=False, help_text="A concern of this topic is handled as one that accuses staff, said or not."
    )
    needs_certification = models.BooleanField(
        default=False, help_text="Only for operators certified in it; others hand over or get a supervisor."
    )
    follows = models.CharField(
        max_length=6,
        choices=Follows.choices,
        default=Follows.PLACE,
        help_text="Whether an open case moves with the person who is transferred, or stays with the place.",
    )
    protocol = models.TextField(blank=True)
    keywords_en = models.TextField(blank=True)
    keywords_es = models.TextField(blank=True)
    opens_case = models.BooleanField(default=True)
    destination = models.CharField(max_length=8, blank=True)
    copies = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            only_choices("urgency", Urgency.values, name="topic_has_a_known_urgency"),
            only_choices("follows", Follows.values, name="topic_follows_person_or_place"),
            only_choices("group", TopicGroup.values, name="topic_stands_in_a_known_group"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
