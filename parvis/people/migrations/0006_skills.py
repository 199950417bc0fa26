"""Who knows something."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an index on skills."""

    dependencies = [("people", "0005_directory_by_facet")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=GinIndex(
                condition=models.Q(("skills", []), _negated=True),
                fields=["skills"],
                name="people_by_skill",
            ),
        ),
    ]
