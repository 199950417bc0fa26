"""Small square pictures of communities: the heart of each cover."""

from typing import Final

from PIL import Image

from seeds.images.covers import PIXELS

SIDE: Final = 256

# Left, top and side of the square, in the cover's units.
HEARTS: Final[dict[str, tuple[float, float, float]]] = {
    "annonces": (120, 38, 60),
    "arbresle": (204, 20, 70),
    "astuces": (176, 2, 96),
    "chaleur": (188, 6, 80),
    "cse": (106, 6, 88),
    "cuisine": (92, 10, 72),
    "entraide": (18, 12, 50),
    "loire": (176, 2, 74),
    "mentorat": (58, 8, 84),
    "pompes": (138, 32, 60),
    "qualite": (190, 8, 84),
    "securite": (84, 30, 50),
    "source": (2, 18, 64),
    "velo": (124, 40, 52),
}


def picture(slug: str, scene: Image.Image) -> Image.Image:
    """Cut the community's picture out of its drawn cover."""
    left, top, side = (number * PIXELS for number in HEARTS[slug])
    box = (left, top, left + side, top + side)
    return scene.resize((SIDE, SIDE), Image.Resampling.LANCZOS, box=box)
