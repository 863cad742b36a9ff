import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("facilities", "0001_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=13, unique=True)),
                ("submission_key", models.UUIDField(unique=True)),
                ("submission_print", models.BinaryField()),
                (
                    "taken_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("voicemail", "Voicemail"),
                            ("paper", "Paper form"),
                            ("web", "Web form"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                (
                    "caller_kind",
                    models.CharField(
                        choices=[
                            ("detainee", "Detainee"),
                            ("family", "Family or friend"),
                            ("attorney", "Attorney or representative"),
                            ("organisation", "Organization"),
                            ("public", "Member of the public"),
                            ("official", "Official (police, congress, consulate)"),
                            ("anonymous", "Prefers not to say"),
                        ],
                        max_length=12,
                    ),
                ),
                ("language", models.CharField(default="en", max_length=8)),
                ("interpreter", models.BooleanField(default=False)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Something was taken up"),
                            ("wrong_number", "Wrong number"),
                            ("silent", "Silent call"),
                            ("disconnected", "Disconnected before a concern was told"),
                        ],
                        max_length=14,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("detainee_told_sealed", models.BinaryField(default=b"")),
                (
                    "facility",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="facilities.facility",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="facilities.line",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CallerIdentity",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name_sealed", models.BinaryField(default=b"")),
                ("phone_sealed", models.BinaryField(default=b"")),
                ("relationship", models.CharField(blank=True, max_length=60)),
                ("safe_to_call_back", models.BooleanField(null=True)),
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="caller_identity",
                        to="cases.call",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Detainee",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("a_number_sealed", models.BinaryField(default=b"")),
                ("a_number_index", models.BinaryField(null=True, unique=True)),
                ("given_names", models.CharField(blank=True, max_length=120)),
                ("family_names", models.CharField(blank=True, max_length=120)),
                ("date_of_birth", models.DateField(null=True)),
                ("country_of_birth", models.CharField(blank=True, max_length=60)),
                (
                    "protected",
                    models.BooleanField(
                        default=False,
                        help_text="8 U.S.C. 1367: the existence of the file is hidden from anybody without need.",
                    ),
                ),
                ("search_name", models.CharField(editable=False, max_length=250)),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="call",
            name="detainee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="cases.detainee",
            ),
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("SAFETY", "Safety"),
                            ("HEALTH", "Health"),
                            ("VULN", "Vulnerability"),
                            ("CUSTODY", "Custody"),
                            ("FAMILY", "Family"),
                            ("LEGAL", "Legal"),
                            ("CONDITIONS", "Conditions"),
                            ("CASE", "Immigration case"),
                            ("ACCESS", "Access and rights"),
                            ("COMMUNITY", "Community"),
                            ("NONE", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("definition", models.TextField()),
                ("examples", models.TextField(blank=True)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("P0", "Life in danger now"),
                            ("P1", "Within hours"),
                            ("P2", "Same day"),
                            ("P3", "Days"),
                            ("P4", "Information"),
                        ],
                        max_length=2,
                    ),
                ),
                ("respond_within", models.CharField(blank=True, max_length=12)),
                ("resolve_within", models.CharField(blank=True, max_length=12)),
                ("limit_note", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(blank=True, max_length=160)),
                ("restricted", models.BooleanField()),
                ("identity_check", models.BooleanField()),
                ("anonymous_ok", models.BooleanField()),
                ("identity_withheld", models.BooleanField(default=False)),
                ("protocol", models.TextField(blank=True)),
                ("keywords_en", models.TextField(blank=True)),
                ("keywords_es", models.TextField(blank=True)),
                ("opens_case", models.BooleanField(default=True)),
                ("destination", models.CharField(blank=True, max_length=8)),
                ("copies", models.CharField(blank=True, max_length=40)),
                ("source", models.CharField(blank=True, max_length=160)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["P0", "P1", "P2", "P3", "P4"])),
                        name="topic_has_a_known_urgency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "group__in",
                                [
                                    "ACCESS",
                                    "CASE",
                                    "COMMUNITY",
                                    "CONDITIONS",
                                    "CUSTODY",
                                    "FAMILY",
                                    "HEALTH",
                                    "LEGAL",
                                    "NONE",
                                    "SAFETY",
                                    "VULN",
                                ],
                            )
                        ),
                        name="topic_stands_in_a_known_group",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=11, unique=True)),
                ("summary", models.TextField()),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("P0", "Life in danger now"),
                            ("P1", "Within hours"),
                            ("P2", "Same day"),
                            ("P3", "Days"),
                            ("P4", "Information"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Being routed"),
                            ("routed", "In the queue"),
                            ("in_progress", "Being worked"),
                            ("closed", "Closed"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("accuses_staff", models.BooleanField(default=False)),
                ("identity_withheld", models.BooleanField(default=False)),
                (
                    "vulnerabilities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mental_illness", "Serious mental illness"),
                                ("medical_illness", "Serious medical illness"),
                                ("disability", "Disability"),
                                ("elderly", "Elderly"),
                                ("pregnant", "Pregnant"),
                                ("nursing", "Nursing"),
                                ("lgbti", "At risk because of sexual orientation or gender identity"),
                                ("victim", "Victim of sexual assault, torture, trafficking or abuse"),
                                ("caregiver", "Sole caretaker of a dependent"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("hearing_on", models.DateField(null=True)),
                ("route_generation", models.PositiveIntegerField(default=1)),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector("summary", config="english"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.call"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="facilities.facility",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="facilities.office",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "detainee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.detainee",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.topic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.TextField()),
                (
                    "given_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.call"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="cases.topic"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contacted_detainee", "Spoke with the detainee"),
                            ("contacted_facility", "Spoke with the facility"),
                            ("contacted_caller", "Spoke with the caller"),
                            ("referred", "Referred to another body"),
                            ("inspected", "Looked on site"),
                            ("reviewed", "Reviewed records"),
                            ("noted", "Note"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.office"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="cases.case"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "contacted_caller",
                                    "contacted_detainee",
                                    "contacted_facility",
                                    "inspected",
                                    "noted",
                                    "referred",
                                    "reviewed",
                                ],
                            )
                        ),
                        name="action_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="action_says_what_was_done"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("resolved", "Resolved: the concern was put right"),
                            ("informed", "Answered: information was given"),
                            ("referred", "Referred: another body has taken it over"),
                            ("not_substantiated", "Looked into, not substantiated"),
                            ("not_reached", "Person could not be reached"),
                            ("moved", "Person was released, removed or moved"),
                            ("duplicate", "Same as another case"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_why", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closures", to="cases.case"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.office"
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "disposition__in",
                                [
                                    "duplicate",
                                    "informed",
                                    "moved",
                                    "not_reached",
                                    "not_substantiated",
                                    "referred",
                                    "resolved",
                                ],
                            )
                        ),
                        name="closure_has_a_known_disposition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True), name="closure_says_what_was_done"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_at__isnull", False), ("reopened_by__isnull", False)),
                            models.Q(("reopened_at__isnull", True), ("reopened_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="reopening_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_at__isnull", True),
                            models.Q(("reopened_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reopening_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("case",),
                        name="case_has_one_standing_closure",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="detainee",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search_name"], name="detainee_by_similar_name", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="detainee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("a_number_index__isnull", True), ("a_number_sealed", b"")),
                    models.Q(
                        ("a_number_index__isnull", False), models.Q(("a_number_sealed", b""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="detainee_a_number_is_sealed_and_indexed_together",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["taken_by", "-id"], name="call_by_taker"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "caller_kind__in",
                        ["anonymous", "attorney", "detainee", "family", "official", "organisation", "public"],
                    )
                ),
                name="call_is_made_by_a_known_kind_of_caller",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["paper", "phone", "voicemail", "web"])),
                name="call_came_by_a_known_channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending__in", ["", "disconnected", "silent", "wrong_number"])),
                name="call_ended_in_a_known_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="call_ends_after_it_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("language", ""), _negated=True), name="call_has_a_language"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["office", "state", "-id"], name="case_by_office_and_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["call"], name="case_by_call"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="case_by_words_of_summary"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["closed", "in_progress", "received", "routed"])),
                name="case_is_in_a_known_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", ["P0", "P1", "P2", "P3", "P4"])),
                name="case_has_a_known_urgency",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("summary", ""), _negated=True), name="case_has_a_summary"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    _connector="OR",
                ),
                name="case_closed_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", False), ("state", "closed")),
                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", True)),
                    _connector="OR",
                ),
                name="case_closed_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("office__isnull", True), ("state", "received")),
                    models.Q(models.Q(("state", "received"), _negated=True), ("office__isnull", False)),
                    _connector="OR",
                ),
                name="case_routed_stands_in_an_office",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "vulnerabilities__contained_by",
                        [
                            "mental_illness",
                            "medical_illness",
                            "disability",
                            "elderly",
                            "pregnant",
                            "nursing",
                            "lgbti",
                            "victim",
                            "caregiver",
                        ],
                    )
                ),
                name="case_vulnerabilities_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("note", ""), _negated=True), name="answer_says_what_was_told"
            ),
        ),
    ]
