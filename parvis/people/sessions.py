"""Django's session engine, in our own table, fetched together with the person."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from parvis.people import signed_in
from parvis.people.models import Person, Session

# Where the sign-in leaves, in the session's data, what its row shows to the person.
ORIGIN = "opened_from"


class SessionStore(DatabaseStore):
    """A session whose person comes with it, without a second statement."""

    # The person whom the loaded session signs in, or None; not yet checked (see ``signed_in``).
    person: Person | None = None
    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return our table."""
        return Session

    def load(self) -> dict[str, Any]:
        """Return the session's data; an empty one when unknown or expired."""
        key = self.session_key
        opened = signed_in.opened(key, self.decode) if key else None
        if opened is None:
            self._session_key = None
            return {}
        self.person, self.seen_at = opened.person, opened.seen_at
        return opened.data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for this state, with whose session it is and where it was opened."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)  # noqa: S101 - what get_model_class says
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.ip, row.user_agent = data.get(ORIGIN) or (None, "")
        return row

    def save(self, must_create: bool = False) -> None:
        """Save, and have every process forget what it remembers of this session."""
        super().save(must_create=must_create)
        self._changed(self.session_key)

    def delete(self, session_key: str | None = None) -> None:
        """End a session, in every process."""
        super().delete(session_key)
        self._changed(session_key or self.session_key)

    def _changed(self, key: str | None) -> None:
        signed_in.forget_session(key)
        # Emptied before it is deleted, the data no longer says whose it was; ``person`` does.
        person = getattr(self, "_session_cache", {}).get(SESSION_KEY)
        if person is None and self.person is not None:
            person = self.person.pk
        if person is not None:
            signed_in.announce(int(person))
