"""The directory's facets, each by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds an index for each single-valued facet."""

    dependencies = [("people", "0004_welcome_shortcuts")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("is_active", True)),
                fields=[facet, "search_name", "id"],
                name=f"people_by_{facet}",
            ),
        )
        for facet in ("country", "site", "department")
    ]
