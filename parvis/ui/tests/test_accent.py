"""Whatever colour a company brings, words on it and in it can be read, by day and by night."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parvis.ui.accent import DAY, NIGHT, Colour, accent, hue_of, is_colour, of_hex, style
from parvis.ui.tests.test_contrast import TOKENS, accents, contrast, linear, pairs, wanted

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
@example("#000000")
@example("#ffffff")
@example("#ffff00")
@example("#00ff00")
@example("#0000ff")
@example("#e30613")
@example("#757575")
@example("#767676")
@example("#7f7f7f")
def test_any_colour_can_be_read(brand: str) -> None:
    """Measured with the contrast test's own arithmetic, on what is written into the sheet."""
    ours = pairs(TOKENS, accents()["ours"])
    tokens = ours | pairs(style(brand), {})
    assert tokens != ours
    for theme in (DAY, NIGHT):
        for front, ground, least in wanted():
            ratio = contrast(tokens[front][theme], tokens[ground][theme])
            assert ratio >= least, (brand, theme, front, ground, ratio)
        for name in ("accent", "accent-fill", "accent-fill-hover", "accent-tint"):
            assert all(-0.002 <= part <= 1.002 for part in linear(tokens[name][theme]))


@pytest.mark.parametrize(
    ("brand", "theme"), [("#0d5a63", DAY), ("#e30613", DAY), ("#8ecae6", NIGHT), ("#1b4332", DAY)]
)
def test_a_colour_that_can_be_read_stays_as_it_is(brand: str, theme: int) -> None:
    own, fill = of_hex(brand), accent(brand, theme).fill
    assert abs(own.lightness - fill.lightness) < 0.002
    assert abs(own.chroma - fill.chroma) < 0.004


@given(colours)
def test_the_hue_stays(brand: str) -> None:
    own = of_hex(brand)
    for theme in (DAY, NIGHT):
        assert math.isclose(accent(brand, theme).fill.hue, own.hue, abs_tol=0.051)


def test_colours_as_css_has_them() -> None:
    """Against the values of CSS Color 4's own examples."""
    for text, known in {
        "#ff0000": Colour(0.628, 0.2577, 29.23),
        "#00ff00": Colour(0.8664, 0.2948, 142.5),
        "#0000ff": Colour(0.452, 0.3132, 264.05),
        "#ffffff": Colour(1, 0, 0),
    }.items():
        found = of_hex(text)
        assert math.isclose(found.lightness, known.lightness, abs_tol=0.001)
        assert math.isclose(found.chroma, known.chroma, abs_tol=0.001)
        assert known.chroma == 0 or math.isclose(found.hue, known.hue, abs_tol=0.1)
    assert hue_of("#808080") is None
    assert hue_of("#ff0000") == 29


@pytest.mark.parametrize("text", ["", "red", "#fff", "#GGGGGG", "#0d5a63;", "#0D5A63", "0d5a63"])
def test_what_is_no_colour(text: str) -> None:
    assert not is_colour(text)
    with pytest.raises(ValueError, match="is no colour"):
        accent(text, DAY)
