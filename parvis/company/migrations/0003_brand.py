"""A colour of the company's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the colour."""

    dependencies = [("company", "0002_initial")]

    operations = [
        migrations.AddField(
            model_name="company",
            name="brand",
            field=models.CharField(blank=True, max_length=7, verbose_name="own colour"),
        ),
    ]
