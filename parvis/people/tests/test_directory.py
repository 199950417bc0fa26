"""The directory: found by folded name and facets, in a constant number of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.access.actions import on_wall
from parvis.people.models import Person
from parvis.people.queries import Wanted, by_handle, directory, settled, tally
from parvis.people.tests.conftest import signed_in
from parvis.people.verbs import let_go, take_in
from parvis.spaces.suggested_people import suggested_people
from parvis.spaces.verbs import follow


@pytest.mark.parametrize(
    "words", ["zoe", "ZOÉ", "martin zo", "Zoé Martin", "zoe martn", "ștefanescu", "STEFANESCU e"]
)
def test_names_are_folded_and_forgiving(zoe: Person, eve: Person, words: str) -> None:
    found = directory(zoe, settled(zoe, Wanted(words))).first()
    assert found == (eve if "tef" in words.casefold() else zoe)


@pytest.mark.parametrize("words", ["%", "_", "\\", "'; --", "  "])
def test_signs_mean_themselves(zoe: Person, words: str) -> None:
    answer = signed_in(zoe).get("/people/", {"q": words})
    assert answer.status_code == 200
    if words.strip():
        assert not directory(zoe, settled(zoe, Wanted(words))).exists()


def test_two_letters_begin_a_word(zoe: Person, max_: Person, eve: Person) -> None:
    assert set(directory(eve, Wanted("ma"))) == {zoe, max_}
    assert set(directory(eve, Wanted("ar"))) == set()
    assert directory(eve, Wanted("ma")).first() == max_


def test_facets_narrow_and_count(zoe: Person, max_: Person, eve: Person, ada: Person) -> None:
    assert set(directory(eve, Wanted(chosen={"site": "Lyon"}))) == {zoe, max_}
    assert set(directory(eve, Wanted(chosen={"language": "fr"}))) == {zoe}
    assert set(directory(eve, Wanted(chosen={"site": "Lyon", "country": "RO"}))) == set()
    counted = tally(eve, Wanted()).facets
    assert counted["country"] == [("FR", 2), ("RO", 1)]
    assert ("fr", 1) in counted["language"]
    narrowed = tally(eve, Wanted(chosen={"country": "RO"})).facets
    assert narrowed["site"] == [("Pitești", 1)]
    assert narrowed["country"] == counted["country"]
    page = signed_in(eve).get("/people/?country=RO").content.decode()
    assert "Romania" in page


def test_a_tally_counts_all_at_once(zoe: Person, max_: Person, eve: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        found = tally(eve, Wanted("a"))
    assert len(captured) == 1
    assert found.people == directory(eve, Wanted("a")).count()
    with CaptureQueriesContext(connection) as captured:
        found = tally(eve, Wanted("ma", {"site": "Lyon", "country": "RO"}))
    assert len(captured) == 3
    assert found.people == 0
    assert found.facets["country"] == [("FR", 2)]
    assert found.facets["site"] == []


def test_what_was_chosen_can_be_taken_away_and_the_way_of_showing_stays(
    eve: Person, zoe: Person
) -> None:
    page = signed_in(eve).get("/people/?q=zo&site=Lyon&as=cards").content.decode()
    assert "person-tile" in page
    assert 'href="/people/?site=Lyon&amp;as=cards"' in page
    assert 'href="/people/?q=zo&amp;as=cards"' in page
    assert "person-tile" not in signed_in(eve).get("/people/?q=zo").content.decode()


def test_a_skill_leads_to_who_has_it(eve: Person, zoe: Person, max_: Person) -> None:
    assert "/people/?skill=torque" in signed_in(eve).get("/people/zoe/").content.decode()
    assert list(directory(eve, Wanted(chosen={"skill": "torque"}))) == [zoe]
    page = signed_in(eve).get("/people/?skill=torque&country=FR").content.decode()
    assert "1 colleague<" in page
    assert 'href="/people/?country=FR"' in page


def test_a_large_companys_counts_are_remembered(
    monkeypatch: pytest.MonkeyPatch, eve: Person, gus: Person
) -> None:
    monkeypatch.setattr("parvis.people.queries.LARGE", 1)
    first = tally(eve, Wanted())
    take_in(None, handle="late", name="Late")
    assert tally(eve, Wanted()) is first
    assert tally(gus, Wanted()).people == 1
    assert tally(eve, Wanted("late")).people == 1
    monkeypatch.setattr("parvis.people.queries._tallies", {})
    assert tally(eve, Wanted()).people == first.people + 1


def test_leavers_are_not_in_it(zoe: Person, eve: Person, ada: Person) -> None:
    let_go(ada, zoe)
    assert not directory(eve, Wanted("zoe")).exists()


def test_pages_turn_and_keep_the_search(eve: Person) -> None:
    for n in range(30):
        take_in(None, handle=f"p{n}", name=f"Paul {n:02d}", site="Porto")
    browser = signed_in(eve)
    first = browser.get("/people/?q=paul&site=Porto").content.decode()
    assert "q=paul&amp;site=Porto&amp;page=2" in first
    second = browser.get("/people/?q=paul&site=Porto&page=2").content.decode()
    assert "Paul 29" in first + second
    assert browser.get("/people/?page=nonsense").status_code == 200


def statements(person: Person, page: str) -> int:
    browser = signed_in(person)
    browser.get(page)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["/people/", "/people/?q=ma&as=cards", "/people/max/?tab=about"])
def test_constant_statements(eve: Person, zoe: Person, max_: Person, page: str) -> None:
    before = statements(eve, page)
    for n in range(20):
        follow(eve, take_in(None, handle=f"a{n}", name=f"Mara {n}", manager=max_, site=f"S{n}"))
    assert statements(eve, page) <= before + 1
    assert before < 20


def test_suggestions_say_why(zoe: Person, max_: Person, eve: Person, ada: Person) -> None:
    mate = take_in(None, handle="mate", name="Mate", manager=max_)
    reasons = {s.person: s.reason for s in suggested_people(zoe)}
    assert reasons[max_] == "Your manager"
    assert reasons[mate] == "In your team"
    assert eve not in reasons
    assert ada not in reasons
    follow(zoe, mate)
    follow(mate, eve)
    reasons = {s.person: s.reason for s in suggested_people(zoe)}
    assert reasons[eve] == "Followed by 1 person you follow"
    assert mate not in reasons
    assert zoe not in reasons


def test_suggestions_leave_out_leavers_and_what_guests_may_not_see(
    zoe: Person, max_: Person, ada: Person, gus: Person
) -> None:
    gus.manager = max_
    gus.save()
    assert suggested_people(gus) == []
    let_go(ada, max_)
    assert max_ not in [s.person for s in suggested_people(zoe)]
    assert suggested_people(None) == []


def test_following_with_and_without_javascript(eve: Person, zoe: Person) -> None:
    browser = signed_in(eve)
    answer = browser.post("/people/zoe/follow", headers={"referer": "http://testserver/people/"})
    assert answer.headers["Location"] == "http://testserver/people/"
    page = browser.get("/people/?q=zoe").content.decode()
    assert "/people/zoe/unfollow" in page
    fragment = browser.post(
        "/people/zoe/unfollow", {"small": "1"}, headers={"hx-request": "true"}
    ).content.decode()
    assert fragment.startswith("<button")
    assert "button-small" in fragment
    assert "csrf" not in fragment
    answer = browser.post("/people/zoe/follow", headers={"referer": "https://evil.example/"})
    assert answer.headers["Location"] == "/people/zoe/"


def test_a_profile_shows_the_manager_as_is(max_: Person, zoe: Person) -> None:
    found = by_handle("ZOE")
    assert found is not None
    assert found.manager is not None
    for name in ("pk", "handle", "name", "title", "is_active", "photo_id"):
        assert getattr(found.manager, name) == getattr(max_, name)


def test_a_wall_is_looked_up_with_its_owner_as_is(max_: Person, zoe: Person) -> None:
    owner = on_wall(zoe, max_).space.owner
    assert owner is not None
    assert (owner.pk, owner.handle, owner.name) == (max_.pk, "max", "Max Chef")
