"""What waits for a person, counted for the whole frame in one statement."""

from typing import Any

from parvis.kernel.hot import run
from parvis.ui.registry import registry


def waiting(person: Any) -> dict[str, int]:
    """Return what waits for a signed-in person, per navigation key; zeros for anybody else."""
    counted = {item.key: item.badge for item in registry.navigation.values() if item.badge}
    if not counted or not getattr(person, "is_authenticated", False):
        return dict.fromkeys(counted, 0)
    columns = ", ".join(f"({sql})" for sql in counted.values())
    (row,) = run(f"SELECT {columns}", {"person": person.pk})
    return dict(zip(counted, row, strict=True))
