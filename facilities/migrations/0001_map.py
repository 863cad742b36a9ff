"""Where people are held, which line rings there, who answers for it, and how the helpline reaches it."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import facilities.models.assignment


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="Facility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("code", models.CharField(blank=True, max_length=16)),
                ("name", models.CharField(help_text="As published, in capitals.", max_length=120)),
                ("shown_name", models.CharField(help_text="The name in readable letters.", max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("USMS IGA", "Jail under a U.S. Marshals agreement"),
                            ("IGSA", "Jail under an intergovernmental service agreement"),
                            ("HOLD", "Hold room"),
                            ("DIGSA", "Dedicated facility under an intergovernmental service agreement"),
                            ("CDF", "Contract detention facility"),
                            ("BOP", "Federal prison (Bureau of Prisons)"),
                            ("JUVENILE", "Juvenile facility"),
                            ("STAGING", "Staging facility"),
                            ("SPC", "Service processing center"),
                            ("USMS CDF", "Contract facility of the U.S. Marshals"),
                            ("STATE", "State facility"),
                            ("FAMILY", "Family residential center"),
                            ("DOD", "Department of Defense site"),
                            ("Other", "Other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=40)),
                ("county", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip", models.CharField(blank=True, max_length=10)),
                ("timezone", models.CharField(blank=True, max_length=40)),
                (
                    "gender",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not recorded"),
                            ("male", "Men"),
                            ("female", "Women"),
                            ("both", "Men and women"),
                        ],
                        max_length=6,
                    ),
                ),
                ("holds_over_72h", models.BooleanField(null=True)),
                ("telephone_service", models.CharField(blank=True, max_length=60)),
                ("medical_provider", models.CharField(blank=True, max_length=80)),
                ("population_fy12", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("population_fy13", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("population_fy17", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("population_fy26", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("in_use_2012_2013", models.BooleanField(default=False)),
                ("in_use_2026", models.BooleanField(default=False)),
                ("search", models.TextField(editable=False)),
            ],
            options={
                "verbose_name_plural": "facilities",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="facility_found_by_words", opclasses=["gin_trgm_ops"]
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="facility_code_names_one_facility",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="facility_has_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="facility_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shown_name", ""), _negated=True),
                        name="facility_has_a_name_to_show",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("search", ""), _negated=True), name="facility_can_be_found"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "BOP",
                                    "CDF",
                                    "DIGSA",
                                    "DOD",
                                    "FAMILY",
                                    "HOLD",
                                    "IGSA",
                                    "JUVENILE",
                                    "Other",
                                    "SPC",
                                    "STAGING",
                                    "STATE",
                                    "USMS CDF",
                                    "USMS IGA",
                                ],
                            )
                        ),
                        name="facility_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", ["", "both", "female", "male"])),
                        name="facility_holds_known_genders",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[("field", "Field office"), ("headquarters", "Headquarters unit")],
                        max_length=12,
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("timezone", models.CharField(max_length=40)),
                ("address", models.CharField(blank=True, max_length=120)),
                ("zip", models.CharField(blank=True, max_length=10)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("opens_at", models.TimeField()),
                ("closes_at", models.TimeField()),
                (
                    "area",
                    models.TextField(blank=True, help_text="The area the office answers for, in words."),
                ),
                ("handles", models.TextField(blank=True, help_text="What belongs here.")),
                ("never_send", models.TextField(blank=True, help_text="What must never be sent here.")),
                ("opened_on", models.DateField(null=True)),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="office_has_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="office_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["field", "headquarters"])),
                        name="office_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="office_closes_after_it_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="office_day_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Phase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=60)),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                (
                    "dating",
                    models.TextField(blank=True, help_text="What is known about the dates, in words."),
                ),
                ("scope", models.TextField(blank=True)),
                ("evidence", models.TextField(blank=True)),
                ("certain", models.BooleanField(default=False)),
                (
                    "offices",
                    models.ManyToManyField(blank=True, related_name="phases", to="facilities.office"),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Activation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("testing", "Testing"),
                            ("live", "Live"),
                            ("suspended", "Suspended"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                ("why", models.TextField()),
                ("live_since", models.DateTimeField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "live_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "facility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activation",
                        to="facilities.facility",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activations",
                        to="facilities.phase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "began_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="facilities.office",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("external", "Oversight body"),
                            ("referral", "Line to point the caller to"),
                            ("emergency", "Emergency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("handles", models.TextField(blank=True)),
                ("never_send", models.TextField(blank=True)),
                ("contact", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="referral_has_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["emergency", "external", "referral"])),
                        name="referral_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("address", models.CharField(blank=True, max_length=120)),
                ("city", models.CharField(blank=True, max_length=40)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("zip", models.CharField(blank=True, max_length=10)),
                ("area", models.TextField(blank=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_offices",
                        to="facilities.office",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="FacilityAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("shown_name", models.CharField(max_length=120)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "facility aliases",
                "ordering": ["shown_name"],
                "constraints": [
                    models.UniqueConstraint(fields=("facility", "name"), name="facility_has_an_alias_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="alias_is_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=66, unique=True)),
                ("label", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[("facility", "Line of a facility"), ("public", "Public line")], max_length=8
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                (
                    "facility",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="line_has_a_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["facility", "public"])), name="line_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("facility__isnull", False), ("kind", "facility")),
                            models.Q(("facility__isnull", True), ("kind", "public")),
                            _connector="OR",
                        ),
                        name="line_of_a_facility_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("basis", models.TextField()),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="facilities.facility",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="facilities.office",
                    ),
                ),
            ],
            options={
                "ordering": ["facility", "-valid_from"],
                "indexes": [models.Index(fields=["facility", "valid_from"], name="assignment_by_day")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (models.F("facility"), "="),
                            (
                                facilities.models.assignment.Days(
                                    "valid_from", "valid_to", models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="assignment_does_not_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="assignment_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="assignment_says_how_we_know"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="phase_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="phase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="phase_ends_after_it_starts",
            ),
        ),
        migrations.AddIndex(
            model_name="activation",
            index=models.Index(fields=["phase", "state"], name="activation_by_phase_and_state"),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["live", "planned", "suspended", "testing"])),
                name="activation_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="activation_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("live_by__isnull", False), ("live_since__isnull", False)),
                    models.Q(("live_by__isnull", True), ("live_since__isnull", True)),
                    _connector="OR",
                ),
                name="activation_says_since_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="activation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("live_since__isnull", False), ("state", "live")),
                    models.Q(models.Q(("state", "live"), _negated=True), ("live_since__isnull", True)),
                    _connector="OR",
                ),
                name="activation_is_live_since_a_moment",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["office", "ended_at"], name="postings_of_an_office"),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("user", "office"),
                name="person_is_posted_to_an_office_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("began_at")), _connector="OR"
                ),
                name="posting_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    _connector="OR",
                ),
                name="posting_end_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="suboffice",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="sub_office_has_a_name"
            ),
        ),
    ]
