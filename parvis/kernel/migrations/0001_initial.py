"""Extensions, time-ordered ids, folded text, and the shared cache's table."""

from django.contrib.postgres.operations import (
    BtreeGinExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations

TIME_ORDERED_ID = """
CREATE SEQUENCE kernel_time_ordered AS bigint MINVALUE 0 MAXVALUE 1048575 START 0 CYCLE CACHE 1;
CREATE FUNCTION kernel_time_ordered_id(moment timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL UNSAFE AS $$
  SELECT (greatest(floor(extract(epoch FROM moment) * 1000)::bigint, 0) << 20)
         | nextval('kernel_time_ordered')
$$;
"""

FOLDED_TEXT = """
CREATE FUNCTION kernel_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(public.unaccent('public.unaccent', $1))
$$;
CREATE TEXT SEARCH CONFIGURATION parvis (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION parvis
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""

CACHE_TABLE = """
CREATE UNLOGGED TABLE kernel_cache (
  cache_key varchar(255) PRIMARY KEY,
  value text NOT NULL,
  expires timestamptz NOT NULL
);
CREATE INDEX kernel_cache_expires ON kernel_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(
            TIME_ORDERED_ID,
            "DROP FUNCTION kernel_time_ordered_id; DROP SEQUENCE kernel_time_ordered",
        ),
        migrations.RunSQL(
            FOLDED_TEXT, "DROP TEXT SEARCH CONFIGURATION parvis; DROP FUNCTION kernel_fold"
        ),
        migrations.RunSQL(CACHE_TABLE, "DROP TABLE kernel_cache"),
    ]
