"""Where the date of birth is known, the year is that of the date."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_people_on_record_are_heard")]
    operations = [
        migrations.AddConstraint(
            model_name="detainee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("date_of_birth__isnull", True),
                    models.Q(
                        ("year_of_birth", django.db.models.functions.datetime.ExtractYear("date_of_birth")),
                        ("year_of_birth__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="detainee_year_of_birth_is_that_of_the_date",
            ),
        ),
    ]
