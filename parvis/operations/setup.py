"""An empty network's first page is opened by a link that only the console shows."""

from __future__ import annotations


def invite_first_administrator(url: str) -> None:
    """Print the address, and the one-time set-up link while there is no administrator."""
    from parvis.people.models import Person, SignInKey
    from parvis.people.verbs import make_key

    if Person.objects.filter(is_admin=True, is_active=True).exists():
        print(f"Parvis serves at {url}", flush=True)
        return
    SignInKey.objects.filter(purpose=SignInKey.Purpose.SETUP, used_at=None).delete()
    link = f"{url}/enter/{make_key(SignInKey.Purpose.SETUP, None)}"
    print(
        f"Parvis serves at {url}\n\n"
        "Nobody is here yet. This link sets up the company and its first administrator; it\n"
        f"works once, within a day (a restart prints a new one):\n\n    {link}\n",
        flush=True,
    )
