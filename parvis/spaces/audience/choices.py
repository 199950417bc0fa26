"""What a rule may choose among: the values that the directory has."""

from typing import Final

from django.db import connection

type Choices = dict[str, list[tuple[str, int]]]

MOST: Final = 500

# One walk through the directory for the three single-valued facets, one for the languages.
_VALUES: Final = """
WITH counted AS (
  SELECT country, site, department, count(*) AS people,
    CASE WHEN grouping(country) = 0 THEN 'country' WHEN grouping(site) = 0 THEN 'site'
         ELSE 'department' END AS facet
  FROM people_person WHERE is_active AND kind = 'employee'
  GROUP BY GROUPING SETS ((country), (site), (department))
  UNION ALL
  SELECT spoken, NULL, NULL, count(*), 'language'
  FROM people_person, unnest(languages) spoken WHERE is_active AND kind = 'employee'
  GROUP BY spoken)
SELECT facet, coalesce(country, site, department) AS value, people FROM counted
WHERE coalesce(country, site, department) <> '' ORDER BY people DESC
"""


def choices() -> Choices:
    """Return each facet's values with how many people have them; one statement."""
    found: Choices = {"country": [], "site": [], "department": [], "language": []}
    with connection.cursor() as cursor:
        cursor.execute(_VALUES)
        for facet, value, people in cursor.fetchall():
            if len(found[facet]) < MOST:
                found[facet].append((value, people))
    return found
