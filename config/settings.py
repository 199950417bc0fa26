"""Every setting of Parvis, read once from the environment; a wrong one ends the start."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from environs import Env, validate

from config.secret import secret_key
from config.static import digest
from parvis.kernel.languages import LANGUAGES as SPOKEN

env = Env()
ROOT = Path(__file__).resolve().parent.parent
DATA = Path(env.str("PARVIS_DATA", default=str(ROOT / "var"))).resolve()

DEBUG = env.bool("PARVIS_DEBUG", default=False)
SECRET_KEY = env.str("PARVIS_SECRET_KEY", default="") or secret_key(DATA)
SITE_URL = env.str("PARVIS_URL", default="http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    *env.list("PARVIS_HOSTS", default=["*"] if DEBUG else []),
    SITE_URL.split("://", 1)[1].split("/", 1)[0].rsplit(":", 1)[0],
    "127.0.0.1",
    "localhost",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "config.apps.ParvisConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "procrastinate.contrib.django",
    "parvis.kernel",
    "parvis.ui",
    "parvis.people",
    "parvis.spaces",
    "parvis.journal",
    "parvis.live",
    "parvis.files",
    "parvis.company",
    "parvis.posts",
    "parvis.links",
    "parvis.conversations",
    "parvis.notifications",
    "parvis.search",
    "parvis.feed",
    "parvis.welcome",
    "parvis.app",
    "parvis.directory",
    "parvis.mail",
    "parvis.push",
    "parvis.administration",
    "parvis.operations",
    # Last, so that our templates come before theirs.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "parvis.kernel.early.Acknowledged",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "parvis.people.middleware.Authentication",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "parvis.people.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parvis.access.middleware.AccessErrors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "parvis.company.context.company",
                "parvis.ui.context.frame",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "parvis.ui.jinja.environment"},
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASE_URL = env.str("PARVIS_DATABASE_URL", default="")
COMMITS_EARLY = False  # a web process says so for itself, see ``kernel.early``
DATABASES: dict[str, Any] = {"default": {}}
if DATABASE_URL:
    DATABASES["default"] = env.dj_db_url("PARVIS_DATABASE_URL")
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }
    # Nothing is prepared by itself; ``kernel.hot`` does so for the statements it is given. Those
    # are planned once: planning a card's anew each time, as PostgreSQL would for a single post,
    # takes 2 ms, running it 0.1.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        prepare_threshold=1_000_000_000,
        options="-c plan_cache_mode=force_generic_plan -c jit=off"
        # Two workers and a leader for one person's search would be everybody else's cores.
        " -c max_parallel_workers_per_gather=0",
    )
    DATABASES["default"].setdefault("TEST", {})["NAME"] = env.str(
        "PARVIS_TEST_DATABASE", default="test_parvis"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        # Rate limits live here: what is still good must not be thrown out for room.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"login": "parvis.people.forms.SignInForm"}
ACCOUNT_ADAPTER = "parvis.people.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# A whole site may share one address; wrong passwords are counted per name and address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key"}

SESSION_ENGINE = "parvis.people.sessions"
SESSION_COOKIE_NAME = "parvis_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_NAME = "parvis_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
# Behind a proxy, who asks and how (https) comes from its X-Forwarded headers: the web server
# believes them from these addresses alone, so that neither Django nor allauth looks at them.
BEHIND_PROXY = env.bool("PARVIS_BEHIND_PROXY", default=False)
TRUSTED_PROXIES = env.list("PARVIS_TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

LANGUAGE_CODE = "en"
LANGUAGES = [*SPOKEN.items()]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "parvis_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
FORMAT_MODULE_PATH = "parvis.kernel.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_ROOT = DATA / "static"
STATIC_URL = f"/static/{digest(ROOT)}/"
FILES_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = env.int("PARVIS_UPLOAD_LIMIT_MB", default=50) * 1024 * 1024
# One request may carry several files.
REQUEST_LIMIT = 4 * UPLOAD_LIMIT + DATA_UPLOAD_MAX_MEMORY_SIZE

# How many people a community's manager may bring in by an audience rule; administrators: any.
AUDIENCE_LIMIT = env.int("PARVIS_AUDIENCE_LIMIT", default=1000)

# Whether the server looks behind outside links in posts; inside hosts it may visit as well
# ("wiki.corp", or "wiki.corp:8080" for another port).
LINK_PREVIEWS = env.bool("PARVIS_LINK_PREVIEWS", default=True)
LINK_PREVIEW_HOSTS: list[str] = env.list("PARVIS_LINK_PREVIEW_HOSTS", default=[])

# Whether what people are told reaches their devices; inside push services that may be used
# ("push.corp", or "push.corp:8443").
PUSH = env.bool("PARVIS_PUSH", default=True)
PUSH_HOSTS: list[str] = env.list("PARVIS_PUSH_HOSTS", default=[])

MAIL_URL = env.str("PARVIS_MAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("PARVIS_MAIL_FROM", default="Parvis <parvis@localhost>")
# Where answers come back to: a mail domain of ours, or one mailbox ("parvis@corp.example") that
# takes whatever is written to parvis+anything@corp.example.
MAIL_MAILBOX = env.str("PARVIS_MAIL_MAILBOX", default="")
MAIL_DOMAIN = (
    env.str("PARVIS_MAIL_DOMAIN", default="") or DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip("> ")
).lower()
# The largest mail that is taken in: a full upload, as mail encodes it.
MAIL_LIMIT = env.int("PARVIS_MAIL_LIMIT_MB", default=UPLOAD_LIMIT * 3 // 2 // 2**20) * 1024 * 1024
# The relay whose word on senders is believed: the name in its Authentication-Results.
MAIL_TRUSTED_RELAY = env.str("PARVIS_MAIL_TRUSTED_RELAY", default="")
# Mail to a community's address of which nobody has proven who wrote it: "confirm" (its sender is
# asked first), "refuse", or "accept".
MAIL_UNPROVEN = env.str(
    "PARVIS_MAIL_UNPROVEN",
    default="confirm",
    validate=validate.OneOf(["confirm", "refuse", "accept"]),
)
# Doors for mail coming in: where to listen for LMTP (host:port, or a socket's path); a mailbox to
# look into (imaps://user:password@host/folder).
MAIL_LMTP = env.str("PARVIS_MAIL_LMTP", default="")
MAIL_IMAP_URL = env.str("PARVIS_MAIL_IMAP_URL", default="")
# An application's tokens for those two where their addresses hold no password (Exchange Online).
MAIL_OAUTH_TOKEN_URL = env.str("PARVIS_MAIL_OAUTH_TOKEN_URL", default="")
MAIL_OAUTH_CLIENT = env.str("PARVIS_MAIL_OAUTH_CLIENT", default="")
MAIL_OAUTH_SECRET = env.str("PARVIS_MAIL_OAUTH_SECRET", default="")
MAIL_OAUTH_SCOPE = env.str(
    "PARVIS_MAIL_OAUTH_SCOPE", default="https://outlook.office365.com/.default"
)
# Letters a second at most, so that the relay sees a steady stream; 0: as fast as it goes.
MAIL_RATE = env.float("PARVIS_MAIL_RATE", default=100.0)
MAILERS: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DATA / "mail")},
    }
}
if MAIL_URL:
    _mail = env.dj_email_url("PARVIS_MAIL_URL")
    MAILERS["default"] = {
        "BACKEND": "parvis.mail.outgoing.relay.EmailBackend",
        "OPTIONS": {
            "host": _mail["EMAIL_HOST"],
            "port": _mail["EMAIL_PORT"],
            "username": _mail["EMAIL_HOST_USER"],
            "password": _mail["EMAIL_HOST_PASSWORD"],
            "use_tls": _mail.get("EMAIL_USE_TLS", False),
            "use_ssl": _mail.get("EMAIL_USE_SSL", False),
            "timeout": 60,
        },
    }

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("PARVIS_LOG", default="WARNING")},
}
