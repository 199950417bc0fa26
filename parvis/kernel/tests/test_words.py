"""One line, and its beginning."""

import pytest

from parvis.kernel.words import alphabetical, beginning, one_line


def test_blanks_become_one_and_those_that_must_not_break_stay() -> None:
    assert one_line("  What\n\n a\tday \u2003 ") == "What a day"
    assert one_line("«\u00a0Ça va\u202f?\u00a0»\u00a0\n") == "«\u00a0Ça va\u202f?\u00a0»"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Twelve signs", "Twelve signs"),
        ("Twelve more signs", "Twelve more…"),
        ("Seven words", "Seven words"),
        ("The gate\u00a0: shut", "The gate…"),
        ("Où est-ce\u202f? Là", "Où est-ce\u202f?…"),
        ("https://example.com/", "https://exa…"),
        ("Go https://example.com/", "Go https://…"),
    ],
)
def test_a_beginning_ends_with_a_whole_word(text: str, shown: str) -> None:
    assert beginning(text, 12) == shown
    assert len(shown) <= 12


def test_accents_and_case_do_not_count_for_the_order() -> None:
    names = ["Zéro accident", "Éclairage", "ecole", "Excel", "Øresund", "ateliers"]
    assert sorted(names, key=alphabetical) == [
        "ateliers", "Éclairage", "ecole", "Excel", "Zéro accident", "Øresund",
    ]  # fmt: skip
