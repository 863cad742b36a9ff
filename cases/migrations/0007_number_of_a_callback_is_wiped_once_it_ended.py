from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_references_count_and_versions_stay")]

    operations = [
        migrations.RemoveConstraint(model_name="callback", name="callback_has_a_number"),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=models.Q(("number_sealed", b""), _negated=True)
                | models.Q(("state", "agreed"), _negated=True),
                name="callback_to_be_made_has_a_number",
            ),
        ),
    ]
