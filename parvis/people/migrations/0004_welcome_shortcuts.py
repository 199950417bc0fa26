"""The first five minutes, and whether single keys do things.

Whoever has been signed in before knows the house; guests and bots are not shown round.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_search_name")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="shortcuts",
            field=models.BooleanField(default=True, verbose_name="keyboard shortcuts"),
        ),
        migrations.AddField(
            model_name="person",
            name="welcome",
            field=models.CharField(blank=True, default="new", max_length=12),
        ),
        migrations.RunSQL(
            "UPDATE people_person SET welcome = '' "
            "WHERE last_login IS NOT NULL OR kind <> 'employee'",
            migrations.RunSQL.noop,
        ),
    ]
