import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_draft_of_a_call"),
        ("facilities", "0001_map"),
        ("routing", "0002_every_case_asks_for_its_route"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="queueitem",
            name="counted_from",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                help_text="When the case was opened or last reopened.",
            ),
        ),
        migrations.AddField(
            model_name="queueitem",
            name="left_why",
            field=models.TextField(
                blank=True, db_default="", help_text="Why the router was to decide again."
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["decided_at"], name="decision_by_time"),
        ),
    ]
