"""The set-up page, and the logo for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from parvis.company import current, verbs
from parvis.company.forms import SetUpForm
from parvis.company.models import Company
from parvis.files import queries, serving
from parvis.kernel.errors import Refused
from parvis.people.doors import dead, let_in
from parvis.people.models import SignInKey
from parvis.people.verbs import look_at_key
from parvis.ui.accent import is_colour, style


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """Set the company up with its first administrator, who is then signed in."""
    key = look_at_key(secret)
    if key is None or key.purpose != SignInKey.Purpose.SETUP:
        return dead(request)
    first = {"language": get_language(), "time_zone": Company(name="").time_zone}
    form = SetUpForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            person = verbs.set_up(secret, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return let_in(request, person, "setup") if person else dead(request)
    status = 422 if request.method == "POST" else 200
    return render(request, "company/setup.html", {"form": form}, status=status)


@login_not_required
@require_safe
def logo(request: HttpRequest) -> HttpResponseBase:
    """Send the logo, which the sign-in page shows to strangers."""
    company = current.current()
    stored = queries.stored(company.logo, queries.PREVIEW) if company.logo else None
    if company.logo is None or stored is None:
        raise Http404
    return serving.respond(request, company.logo, stored)


@login_not_required
@require_safe
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """Send the accent of a colour (six figures) as a style sheet; it never changes."""
    if not is_colour(f"#{colour}"):
        raise Http404
    answer = HttpResponse(style(f"#{colour}"), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
