"""The texts hold together, on whatever day they are loaded."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from seeds import texts
from seeds.check import problems
from seeds.moments import Calendar

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
        datetime(2027, 2, 28, 23, 50, tzinfo=UTC),
        datetime(2026, 12, 13, 9, 0, tzinfo=UTC),
        datetime(2026, 10, 26, 5, 15, tzinfo=UTC),
        datetime(2028, 3, 1, 0, 2, tzinfo=UTC),
    ],
    ids=["tuesday afternoon", "sunday night", "sunday morning", "monday at dawn", "leap year"],
)
def test_no_flaw_is_found(now: datetime) -> None:
    assert problems(now) == []


def test_days_are_working_days() -> None:
    sunday = Calendar(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), PARIS)
    assert sunday.moment("-1d 09:12") == datetime(2026, 11, 20, 9, 12, tzinfo=PARIS)
    assert sunday.moment("-6d 09:12") == datetime(2026, 11, 13, 9, 12, tzinfo=PARIS)


def test_a_moment_lies_after_what_it_answers_and_before_now() -> None:
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    calendar = Calendar(now, PARIS)
    before = calendar.moment("-2h")
    assert calendar.moment("-2h30m", after=before) > before
    assert calendar.moment("-0d 23:00") < now


@pytest.mark.parametrize("written", ["", "-", "yesterday", "-3d", "3d 09:00", "-2d 25:61"])
def test_other_forms_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Calendar(datetime.now(UTC), PARIS).moment(written)


def test_many_languages_are_spoken() -> None:
    spoken = {language for person in texts.people() for language in person["languages"]}
    assert {"fr", "en", "es", "ro", "tr", "pt"} <= spoken


def test_some_people_have_no_mailbox() -> None:
    without = [person for person in texts.people() if "email" not in person]
    assert len(without) >= 10
