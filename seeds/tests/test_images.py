"""Pictures are the same each time, of the size that is expected."""

import pytest

from seeds.images.canvas import encoded, mix, smooth
from seeds.images.covers import cover
from seeds.images.faces import portrait
from seeds.images.photos import PHOTOS, photo
from seeds.images.walls import LANDS, wall_cover


def test_a_face_is_the_same_each_time_and_no_other() -> None:
    assert encoded(portrait("fatou")) == encoded(portrait("fatou"))
    assert encoded(portrait("fatou")) != encoded(portrait("nora"))
    assert portrait("gerard").size == (320, 320)


@pytest.mark.parametrize("name", sorted(PHOTOS))
def test_every_photo_can_be_drawn(name: str) -> None:
    assert photo(name).size == (1000, 750)


def test_covers_are_wide() -> None:
    assert cover("arbresle").size == (1200, 400)
    assert {wall_cover("leo", site).size for site in LANDS} == {(900, 300)}


def test_a_smooth_line_goes_through_its_points() -> None:
    points = [(0.0, 0.0), (1.0, 2.0), (3.0, 1.0)]
    assert set(points) <= set(smooth(points, closed=False))


def test_colours_mix() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
