"""How PostgreSQL keeps the busy tables: vacuumed early, rows with room to change in place."""

from django.db import migrations

SETTINGS = """
ALTER TABLE posts_post SET (
  autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.01, fillfactor = 90);
ALTER TABLE spaces_space SET (
  autovacuum_vacuum_scale_factor = 0.01, fillfactor = 70);
"""


class Migration(migrations.Migration):
    dependencies = [("posts", "0001_initial")]
    operations = [migrations.RunSQL(SETTINGS, migrations.RunSQL.noop)]
