"""The embedded PostgreSQL: started on demand, reached through a private Unix socket only.

    with postgres.use(data) as url:
        ...

Whoever uses the database of a data folder holds a shared lock on it; the last one to leave
stops the server. The kernel drops the lock of a killed process, so a server that outlived its
parent is simply found running, taken over, and stopped by the next one who leaves.
"""

from parvis.operations.postgres.errors import PostgresError
from parvis.operations.postgres.usage import Usage, use

__all__ = ["PostgresError", "Usage", "use"]
