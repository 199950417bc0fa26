"""The digest in every static file's address, so that it may be kept by browsers for ever.

Because the digest stands in front of the path (`/static/<digest>/ui/app.js`), modules import
each other by relative paths and stylesheets name their files as they lie on disk.
"""

import hashlib
from pathlib import Path

from parvis.ui.build import build


def digest(root: Path) -> str:
    """The digest of all static files of the checkout `root`, and of the locked packages' ones.

    Packages that bring static files change only with the lock file, which stands for them.
    """
    build()  # the one style sheet is made of the others, so it comes first
    total = hashlib.sha256((root / "requirements.lock").read_bytes())
    for path in sorted(root.glob("parvis/*/static/**/*")):
        if path.is_file() and not path.name.startswith("."):
            total.update(str(path.relative_to(root)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:12]
