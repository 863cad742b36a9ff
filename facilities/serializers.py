"""The shapes of the map's answers and questions in the API."""

from datetime import UTC
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers  # noqa: TID251  (shapes of the API, used by api.py alone)

from facilities.directory import Found
from facilities.forms import WHY_LIMIT
from facilities.models import Activation, Assignment, Office, Phase, RolloutState


class OfficeSerializer(serializers.ModelSerializer[Office]):
    """An office. `opens_at` and `closes_at` are local times in `timezone`."""

    open = serializers.SerializerMethodField(help_text="Whether the office exists today.")

    class Meta:
        model = Office
        fields = [
            "code", "name", "kind", "city", "state", "timezone", "address", "zip", "phone",
            "opens_at", "closes_at", "area", "handles", "never_send", "opened_on", "closed_on", "open",
        ]  # fmt: skip
        read_only_fields = fields

    def get_open(self, office: Office) -> bool:
        """Whether the office exists today."""
        return office.is_open(timezone.localdate())


class PhaseSerializer(serializers.ModelSerializer[Phase]):
    """A step of the roll-out, with the codes of its offices and how many facilities stand where."""

    offices: Any = serializers.SlugRelatedField("code", many=True, read_only=True)
    facilities = serializers.SerializerMethodField(help_text="Number of facilities by state.")

    class Meta:
        model = Phase
        fields = [
            "number",
            "name",
            "starts_on",
            "ends_on",
            "dating",
            "scope",
            "certain",
            "offices",
            "facilities",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_facilities(self, phase: Phase) -> dict[str, int]:
        """Counts by state, from the context."""
        counts: dict[str, int] = self.context["counts"][phase.pk]
        return counts


class RolloutSerializer(serializers.ModelSerializer[Activation]):
    """Where a facility stands in the roll-out."""

    phase = serializers.IntegerField(source="phase.number", allow_null=True, default=None)

    class Meta:
        model = Activation
        fields = ["state", "phase", "live_since", "changed_at", "why"]
        read_only_fields = fields
        extra_kwargs = {
            "live_since": {"default_timezone": UTC},
            "changed_at": {"default_timezone": UTC},
        }


class FacilitySerializer(serializers.Serializer[Found]):
    """A facility as lists show it. `office` is the code of the office that answers for it today."""

    key = serializers.CharField(source="facility.key")
    code = serializers.CharField(source="facility.code", help_text="The published code; empty where none is.")
    name = serializers.CharField(source="facility.shown_name")
    official_name = serializers.CharField(source="facility.name")
    other_names = serializers.ListField(child=serializers.CharField())
    kind = serializers.CharField(source="facility.kind")
    kind_name = serializers.CharField(source="facility.kind_name")
    city = serializers.CharField(source="facility.city")
    state = serializers.CharField(source="facility.state")
    timezone = serializers.CharField(source="facility.timezone")
    in_use = serializers.BooleanField(source="facility.in_use_2026")
    office = serializers.CharField(source="office.code", allow_null=True, default=None)
    rollout = RolloutSerializer(source="activation", allow_null=True)


class AssignmentSerializer(serializers.ModelSerializer[Assignment]):
    """An office that answered for the facility from day to day, both days included."""

    office = serializers.CharField(source="office.code")

    class Meta:
        model = Assignment
        fields = ["office", "valid_from", "valid_to", "basis"]
        read_only_fields = fields


class FacilityInFullSerializer(FacilitySerializer):
    """A facility with its address, lines, populations and the offices that answered for it."""

    address = serializers.CharField(source="facility.address")
    county = serializers.CharField(source="facility.county")
    zip = serializers.CharField(source="facility.zip")
    gender = serializers.CharField(source="facility.gender")
    holds_over_72h = serializers.BooleanField(source="facility.holds_over_72h", allow_null=True)
    telephone_service = serializers.CharField(source="facility.telephone_service")
    medical_provider = serializers.CharField(source="facility.medical_provider")
    average_population = serializers.SerializerMethodField(help_text="By fiscal year, where published.")
    lines = serializers.SerializerMethodField(help_text="Codes of its lines.")
    assignments = AssignmentSerializer(source="facility.assignments", many=True)

    def get_lines(self, found: Found) -> list[str]:
        """The codes of its lines."""
        return [line.code for line in found.facility.lines.all()]

    @extend_schema_field(serializers.DictField(child=serializers.DecimalField(8, 2)))
    def get_average_population(self, found: Found) -> dict[str, str]:
        """The published years."""
        years = {
            year: getattr(found.facility, f"population_{year}") for year in ("fy12", "fy13", "fy17", "fy26")
        }
        return {year: str(people) for year, people in years.items() if people is not None}


class FacilityPageSerializer(serializers.Serializer[Any]):
    """One page. `next` is the cursor of the page after it, null at the end."""

    results = FacilitySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class QuestionSerializer(serializers.Serializer[Any]):
    """Which facilities to list."""

    q = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Name, city or code."
    )
    office = serializers.SlugRelatedField(
        "code", queryset=Office.objects.all(), required=False, help_text="Code of the office of today."
    )
    phase = serializers.IntegerField(required=False, min_value=0, max_value=32_767)
    state = serializers.ChoiceField(
        RolloutState.choices, required=False, help_text="Where it stands in the roll-out."
    )
    cursor = serializers.RegexField(
        r"^[A-Za-z0-9-]{1,64}$", required=False, help_text="`next` of the page before."
    )


class MoveSerializer(serializers.Serializer[Any]):
    """A step in the roll-out. With `seen`, the step is refused if the facility is no longer in that state."""

    why = serializers.CharField(max_length=WHY_LIMIT)
    seen = serializers.ChoiceField(RolloutState.choices, required=False)


class ScheduleSerializer(serializers.Serializer[Any]):
    """The phase, by its number, and why."""

    phase = serializers.SlugRelatedField(
        slug_field="number",
        queryset=Phase.objects.all(),
        error_messages={"does_not_exist": "Choose a phase on the list."},
    )
    why = serializers.CharField(max_length=WHY_LIMIT)
