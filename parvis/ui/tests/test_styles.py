"""The style sheets and templates keep their own rules."""

import re
from pathlib import Path

import pytest

from parvis.ui import build as joiner
from parvis.ui.build import CSS, LAYERS, PARVIS

SHEETS = sorted(CSS.rglob("*.css"))
LETTERS = ("letters", "mail", "email")  # mail clients know nothing but inline styles
TEMPLATES = sorted(
    path
    for kind in ("templates", "jinja2")
    for path in PARVIS.glob(f"*/{kind}/**/*.html")
    if not set(path.parts) & set(LETTERS)
)
SIDES = re.compile(r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right):")


def test_the_bundle_holds_every_sheet_in_its_layer(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "app.css"
    assert joiner.build(target)
    assert not joiner.build(target), "written again without need"
    text = target.read_text(encoding="utf-8")
    assert f"@layer {', '.join(LAYERS)};" in text
    for sheet in SHEETS:
        assert sheet.read_text(encoding="utf-8") in text


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_balance_and_know_no_left_and_right(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")
    assert not SIDES.search(text)
    assert "!important" not in text or sheet.name in {"reset.css", "utilities.css", "table.css"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(PARVIS)))
def test_templates_obey_the_content_policy(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=", text), "inline style"
    assert not re.search(r"\son\w+=|hx-on|javascript:|[\"']js:", text), "inline script"
    assert not re.search(r"<style|<script(?![^>]*(src=|application/json))", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text), "a filter is evaluated code"
