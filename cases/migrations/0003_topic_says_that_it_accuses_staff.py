from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_draft_of_a_call"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="accuses_staff",
            field=models.BooleanField(
                default=False,
                help_text="A concern of this topic is handled as one that accuses staff, said or not.",
            ),
        ),
    ]
