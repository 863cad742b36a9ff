"""People have sounds, a birth year and stand-ins; links are changed later, and protection has its reasons."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_number_of_a_callback_is_wiped_once_it_ended"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField(blank=True)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Protection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_why", models.TextField(blank=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="detainee",
            name="detainee_by_sound_of_name",
        ),
        migrations.AddField(
            model_name="detainee",
            name="stands_in_for",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stand_in",
                to="cases.detainee",
            ),
        ),
        migrations.AddField(
            model_name="detainee",
            name="year_of_birth",
            field=models.PositiveSmallIntegerField(
                help_text="Of the date of birth, or alone where only the year is known.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="detainee",
            name="sounds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24),
                default=list,
                editable=False,
                help_text="What a name as heard is found by: keys of its sounds, marks of the birth year and country.",
                size=None,
            ),
        ),
        migrations.AddIndex(
            model_name="detainee",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["sounds"], name="detainee_by_sound_of_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="detainee",
            constraint=models.CheckConstraint(
                condition=models.Q(("stands_in_for__isnull", True), ("protected", False), _connector="OR"),
                name="detainee_standing_in_is_not_protected",
            ),
        ),
        migrations.AddField(
            model_name="linkchange",
            name="became",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.detainee"
            ),
        ),
        migrations.AddField(
            model_name="linkchange",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="linkchange",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="link_changes", to="cases.call"
            ),
        ),
        migrations.AddField(
            model_name="linkchange",
            name="was",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.detainee"
            ),
        ),
        migrations.AddField(
            model_name="protection",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="protection",
            name="detainee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="protections", to="cases.detainee"
            ),
        ),
        migrations.AddField(
            model_name="protection",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="linkchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("became__isnull", False), models.Q(("why", ""), _negated=True), _connector="OR"
                ),
                name="call_taken_off_a_person_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="protection",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="protection_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="protection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    models.Q(("lifted_at__isnull", True), ("lifted_by__isnull", True)),
                    _connector="OR",
                ),
                name="protection_lifted_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="protection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True), models.Q(("lifted_why", ""), _negated=True), _connector="OR"
                ),
                name="protection_lifted_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="protection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("detainee",),
                name="person_is_protected_once_at_a_time",
            ),
        ),
    ]
