from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_phone_call_rings_at_a_desk_before_it_is_answered")]

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
