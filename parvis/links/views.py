"""Links, for the script of the composer: what readers will see of one that is being written."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from parvis.links import verbs
from parvis.people.asking import asker
from parvis.posts.cards import link_card
from parvis.posts.models import LinkCard


@require_POST
def ahead(request: HttpRequest) -> HttpResponse:
    """Answer with the card of the first of these links (``url``) that has one; 202: ask again in a
    moment; 204: there is none.
    """
    card = verbs.look_ahead(asker(request), request.POST.getlist("url"))
    if card is None or card.state == LinkCard.State.NOTHING:
        return HttpResponse(status=204)
    if card.state == LinkCard.State.WAITING:
        return HttpResponse(status=202)
    return HttpResponse(link_card(card))
