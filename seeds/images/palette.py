"""The names of colours: warm, a little faded, friends with each other."""

from typing import Final

SKINS: Final = {
    1: "#f9dcc8",
    2: "#f2c9a9",
    3: "#e3b08a",
    4: "#c98f67",
    5: "#a86f4a",
    6: "#85533a",
    7: "#6b4030",
}
HAIR: Final = {
    "black": "#2a2326",
    "dark": "#3f2e28",
    "brown": "#6b4630",
    "auburn": "#8c4530",
    "copper": "#c06a35",
    "blond": "#e2b766",
    "sun": "#b98a4e",
    "grey": "#a19c96",
    "salt": "#6f6a68",
    "silver": "#c9c5be",
    "white": "#ebe6dc",
}
CLOTH: Final = {
    "teal": "#2c7a78",
    "navy": "#2f4260",
    "rust": "#b5553a",
    "plum": "#7b4567",
    "moss": "#6f7d4a",
    "coral": "#e07a5f",
    "mustard": "#d9a441",
    "ocean": "#3b7ea1",
    "sky": "#9cc3d5",
    "mint": "#a9d0bb",
    "rose": "#d9909a",
    "lilac": "#a793c4",
    "charcoal": "#45484d",
    "cream": "#f1e4cd",
    "white": "#f7f5f0",
    "blue": "#3f6596",
    "indigo": "#39466f",
    "green": "#4f7f62",
    "grey": "#8a8f93",
    "yellow": "#f0c93d",
    "orange": "#ee8a3c",
}
GROUND: Final = {
    "sand": "#ead9bd",
    "mint": "#cfe6d8",
    "peach": "#f8d5bd",
    "lilac": "#ddd3ea",
    "sky": "#cde3ec",
    "cream": "#f5ead3",
    "rose": "#f2d0d1",
    "butter": "#f8e3a9",
    "sage": "#cfd9be",
    "coral": "#f3b8a3",
    "teal": "#a9d1cd",
}
INK: Final = "#3b2f2f"
