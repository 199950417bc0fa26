"""Headers by which a thread is a thread, and a list a list, in any mail program.

Message-IDs follow from what a letter is about and whom it is for (RFC 5322, 3.6.4), so that a
letter sent a second time after a lost answer is known as the same. Lists: RFC 2369, 2919, 8058.
Automatic: RFC 3834.
"""

from parvis.mail import addresses
from parvis.people import house
from parvis.people.models import Person
from parvis.posts.models import Post
from parvis.spaces.models import Space

AUTOMATIC = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}


def post_id(post: int, person: Person) -> str:
    """Return the Message-ID of the letter that brings a post to a person."""
    return f"<post.{post}.{person.pk}@{addresses.domain()}>"


def letter_id(letter: int, person: Person) -> str:
    """Return the Message-ID of any other letter."""
    return f"<letter.{letter}.{person.pk}@{addresses.domain()}>"


def of_post(post: Post, person: Person) -> dict[str, str]:
    """Return the headers of a letter that brings this very post."""
    headers = {"Message-ID": post_id(post.pk, person)}
    if post.thread_id is not None:
        before = [post.thread_id, *([post.reply_to_id] if post.reply_to_id else [])]
        ids = [post_id(key, person) for key in before]
        headers |= {"In-Reply-To": ids[-1], "References": " ".join(ids)}
    return headers


def about_thread(letter: int, thread: int, person: Person) -> dict[str, str]:
    """Return the headers of a letter about several posts of a thread."""
    root = post_id(thread, person)
    return {"Message-ID": letter_id(letter, person), "In-Reply-To": root, "References": root}


def of_space(space: Space, company: house.House) -> dict[str, str]:
    """Return the list headers of what was written in a space."""
    if space.is_community:
        name = space.slug or f"space-{space.pk}"
        post = {"List-Post": f"<mailto:{addresses.post_address(space)}>"}
    else:
        name, post = f"{space.kind}-{space.pk}", {}
    return {"List-Id": f"{_quoted(space.place_name)} <{name}.{addresses.domain()}>", **post}


def of_kind(kind: str, company: house.House) -> dict[str, str]:
    """Return the list headers of what comes from no single space."""
    return {"List-Id": f"{_quoted(company.name)} <{kind}.{addresses.domain()}>"}


def stop(url: str, mailto: str) -> dict[str, str]:
    """Return the headers of one click that ends this kind of mail (RFC 8058), or one mail.

    A report that a letter failed is known by this address as well.
    """
    return {
        "List-Unsubscribe": f"<{url}>, <mailto:{mailto}?subject=STOP>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _quoted(name: str) -> str:
    plain = "".join(c for c in name if c not in '"\\<>')
    return f'"{plain}"' if plain.isascii() else plain
