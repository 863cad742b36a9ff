import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_record"),
        ("facilities", "0001_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(unique=True)),
                ("rules", models.JSONField()),
                ("note", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(null=True)),
                (
                    "shipped",
                    models.BooleanField(
                        default=False, help_text="Came with the product; published by nobody."
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("generation", models.PositiveIntegerField()),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("facts", models.JSONField()),
                ("why", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("automatic", "By rule"),
                            ("fallback", "Headquarters triage"),
                            ("manual", "By hand"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.office"
                    ),
                ),
                (
                    "ruleset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="routing.ruleset",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CurrentRules",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "ruleset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="routing.ruleset"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QueueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("respond_by", models.DateTimeField(null=True)),
                (
                    "entered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "entered_why",
                    models.TextField(
                        blank=True, help_text="The reason of a transfer, in the sender's words."
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "left_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Still here"),
                            ("transferred", "Transferred"),
                            ("returned", "Returned to headquarters"),
                            ("closed", "Closed"),
                            ("rerouted", "Sent back to the router"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="cases.case"
                    ),
                ),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claimed_items",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="routing.decision",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queue",
                        to="facilities.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=["office", "due_at", "id"],
                        name="queue_by_due_time",
                    ),
                    models.Index(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=["due_at", "id"],
                        name="all_queues_by_due_time",
                    ),
                    models.Index(fields=["case", "id"], name="stays_of_a_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("case",),
                        name="case_waits_in_one_queue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                            models.Q(("claimed_at__isnull", True), ("claimed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="claim_says_when_and_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_how__in", ["", "closed", "rerouted", "returned", "transferred"])
                        ),
                        name="stay_ended_in_a_known_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at__isnull", True), ("left_how", "")),
                            models.Q(("left_at__isnull", False), models.Q(("left_how", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="stay_ended_says_when_and_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("generation", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "Waiting"), ("done", "Routed")], default="pending", max_length=8
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(db_default=0, default=0)),
                (
                    "next_attempt_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("last_error_code", models.CharField(blank=True, db_default="", default="", max_length=60)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="route_requests",
                        to="cases.case",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["next_attempt_at"],
                        name="requests_waiting_by_time",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "generation"), name="case_asks_once_per_generation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["done", "pending"])),
                        name="route_request_is_in_a_known_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("state", "pending")),
                            models.Q(("done_at__isnull", False), ("state", "done")),
                            _connector="OR",
                        ),
                        name="route_request_done_says_when",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ruleset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", False), ("published_by__isnull", True), ("shipped", True)
                    ),
                    models.Q(
                        ("published_at__isnull", True), ("published_by__isnull", True), ("shipped", False)
                    ),
                    models.Q(
                        ("published_at__isnull", False), ("published_by__isnull", False), ("shipped", False)
                    ),
                    _connector="OR",
                ),
                name="ruleset_published_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("case", "generation"), name="case_is_decided_once_per_generation"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["automatic", "fallback", "manual"])),
                name="decision_is_of_a_known_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="decision_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", False), ("kind", "manual")),
                    models.Q(models.Q(("kind", "manual"), _negated=True), ("decided_by__isnull", True)),
                    _connector="OR",
                ),
                name="decision_by_hand_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "automatic"), _negated=True),
                    models.Q(("ruleset__isnull", False), models.Q(("rule", ""), _negated=True)),
                    _connector="OR",
                ),
                name="decision_by_rule_names_rule_and_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="currentrules",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="one_version_is_in_force"),
        ),
    ]
