"""Texts made of words: paragraphs of many lengths in seven languages, ready to be copied."""

from dataclasses import dataclass

import numpy as np

from bench.company.shape import Ints, Shape, power
from bench.company.words import Language, words

SYLLABLES = ("va", "lo", "mi", "ter", "ka", "ri", "no", "zel", "du", "pra", "si", "bo", "ne", "tri")
# Turkish has no capital for "i" that Python knows of: its sentences begin as they are.
REFERENCES = 0.06


@dataclass(frozen=True)
class Paragraph:
    """A text as it was typed and as HTML, both as COPY's text format wants them."""

    source: str
    html: str


@dataclass(frozen=True)
class Library:
    """Paragraphs by language: short ones for comments and lines, longer ones for posts; titles."""

    short: list[list[Paragraph]]
    long: list[list[Paragraph]]
    titles: list[list[str]]


def library(shape: Shape) -> Library:
    """Write it; larger companies have more to say."""
    dice = shape.dice("sentences")
    each = int(min(max(shape.posts // 40, 60), 20_000))
    found = Library([], [], [])
    for language in words().languages:
        sentences = [_sentence(dice, language) for _ in range(each)]
        lengths = np.minimum(1 + np.floor(dice.pareto(1.7, each)).astype(int), 40)
        few = np.minimum(lengths, 6)
        found.short.append([_paragraph(dice, sentences, int(n)) for n in few])
        found.long.append([_paragraph(dice, sentences, int(n) + 1) for n in lengths])
        found.titles.append([copied(plain.rstrip(".")[:200]) for plain, _html in sentences[:500]])
    return found


def copied(text: str) -> str:
    """Return a text as it stands in a field of COPY's text format."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def project(dice: np.random.Generator) -> str:
    """Make up the name of a project: some thousands of rare words."""
    picks = dice.integers(0, len(SYLLABLES), int(dice.integers(2, 5)))
    return "".join(SYLLABLES[i] for i in picks).capitalize()


def _sentence(dice: np.random.Generator, language: Language) -> tuple[str, str]:
    """Make a sentence, as typed and as HTML."""
    parts: list[str] = []
    chance = dice.random(6)
    if chance[0] < 0.25:
        parts.append(_one(dice, language.openings))
    parts.append(_one(dice, language.subjects))
    if chance[1] < 0.2:
        parts.append(f"({project(dice)} {int(dice.integers(1, 400))})")
    verb = _one(dice, language.verbs)
    parts.append(f"**{verb}**" if chance[2] < 0.04 else verb)
    if chance[3] < 0.7:
        parts.append(_one(dice, language.when))
    text = " ".join(parts) + "."
    if chance[4] < 0.3:
        text += f" {_one(dice, language.ends)}"
    text = text if text.startswith("i") else text[0].upper() + text[1:]
    return text, text.replace("**", "<strong>", 1).replace("**", "</strong>", 1)


def _one(dice: np.random.Generator, among: list[str]) -> str:
    return among[int(power(dice, 1, len(among), 1.6)[0])]


def _paragraph(
    dice: np.random.Generator, sentences: list[tuple[str, str]], count: int
) -> Paragraph:
    """Join sentences; more than four fall into paragraphs, and a few are a list."""
    picked = [sentences[i] for i in dice.integers(0, len(sentences), count)]
    if count >= 3 and dice.random() < 0.1:
        first, *points = picked
        source = first[0] + "\n\n" + "\n".join(f"- {plain}" for plain, _ in points)
        items = "".join(f"<li>{html}</li>\n" for _, html in points)
        html = f"<p>{first[1]}</p>\n<ul>\n{items}</ul>\n"
        return Paragraph(copied(source), copied(html))
    stretches = [picked[i : i + 4] for i in range(0, count, 4)]
    source = "\n\n".join(" ".join(plain for plain, _ in stretch) for stretch in stretches)
    inner = [" ".join(html for _, html in stretch) for stretch in stretches]
    return Paragraph(copied(source), copied("".join(f"<p>{each}</p>\n" for each in inner)))


def spoken(dice: np.random.Generator, language: Ints) -> Ints:
    """Return the language each writes in: their own, now and then English."""
    english = next(i for i, known in enumerate(words().languages) if known.code == "en")
    return np.where(dice.random(len(language)) < 0.12, english, language)
