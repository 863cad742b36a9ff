"""Settings. Everything that differs between machines comes from the environment (see README)."""

import base64
import hashlib
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from helpline.content_policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from helpline.key_ring import read_ring
from helpline.quiet_logs import LOGGING as LOGGING
from helpline.stack import places

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)


def secret(name: str) -> str:
    """The secret called `name`; under DEBUG a missing one is derived from this folder, else we stop."""
    if value := env.str(name, default=""):
        return str(value)
    if DEBUG:
        digest = hashlib.sha256(f"only for development {name} {BASE_DIR}".encode()).digest()
        return base64.b64encode(digest).decode()
    raise ImproperlyConfigured(f"Set {name} in the environment: it is required outside DEBUG.")


SECRET_KEY = secret("SECRET_KEY")
FIELD_KEYS = read_ring(secret("FIELD_KEYS"))
TELEPHONY_SECRET = secret("TELEPHONY_SECRET")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])

STATE_DIR = places.state_dir()
FAILPOINT = env.str("HELPLINE_FAILPOINT", default="")
if FAILPOINT and not DEBUG:
    raise ImproperlyConfigured("HELPLINE_FAILPOINT is for tests; it is refused outside DEBUG.")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "csp",
    "django_htmx",
    "helpline.stack",
    "helpline.face",
    "helpline.accounts",
    "helpline.audit",
    "facilities",
    "cases",
    "routing",
    "helpline.benchmarks",
]

MIDDLEWARE = [
    "helpline.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "helpline.middleware.quiet_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpline.compression.CompressedPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "helpline.middleware.session_limits",
    "helpline.middleware.second_factor",
    "helpline.middleware.office_time",
    "django_htmx.middleware.HtmxMiddleware",
    "helpline.middleware.refusals",
]

# Also in the demonstration, which runs under DEBUG, nobody is shown a stack or a setting.
DEFAULT_EXCEPTION_REPORTER = "helpline.face.reporter.PlainReporter"

ROOT_URLCONF = "helpline.urls"
WSGI_APPLICATION = "helpline.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpline.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- PostgreSQL is the truth ------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=places.database_url())}
DATABASES["default"].update(
    ENGINE="django.db.backends.postgresql",
    CONN_MAX_AGE=300,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].update(
    connect_timeout=5,
    application_name="helpline",
    options="-c jit=off "  # compiling a plan costs a second where running it costs milliseconds
    + env.str(
        "HELPLINE_PG_OPTIONS",
        default="-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=15s",
    ),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and other short-lived counts live in PostgreSQL too: Redis may vanish at any time.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "helpline_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# -- Redis and Celery only carry wake-up hints (docs/adr/0002) ---------------------------------
REDIS_URL = env.str("REDIS_URL", default=places.redis_url())
# By the worker's clock, which may be an hour off; a hint too many finds nothing to do.
HINT_EXPIRES_SECONDS = 3 * 3600
CELERY_BROKER_URL = places.celery_broker_url(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 120,
    "socket_timeout": 1,
    "socket_connect_timeout": 0.5,
    "socket_keepalive": True,
    "health_check_interval": 10,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "max_retries": 1,  # of a publish; left alone it waits six seconds for a Redis that is not there
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_POOL_LIMIT = 4
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 10_000
CELERY_TIMEZONE = "UTC"

# -- who may come in --------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "helpline.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

SECOND_FACTOR_REQUIRED = not DEBUG
DEMO_PEOPLE_MAY_SIGN_IN = DEBUG
ACCOUNT_FORMS = {"login": "helpline.accounts.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",  # a whole call center changes shifts behind one address
    "login_failed": "20/m/ip,5/5m/key",  # key: account and address
    "login_failed_anywhere": "50/10m/key",  # key: account
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", default=False) else 0
MFA_TOTP_ISSUER = "Helpline"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
CSRF_FAILURE_VIEW = "helpline.middleware.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 0 if DEBUG else 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# -- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["helpline.problems.CleanJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "helpline.accounts.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["helpline.accounts.doors.OnlyRoles"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "helpline.problems.answer",
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Helpline API",
    "VERSION": "1",
    "DESCRIPTION": "The same verbs and the same scope as the pages. Errors are RFC 9457 problem+json.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["helpline.accounts.doors.OnlyRoles"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "helpline.api.say_no_everywhere",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ActionKind": "cases.models.ActionKind",
        "CallEnding": "cases.models.CallEnding",
        "CallbackState": "cases.models.CallbackState",
        "CallerKind": "cases.models.CallerKind",
        "CaseState": "cases.models.CaseState",
        "Channel": "cases.models.Channel",
        "DecisionKind": "routing.models.DecisionKind",
        "DraftState": "routing.models.DraftState",
        "Disposition": "cases.models.Disposition",
        "NoticeChannel": "routing.models.NoticeChannel",
        "NoticeState": "routing.models.NoticeState",
        "OfficeKind": "facilities.models.OfficeKind",
        "PauseReason": "routing.models.PauseReason",
        "PublicationKind": "routing.models.PublicationKind",
        "ReturnReason": "routing.desk.ReturnReason",
        "RolloutState": "facilities.models.RolloutState",
        "SimulationState": "routing.models.SimulationState",
    },
}

# -- times, words, files ----------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_TZ = True
USE_I18N = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [path for path in [places.assets_dir()] if path.is_dir()]
TESTING = env.bool("HELPLINE_TESTING", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "helpline.stack.storage.ForgivingStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
BLANK_PAGE_SECONDS = 0 if TESTING else 60  # how long the untouched parts of the call page are kept ready
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="helpline@localhost")
# Where mails lead to; the first name of the site where it is not said.
SITE_URL = env.str("SITE_URL", default=f"https://{ALLOWED_HOSTS[0]}/" if ALLOWED_HOSTS and not DEBUG else "")

SILENCED_SYSTEM_CHECKS = ["models.W042"]
