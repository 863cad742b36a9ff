"""A copy sent by hand says why, in words that its office reads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("routing", "0008_nobody_shut_out_holds_a_case_or_a_copy")]
    operations = [
        migrations.AddField(
            model_name="casecopy",
            name="why",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="Why the office has it, where a person sent it; it reads this.",
            ),
        ),
    ]
