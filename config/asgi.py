"""The whole site as one ASGI application: live stream, health, static files, pages."""

from config.wsgi import application as pages  # isort: skip - sets Django up

from parvis.live.hub import hub
from parvis.live.stream import app as live
from parvis.operations.web.site import Site

application = Site(pages, live, hub)
