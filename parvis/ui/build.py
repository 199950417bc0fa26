"""Join the style sheets of the look and of every feature into one: `python -m parvis.ui.build`.

Plain concatenation in cascade layers, so that a page asks for one file and nobody needs a
bundler. Done whenever the settings are read, so that nobody has to remember it. A feature's own
styles lie in `parvis/<feature>/static/<feature>/css/*.css` and go into the layer `features`.
Needs neither Django nor a database.
"""

import os
import sys
from pathlib import Path

PARVIS = Path(__file__).resolve().parent.parent
CSS = PARVIS / "ui" / "static" / "ui" / "css"
TARGET = PARVIS / "ui" / "static" / "vendor" / "app.css"
LAYERS = ("reset", "tokens", "base", "layout", "components", "features", "utilities")


def sources() -> dict[str, list[Path]]:
    """The files of each layer, in a fixed order."""
    single = {layer: [CSS / f"{layer}.css"] for layer in LAYERS}
    features = [p for p in sorted(PARVIS.glob("*/static/*/css/*.css")) if CSS not in p.parents]
    return {
        **single,
        "components": sorted((CSS / "components").glob("*.css")),
        "features": features,
    }


def bundle() -> str:
    """The text of the one style sheet."""
    parts = [f"@layer {', '.join(LAYERS)};"]
    fonts = CSS / "fonts.css"
    if fonts.exists():
        parts.append(fonts.read_text(encoding="utf-8"))
    for layer, files in sources().items():
        body = "\n".join(path.read_text(encoding="utf-8") for path in files)
        parts.append(f"@layer {layer} {{\n{body}\n}}")
    return "\n".join(parts) + "\n"


def build(target: Path = TARGET) -> bool:
    """Write the bundle to `target` if it differs; says whether it wrote.

    Several processes may do so at once. Where the folder cannot be written to (a read-only
    installation), what was built with it stays; raises OSError if there is nothing at all.
    """
    text = bundle()
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return False
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(target)
    except OSError:
        if not target.exists():
            raise
        return False
    return True


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
