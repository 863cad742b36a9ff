from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_topic_says_that_it_accuses_staff"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="urgency",
            field=models.CharField(
                choices=[
                    ("P0", "Life in danger now"),
                    ("P1", "Urgent"),
                    ("P2", "Soon"),
                    ("P3", "Routine"),
                    ("P4", "Information"),
                ],
                max_length=2,
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="urgency",
            field=models.CharField(
                choices=[
                    ("P0", "Life in danger now"),
                    ("P1", "Urgent"),
                    ("P2", "Soon"),
                    ("P3", "Routine"),
                    ("P4", "Information"),
                ],
                max_length=2,
            ),
        ),
    ]
