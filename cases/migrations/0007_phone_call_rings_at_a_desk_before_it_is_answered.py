import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_references_count_and_versions_stay"),
        ("facilities", "0001_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="phonecall",
            name="offered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="phonecall",
            name="offered_to",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(fields=["operator", "-told_at"], name="phone_call_by_operator"),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(
                condition=models.Q(("operator__isnull", True)),
                fields=["offered_to", "-told_at"],
                name="phone_call_rings_at_a_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(fields=["-told_at"], name="phone_call_by_time"),
        ),
        migrations.AddIndex(
            model_name="phonecall",
            index=models.Index(
                condition=models.Q(("number_sealed", b""), _negated=True),
                fields=["told_at"],
                name="phone_call_with_number",
            ),
        ),
    ]
