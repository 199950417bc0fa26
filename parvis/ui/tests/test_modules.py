"""A page names every module that it is made of, and none that is not there."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from parvis.ui.modules import modules


def test_all_imports_are_found_each_once() -> None:
    found = modules("ui/js/app.js")
    assert "ui/js/live.js" in found
    assert "vendor/htmx.js" in found
    assert "ui/js/app.js" not in found
    assert len(found) == len(set(found))
    assert all(finders.find(path) for path in found)


def test_imports_are_followed_and_circles_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.js").write_text('import "./b.js";\nimport x, { y } from "./deep/c.js";\n')
    (tmp_path / "b.js").write_text("export { z } from './deep/c.js';\n")
    (tmp_path / "deep/c.js").write_text(
        'import "../a.js";\n// import "./not.js"\nconst l = () => import("./late.js");\n'
    )
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", tmp_path.joinpath)
    assert modules.__wrapped__("a.js") == ("b.js", "deep/c.js")


def test_a_module_that_is_missing_is_noticed() -> None:
    with pytest.raises(FileNotFoundError):
        modules("ui/js/nowhere.js")
