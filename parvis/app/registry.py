"""What higher features add to the service worker, at start."""

# Paths of static scripts that the worker imports after its own.
MORE_SCRIPTS: list[str] = []
