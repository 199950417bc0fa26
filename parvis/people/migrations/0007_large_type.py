"""A choice of large type."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_skills")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="large_type",
            field=models.BooleanField(default=False, verbose_name="large type"),
        ),
    ]
