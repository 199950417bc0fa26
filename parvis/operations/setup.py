"""An empty network's first page is opened by a link that only the console shows."""

from __future__ import annotations


def invite_first_administrator(url: str) -> None:
    """Print the address, and the one-time set-up link while there is no administrator."""
    from parvis.people.models import Person
    from parvis.people.verbs import setup_link

    lines = [f"Parvis serves at {url}"]
    if not Person.objects.filter(is_admin=True, is_active=True).exists():
        lines += [
            "",
            "Nobody is here yet. This link sets up the company and its first administrator; it",
            "works once, within a day (a restart prints a new one):",
            f"\n    {url}{setup_link()}\n",
        ]
    print("\n".join(lines), flush=True)
