"""The folded name kept by the database, and indexes for lists and searches of 100,000 people."""

import django.contrib.postgres.indexes
import django.db.models.functions
from django.db import migrations, models

import parvis.people.models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_sessions")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="search_name",
            field=models.GeneratedField(
                db_persist=True,
                expression=parvis.people.models.Fold(
                    django.db.models.functions.Concat("name", models.Value(" "), "handle")
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_name", name="gin_trgm_ops"),
                name="people_search_name",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["search_name", "id"], name="people_by_name"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.Upper("handle"), name="people_handle_any_case"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                django.db.models.functions.Upper("email"), name="people_email_any_case"
            ),
        ),
    ]
