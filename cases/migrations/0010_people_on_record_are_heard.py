"""Fill in what people on record are found by: sounds, birth year, country."""

from django.db import migrations

from cases import countries, sounds

BATCH = 2_000


def hear(apps, schema_editor):
    """As `Detainee.hear` does, for everybody on record."""
    people = apps.get_model("cases", "Detainee").objects.all()
    batch = []
    for person in people.iterator(chunk_size=BATCH):
        year = person.date_of_birth.year if person.date_of_birth else None
        person.year_of_birth = year
        person.sounds = [
            *sounds.keys(person.given_names, person.family_names),
            f"#{year or ''}",
            f"@{countries.key(person.country_of_birth)}",
        ]
        batch.append(person)
        if len(batch) == BATCH:
            people.bulk_update(batch, ["year_of_birth", "sounds"])
            batch = []
    people.bulk_update(batch, ["year_of_birth", "sounds"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_people_are_heard_linked_and_protected")]
    operations = [migrations.RunPython(hear, migrations.RunPython.noop)]
