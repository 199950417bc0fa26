"""The command line, in the process and for real."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from parvis.kernel.console import said
from parvis.operations import cli, demo, doctor, mail_doors, postgres, setup
from parvis.operations.finding import Finding, Level, Look
from parvis.operations.runtime import ROOT, Stop, data_folder
from parvis.operations.supervisor import Child, Supervisor
from parvis.operations.tests.places import place
from parvis.people.models import Person, SignInKey
from parvis.people.verbs import take_in

COMMANDS = ("demo", "serve", "worker", "sign-in-link", "import", "export", "doctor", "migrate")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_and_takes_a_data_folder(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert "--data DIR" in capsys.readouterr().out


def test_a_wrong_setting_is_told_in_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "parvis", "doctor", "--data", str(tmp_path)],
        check=False, capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PARVIS_UPLOAD_LIMIT_MB": "many"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "A setting is wrong" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_data_folder_is_made_for_us_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARVIS_DATA", "")
    made = data_folder(str(tmp_path / "new" / "data"))
    assert made.stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop, match="cannot be used"):
        data_folder(str(tmp_path / "file"))


def test_a_rescue_link_leads_to_where_it_was_served_last() -> None:
    """For real: another process takes somebody in, then the command prints their link."""
    with place() as folder:
        data = folder / "data"
        data.mkdir(mode=0o700)
        (data / "address").write_text("http://127.0.0.1:8123")

        def parvis(*arguments: str) -> subprocess.CompletedProcess[str]:
            plain = {name: value for name, value in os.environ.items() if "PARVIS_" not in name}
            return subprocess.run(
                [sys.executable, "-m", "parvis", *arguments],
                check=False, capture_output=True, text=True, cwd=ROOT, env=plain,
            )  # fmt: skip

        with postgres.use(data):
            assert parvis("migrate", "--data", str(data)).returncode == 0
            unknown = parvis("sign-in-link", "ana", "--data", str(data))
            assert unknown.returncode == 1
            assert unknown.stderr.endswith("Nobody here has the handle ana.\n")
            made = parvis(
                "manage", "--data", str(data), "shell", "-v0", "-c",
                "from parvis.people.verbs import take_in; take_in(None, handle='ana', name='Ana')",
            )  # fmt: skip
            assert made.returncode == 0, made.stderr
            link = parvis("sign-in-link", "@Ana", "--data", str(data))
    assert link.stdout.startswith("http://127.0.0.1:8123/enter/")


@pytest.mark.django_db
def test_the_first_administrator_is_invited_until_there_is_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    setup.invite_first_administrator("http://here")
    setup.invite_first_administrator("http://here")
    assert "http://here/setup/" in capsys.readouterr().out
    assert SignInKey.objects.filter(purpose=SignInKey.Purpose.SETUP).count() == 1
    take_in(None, handle="ana", name="Ana", is_admin=True)
    setup.invite_first_administrator("http://here")
    assert capsys.readouterr().out == "Parvis serves at http://here\n"


@pytest.mark.django_db
def test_the_demo_offers_three_people_and_says_where_mails_go(
    capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> None:
    from parvis.spaces.models import Space, Subscription

    admin = take_in(None, handle="ana", name="Ana", is_admin=True)
    manager = take_in(None, handle="bob", name="Bob", title="Buyer")
    take_in(None, handle="cem", name="Cem")
    space = Space.objects.create(kind="community", name="Safety", slug="safety", owner=admin)
    Subscription.objects.create(
        person=manager, space=space, role=Subscription.Role.MANAGER, state="active"
    )
    assert [(part, person.handle) for part, person in demo.cast()] == [
        ("an employee", "cem"), ("a community manager", "bob"), ("the administrator", "ana"),
    ]  # fmt: skip
    settings.MAIL_URL = ""
    demo.welcome("http://here", tmp_path)
    said = capsys.readouterr().out
    assert said.count("http://here/enter/") == 3
    assert "Bob, Buyer" in said
    assert f"mails are kept in {tmp_path / 'mail'}" in said


def finding(look: Look, words: str) -> Finding:
    found = [item for item in look() if words in item.what]
    assert found, list(look())
    return found[0]


@pytest.mark.parametrize(
    ("changes", "words", "level"),
    [
        ({"DEBUG": True}, "PARVIS_DEBUG", Level.BAD),
        ({"SITE_URL": "http://parvis.example", "HTTPS": False}, "encrypted", Level.BAD),
        ({"SITE_URL": "http://127.0.0.1:1", "HTTPS": False}, "nowhere else", Level.NOTE),
        (
            {"SITE_URL": "https://p.example", "HTTPS": True, "BEHIND_PROXY": False},
            "no proxy",
            Level.BAD,
        ),
    ],
)
def test_doctor_says_what_to_do_about_settings(
    settings: Settings, changes: dict[str, object], words: str, level: Level
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    found = finding(doctor._settings, words)
    assert found.level is level
    assert found.advice


@pytest.mark.django_db
def test_doctor_knows_the_database_the_people_and_the_worker() -> None:
    assert finding(doctor._database, "migrations").level is Level.GOOD
    assert finding(doctor._people, "no administrator").advice
    assert finding(doctor._worker, "No worker").advice
    Person.objects.create(handle="ana", name="Ana", is_admin=True)
    assert finding(doctor._people, "1 people").level is Level.GOOD


@pytest.mark.django_db
def test_doctor_notices_a_relay_that_does_not_answer(settings: Settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    assert finding(mail_doors.look, "does not let us in").level is Level.BAD


def test_doctor_notices_files_open_to_others(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("x")
    (tmp_path / "secret-key").chmod(0o644)
    tmp_path.chmod(0o755)
    look: Look = lambda: doctor._folder(tmp_path)  # noqa: E731
    assert finding(look, "mode 755").level is Level.BAD
    assert finding(look, "secret-key").advice.startswith("chmod")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # pytest has threads
def test_a_child_that_keeps_ending_is_started_ever_more_slowly(
    capsys: pytest.CaptureFixture[str],
) -> None:
    child = Child("brief", lambda: None)
    deadline = time.monotonic() + 4
    supervisor = Supervisor([child], lambda: None)
    stop_at: Callable[[], None] = lambda: (  # noqa: E731
        supervisor.stop() if time.monotonic() > deadline else None
    )
    supervisor.look_around = stop_at
    supervisor.run()
    said = capsys.readouterr().err
    assert "starts again in 0.5 s" in said
    assert "starts again in 1 s" in said
    assert said.count("brief ended (code 0)") <= 4


def test_doctor_speaks_the_language_of_the_console(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PARVIS_LANGUAGE", "fr")
    bad = Finding(Level.BAD, Stop(said("There is no %(path)s.", path="x")).args[0])
    monkeypatch.setattr(doctor, "examine", lambda data: [bad, *doctor._folder(data)])
    tmp_path.chmod(0o700)
    assert doctor.run(tmp_path) == 1
    told = capsys.readouterr().out
    assert "À CORRIGER  x n’existe pas." in told
    assert f"ok  {tmp_path} est fermé aux autres" in told
    assert "3 points examinés, 1 à corriger." in told
    with pytest.raises(Stop) as stopped:
        data_folder(str(Path("/dev/null/x")))
    assert "inutilisable" in stopped.value.message
    assert "cannot be used" in str(stopped.value)
