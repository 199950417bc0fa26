"""The command line speaks the console's language: its help, its errors, what it prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from parvis.kernel.console import translated
from parvis.operations import cli, demo, postgres, runtime, serving, setup
from parvis.operations.messages import compile_all
from parvis.operations.runtime import ROOT, Stop
from parvis.people.models import Person
from parvis.people.verbs import take_in
from seeds.load import STEPS


@pytest.fixture(autouse=True)
def _compiled() -> None:
    compile_all()


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARVIS_LANGUAGE", "fr")


def parvis(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {
        key: value for key, value in os.environ.items() if "LANG" not in key and key[:3] != "LC_"
    }
    return subprocess.run(
        [sys.executable, "-m", "parvis", *arguments],
        check=False, capture_output=True, text=True, cwd=ROOT, env=plain | environment,
    )  # fmt: skip


@pytest.mark.parametrize(
    "environment", [{"LANG": "fr_FR.UTF-8"}, {"LANG": "en_GB.UTF-8", "PARVIS_LANGUAGE": "fr"}]
)
def test_help_in_french(environment: dict[str, str]) -> None:
    said = parvis("serve", "--help", **environment).stdout
    assert said.startswith("usage : parvis serve")
    assert "le réseau de votre entreprise" in said
    assert "--port PORT          port où servir (8000)" in said
    assert "affiche cette aide" in said


def test_help_in_english_where_nothing_else_is_wanted() -> None:
    for environment in ({}, {"LANG": "C"}, {"LANG": "fr_FR.UTF-8", "PARVIS_LANGUAGE": "en"}):
        said = parvis("--help", **environment).stdout
        assert said.startswith("usage: parvis")
        assert "show this help message and exit" in said


def test_a_wrong_argument_is_told_in_french() -> None:
    done = parvis("serve", "--port", "many", LC_ALL="fr_CA.UTF-8")
    assert done.returncode == 2
    assert "erreur : argument --port : valeur impossible" in done.stderr


def test_what_argparse_says_is_what_we_translate() -> None:
    """Its own texts, read from the Python that runs: a reworded one would be English again."""
    import argparse

    from parvis.operations.arguments import WORDS

    source = Path(argparse.__file__).read_text(encoding="utf-8")
    for text in WORDS:
        assert repr(str(text))[1:-1] in source
        assert translated(text, "fr")


def test_the_embedded_database_complains_in_french(
    tmp_path: Path, french: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "database.json").write_text("{}")
    with pytest.raises(postgres.PostgresError, match="is damaged: restore it"):
        postgres.Usage(tmp_path)
    monkeypatch.delenv("PARVIS_DATABASE_URL", raising=False)
    with pytest.raises(Stop) as stopped, runtime.database(tmp_path):
        pass
    assert stopped.value.message == (
        f"{tmp_path / 'database.json'} est abîmé : restaurez-le depuis une sauvegarde."
    )


def test_a_taken_port_is_told_in_french(french: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "SECONDS_FOR_THE_PORT", 0)
    listening = serving.listen("127.0.0.1", 0)
    with listening, pytest.raises(Stop) as stopped:
        serving.listen("127.0.0.1", listening.getsockname()[1])
    assert stopped.value.message.startswith("Impossible de servir à l’adresse 127.0.0.1, port ")


@pytest.mark.django_db
def test_what_serve_and_demo_print_at_their_start(
    french: None, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    setup.invite_first_administrator("https://parvis.example")
    said = capsys.readouterr().out
    assert said.startswith("Parvis est en service à l’adresse https://parvis.example\n")
    assert "Personne n’est encore là." in said
    take_in(None, handle="ana", name="Ana", title="Soudeuse")
    assert Person.objects.count() == 1
    demo.welcome("https://parvis.example", tmp_path)
    said = capsys.readouterr().out
    assert "  une personne salariée : Ana, Soudeuse\n    https://parvis.example/enter/" in said
    assert "Ctrl-C arrête tout ; les données restent." in said


def test_the_steps_of_the_sample_company_have_french_names() -> None:
    assert all(translated(name, "fr") != name or name in SAME_IN_BOTH for name, _ in STEPS)


SAME_IN_BOTH = ("conversations", "notifications")


def test_every_command_is_explained_in_both_languages(
    french: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["import", "--help"])
    assert "dit seulement ce qui se passerait" in capsys.readouterr().out
