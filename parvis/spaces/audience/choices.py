"""What a rule may choose among: the values that the directory has."""

from typing import Final

from django.db import connection

type Choices = dict[str, list[tuple[str, int]]]

MOST: Final = 500

_VALUES: Final = """
WITH meant AS (SELECT country, site, department, languages FROM people_person
               WHERE is_active AND kind = 'employee')
SELECT 'country', country, count(*) FROM meant WHERE country <> '' GROUP BY 2
UNION ALL (SELECT 'site', site, count(*) FROM meant WHERE site <> ''
           GROUP BY 2 ORDER BY 3 DESC LIMIT %(most)s)
UNION ALL (SELECT 'department', department, count(*) FROM meant WHERE department <> ''
           GROUP BY 2 ORDER BY 3 DESC LIMIT %(most)s)
UNION ALL SELECT 'language', spoken, count(*) FROM meant, unnest(languages) spoken GROUP BY 2
"""


def choices() -> Choices:
    """Return each facet's values with how many people have them; one statement."""
    found: Choices = {"country": [], "site": [], "department": [], "language": []}
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, {"most": MOST})
        for facet, value, people in cursor.fetchall():
            found[facet].append((value, people))
    return found
