"""Doors: links, codes, invitations, passwords; nobody through a door that is not theirs."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.people import letters, verbs
from parvis.people.models import Person, Session, SignInKey
from parvis.people.tests.conftest import signed_in

PASSWORD = "correct horse battery"


def who(client: Client) -> Any:
    """Whom a browser is signed in as; None when nobody."""
    answer = client.get("/me/")
    return answer.wsgi_request.user if answer.status_code == 200 else None


def with_password(person: Person) -> Person:
    """Give a person a password."""
    return verbs.set_password(person, person, PASSWORD)


@pytest.mark.parametrize("login", ["eve", "EVE", "eve@example.com", "Eve@Example.com "])
def test_a_password_opens_by_handle_and_by_address(eve: Person, login: str) -> None:
    with_password(eve)
    client = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
    answer = client.post("/account/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302
    assert who(client) == eve
    session = Session.objects.get(person=eve)
    assert (session.ip, session.user_agent[-13:]) == ("127.0.0.1", "Firefox/140.0")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(eve: Person) -> None:
    with_password(eve)
    answers = []
    for login in ("eve", "nobody"):
        page = Client().post("/account/login/", {"login": login, "password": "wrong"})
        text = re.sub(r'(csrf[^>]*value=|X-CSRFToken": )"[^"]*"', "", page.content.decode())
        answers.append(text.replace(login, "…"))
    assert answers[0] == answers[1]
    assert "pair of name and password" in answers[0]


def test_where_one_was_going_is_kept(eve: Person) -> None:
    with_password(eve)
    page = Client().get("/account/login/?next=/people/")
    assert 'name="next" value="/people/"' in page.content.decode()
    answer = Client().post(
        "/account/login/?next=/people/",
        {"login": "eve", "password": PASSWORD, "next": "/people/"},
    )
    assert answer.headers["Location"] == "/people/"


def test_wrong_passwords_slow_down_only_whoever_guesses(eve: Person) -> None:
    with_password(eve)
    words = {"login": "eve", "password": "wrong"}
    guesser = Client(REMOTE_ADDR="10.0.0.9")
    for _ in range(5):
        guesser.post("/account/login/", words)
    right = {"login": "eve", "password": PASSWORD}
    assert "wrong too often" in guesser.post("/account/login/", right).content.decode()
    assert Client(REMOTE_ADDR="10.0.0.10").post("/account/login/", right).status_code == 302


def test_a_link_is_used_by_the_button_alone(eve: Person) -> None:
    path = verbs.sign_in_link(eve)
    client = Client()
    for _ in range(3):
        page = client.get(path).content.decode()
        assert "Eve" in page
        assert "avatar" not in page  # faces are for those who are signed in
    assert who(client) is None
    assert client.post(path).headers["Location"] == "/welcome/"
    assert who(client) == eve
    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 410


def test_a_link_leads_only_to_places_of_ours(eve: Person) -> None:
    path = verbs.sign_in_link(eve)
    assert Client().post(f"{path}?then=//evil.example").headers["Location"] == "/welcome/"
    path = verbs.sign_in_link(eve)
    assert Client().post(f"{path}?then=password").headers["Location"] == "/me/password/"


def test_links_expire(eve: Person) -> None:
    path = verbs.sign_in_link(eve)
    SignInKey.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(path).status_code == 410


def test_secrets_are_not_kept(eve: Person) -> None:
    secret = verbs.sign_in_link(eve).rsplit("/", 1)[1]
    assert not SignInKey.objects.filter(digest__contains=secret).exists()


@pytest.mark.parametrize("login", ["eve@example.com", "eve", "nobody@example.com", "zoe"])
def test_asking_for_a_link_tells_nothing(eve: Person, zoe: Person, login: str) -> None:
    answer = Client().post("/enter/link/", {"login": login})
    assert answer.headers["Location"] == "/enter/link/sent/"
    assert len(mail.outbox) == 0
    job = ProcrastinateJob.objects.get(task_name="parvis.people.tasks.send_link")
    assert job.args["login"] == login
    assert "secret" not in str(job.args)


def test_the_letter_speaks_the_persons_language_and_works(eve: Person) -> None:
    eve.locale = "fr"
    eve.save()
    assert letters.write_link("EVE@example.com", "en")
    message = mail.outbox[0]
    assert message.to == ["eve@example.com"]
    found = re.search(r"http\S+(/enter/\S+)", str(message.body))
    assert found is not None
    client = Client()
    client.post(found.group(1))
    assert who(client) == eve


def test_no_letter_for_leavers_and_strangers(eve: Person, ada: Person, zoe: Person) -> None:
    verbs.let_go(ada, eve)
    for login in ("eve", "eve@example.com", "nobody", "zoe"):
        assert not letters.write_link(login, "en")
    assert mail.outbox == []


def test_links_are_not_sent_without_end(eve: Person) -> None:
    answers = [Client().post("/enter/link/", {"login": "eve"}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    page = Client().post("/enter/link/", {"login": "eve"}).content.decode()
    assert 'value="eve"' in page
    assert Client().post("/enter/link/", {"login": "ada"}).status_code == 302


def test_a_code_opens_once_by_digits_or_by_square(zoe: Person, max_: Person) -> None:
    code = verbs.give_code(max_, zoe)
    assert re.fullmatch(r"\d{10}", code.digits)
    client = Client()
    typed = f" {code.digits[:5]}-{code.digits[5:]} "
    assert client.post("/enter/", {"code": typed}).status_code == 302
    assert who(client) == zoe
    assert Client().post("/enter/", {"code": code.digits}).status_code == 200
    assert Client().get(code.path).status_code == 410


def test_a_square_uses_up_the_digits(zoe: Person, max_: Person) -> None:
    code = verbs.give_code(max_, zoe)
    client = Client()
    assert client.post(code.path).status_code == 302
    assert who(client) == zoe
    Client().post("/enter/", {"code": code.digits})
    assert verbs.use_code(code.digits) is None


def test_a_new_code_ends_the_old_one(zoe: Person, max_: Person) -> None:
    first, second = verbs.give_code(max_, zoe), verbs.give_code(max_, zoe)
    assert verbs.use_code(first.digits) is None
    assert verbs.look_at_key(first.path.rsplit("/", 1)[1]) is None
    assert verbs.use_code(second.digits) is not None


def test_a_code_opens_no_link(zoe: Person, max_: Person) -> None:
    code = verbs.give_code(max_, zoe)
    assert Client().get(f"/enter/{code.digits}").status_code == 410
    assert Client().post(f"/enter/{code.digits}").status_code == 410
    assert verbs.use_code(code.digits) is not None


def test_guessing_codes_is_slowed_by_address_and_locks_nobody_out(
    zoe: Person, max_: Person
) -> None:
    code = verbs.give_code(max_, zoe)
    guesser = Client(REMOTE_ADDR="10.0.0.9")
    answers = [guesser.post("/enter/", {"code": f"{n:010d}"}).status_code for n in range(21)]
    assert answers == [200] * 20 + [429]
    assert guesser.post("/enter/", {"code": code.digits}).status_code == 429
    assert guesser.post(code.path).status_code == 302
    code = verbs.give_code(max_, zoe)
    assert Client(REMOTE_ADDR="10.0.0.10").post("/enter/", {"code": code.digits}).status_code == 302


def test_good_codes_are_not_counted(zoe: Person, max_: Person) -> None:
    for _ in range(22):
        code = verbs.give_code(max_, zoe)
        assert Client().post("/enter/", {"code": code.digits}).status_code == 302


def test_the_code_page_shows_digits_and_a_square_without_styles(zoe: Person, max_: Person) -> None:
    page = signed_in(max_).post("/people/zoe/code").content.decode()
    assert re.search(r"\d{5} \d{5}", page)
    square = re.search(r"<svg[^>]*class=\"qr\".*?</svg>", page, re.DOTALL)
    assert square is not None
    assert "style" not in square.group()


def test_an_invitation_names_and_may_set_a_password(ada: Person) -> None:
    person = verbs.invite(ada, name="new one", email="new@example.com")
    job = ProcrastinateJob.objects.get(task_name="parvis.people.tasks.send_invitation")
    letters.write_invitation(**{f"{k}_id": v for k, v in job.args.items()})
    found = re.search(r"http\S+(/enter/\S+)", str(mail.outbox[0].body))
    assert found is not None
    path, client = found.group(1), Client()
    weak = client.post(path, {"name": "Noé", "password": "short"})
    assert weak.status_code == 200
    assert 'value="Noé"' in weak.content.decode()
    answer = client.post(path, {"name": "Noé Neuf", "password": PASSWORD})
    assert answer.headers["Location"] == "/welcome/"
    person.refresh_from_db()
    assert (person.name, person.check_password(PASSWORD)) == ("Noé Neuf", True)
    assert who(client) == person
    assert Client().get(path).status_code == 410


def test_an_invitation_needs_no_password(ada: Person) -> None:
    person = verbs.invite(ada, name="New", email="new@example.com")
    path, other = (verbs.invitation_link(ada, person) for _ in range(2))
    client = Client()
    assert client.post(path, {"name": "New", "password": ""}).status_code == 302
    assert Client().get(other).status_code == 410
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert who(client) == person


def test_leavers_pass_no_door(eve: Person, ada: Person, max_: Person) -> None:
    with_password(eve)
    eve.manager = max_
    eve.save()
    paths = [verbs.sign_in_link(eve), verbs.invitation_link(ada, eve)]
    code = verbs.give_code(max_, eve)
    browser = signed_in(eve)
    verbs.let_go(ada, eve)
    assert who(browser) is None
    for path in [*paths, code.path]:
        assert Client().get(path).status_code == 410
        assert Client().post(path, {"name": "Eve"}).status_code == 410
    assert Client().post("/enter/", {"code": code.digits}).status_code == 200
    client = Client()
    answer = client.post("/account/login/", {"login": "eve", "password": PASSWORD})
    assert answer.headers["Location"] == "/account/inactive/"
    assert client.get("/account/inactive/").status_code == 200
    assert who(client) is None


def test_setting_and_changing_a_password(eve: Person) -> None:
    browser, other = signed_in(eve), signed_in(eve)
    words = {"new": PASSWORD, "again": PASSWORD}
    assert browser.post("/me/password/", {**words, "again": "another one"}).status_code == 422
    assert browser.post("/me/password/", {"new": "eve", "again": "eve"}).status_code == 422
    assert browser.post("/me/password/", words).status_code == 302
    assert who(browser) == eve
    assert who(other) is None
    second = {"new": "a second long one", "again": "a second long one"}
    assert browser.post("/me/password/", {**second, "old": "wrong"}).status_code == 422
    assert browser.post("/me/password/", {**second, "old": PASSWORD}).status_code == 302
    eve.refresh_from_db()
    assert eve.check_password("a second long one")


def test_whoever_just_came_by_link_needs_no_old_password(eve: Person) -> None:
    with_password(eve)
    client = Client()
    client.post(verbs.sign_in_link(eve))
    assert 'name="old"' not in client.get("/me/password/").content.decode()
    words = {"new": "a second long one", "again": "a second long one"}
    assert client.post("/me/password/", words).status_code == 302
    later = signed_in(Person.objects.get(pk=eve.pk))
    assert 'name="old"' in later.get("/me/password/").content.decode()


def test_the_old_password_is_not_guessed_without_end(eve: Person) -> None:
    with_password(eve)
    browser = signed_in(Person.objects.get(pk=eve.pk))
    words = {"old": "wrong", "new": "a second long one", "again": "a second long one"}
    answers = [browser.post("/me/password/", words).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_strangers_choose_a_language(db: None) -> None:
    client = Client(headers={"accept-language": "fr"})
    assert 'lang="fr"' in client.get("/account/login/").content.decode()
    answer = client.post("/language", {"language": "en", "next": "/account/login/"})
    assert answer.headers["Location"] == "/account/login/"
    assert '<html lang="en"' in client.get("/account/login/").content.decode()
    bad = client.post("/language", {"language": "xx", "next": "https://evil.example/"})
    assert bad.headers["Location"] == "/"
