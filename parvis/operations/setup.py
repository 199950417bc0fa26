"""An empty network's first page is opened by a link that only the console shows."""

from __future__ import annotations

from parvis.kernel.console import said, translated


def invite_first_administrator(url: str) -> None:
    """Print the address, and the one-time set-up link while there is no administrator."""
    from parvis.people.models import Person
    from parvis.people.verbs import setup_link

    lines = [translated(said("Parvis serves at %(url)s", url=url))]
    if not Person.objects.filter(is_admin=True, is_active=True).exists():
        why = said(
            "Nobody is here yet. This link sets up the company and its first administrator; it\n"
            "works once, within a day (a restart prints a new one):"
        )
        lines += ["", translated(why), f"\n    {url}{setup_link()}\n"]
    print("\n".join(lines), flush=True)
