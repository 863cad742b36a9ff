"""The ladder finds what is due next by an index, and climbs for two promises: to be taken up, and to be resolved."""

import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_who_may_never_know"),
        ("facilities", "0002_when_an_office_works"),
        ("routing", "0006_rules_in_force_since"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="escalation",
            name="step_of_the_ladder_is_taken_once",
        ),
        migrations.AddField(
            model_name="escalation",
            name="promise",
            field=models.CharField(
                choices=[("take_up", "To be taken up"), ("resolve", "To be resolved")],
                default="resolve",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="queueitem",
            name="next_step_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="When the ladder looks at it next; a new stay at once.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="escalation",
            name="due_at",
            field=models.DateTimeField(
                help_text="When the promise was due, as it stood when the step was taken."
            ),
        ),
        migrations.AlterField(
            model_name="pause",
            name="until",
            field=models.DateField(help_text="The day on which the clock runs again at the latest."),
        ),
        migrations.AddIndex(
            model_name="queueitem",
            index=models.Index(
                condition=models.Q(("left_at__isnull", True), ("next_step_at__isnull", False)),
                fields=["next_step_at"],
                name="next_steps_of_the_ladder",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("case", "counted_from", "promise", "step"), name="step_of_the_ladder_is_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.CheckConstraint(
                condition=models.Q(("promise__in", ["resolve", "take_up"])),
                name="escalation_is_of_a_known_promise",
            ),
        ),
    ]
