"""Settings come from environment variables alone. Embedded by default; production refuses to start half-configured."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"DOUBLURE_{name}", default)


MODE = env("MODE", "embedded")
PRODUCTION = MODE == "production"
DEBUG = env("DEBUG") == "1" and not PRODUCTION
DATA = Path(env("DATA") or BASE_DIR / "data")
KEYS_FOLDER = DATA / "keys"
ERASURE_LIST = Path(env("ERASURE_LIST")) if env("ERASURE_LIST") else None  # else it lies among the keys
MEDIA_FOLDER = DATA / "files"
ARRIVING_FOLDER = DATA / "arriving"
BROKER_FOLDER = DATA / "broker"
LIVE_SOCKET = DATA / "live.sock"
CHECKPOINTS_FOLDER = Path(env("CHECKPOINTS") or DATA / "checkpoints")
PUBLIC_URL = env("PUBLIC_URL").rstrip("/")
REDIS_URL = env("REDIS_URL")
DATABASE_URL = env("DATABASE_URL")
STUDIO_NAME = env("STUDIO_NAME", "Doublure")


def kept_secret(name: str) -> str:
    """A secret from the environment; embedded, one made on first start and kept beside the data."""
    if value := env(name):
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"Set DOUBLURE_{name}: production does not make its own secrets.")
    path = KEYS_FOLDER / f"{name.lower()}.txt"
    if not path.exists():
        KEYS_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


SECRET_KEY = kept_secret("SECRET_KEY")
WATERMARK_SECRET = kept_secret("WATERMARK_SECRET")
REGISTER_SALT = kept_secret("REGISTER_SALT")
ACCESS_LOG_SECONDS = float(env("ACCESS_LOG_SECONDS", "2"))  # 0: no writer of its own; whoever asks, flushes

if PRODUCTION and not PUBLIC_URL.startswith("https://"):
    raise ImproperlyConfigured("Set DOUBLURE_PUBLIC_URL to the https address people will use.")

PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname
ALLOWED_HOSTS = [PUBLIC_HOST] if PUBLIC_HOST else ["localhost", "127.0.0.1", "[::1]"]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "studio.web",
    "studio.register",
    "studio.live",
    "studio.people",
    "studio.media",
    "studio.jobs",
    "studio.twins",
    "studio.consent",
    "studio.ledger",
    "studio.shoots",
    "studio.looks",
    "studio.previews",
    "studio.credits",
    "studio.approvals",
    "studio.assets",
    "studio.boards",
    "studio.home",
    "studio.operations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studio.web.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "studio.people.middleware.LanguageAndZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "studio.web.middleware.AccessMiddleware",
]

ROOT_URLCONF = "studio.urls"
FORM_RENDERER = "studio.web.forms.Renderer"
CSRF_FAILURE_VIEW = "studio.web.views.csrf_failure"
ASGI_APPLICATION = "studio.asgi.application"
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
                "django.template.context_processors.i18n",
                "studio.web.context.shell",
            ],
        },
    }
]


def database() -> dict[str, object]:
    """PostgreSQL when an address is given; otherwise SQLite, where a writer takes its lock at BEGIN."""
    if not DATABASE_URL:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "studio.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;",  # what was removed is overwritten, not only let go of
            },
            "TEST": {"NAME": DATA / "test.sqlite3"},
        }
    address = urlsplit(DATABASE_URL)
    if address.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DOUBLURE_DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.lstrip("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": address.hostname or "",
        "PORT": str(address.port or ""),
        "CONN_MAX_AGE": 0,
        # Pages ask in milliseconds: compiling a query first takes ten times as long as answering it.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 12, "timeout": 20}, "options": "-c jit=off"},
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
DATA.mkdir(parents=True, exist_ok=True)

# Sign-in
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if env("SMTP_URL") else "none"
ACCOUNT_ADAPTER = "studio.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "studio.people.password_forms.SignInForm",
    "change_password": "studio.people.password_forms.ChangePasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = STUDIO_NAME

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"

NONCE = "<csp-nonce>"  # as in Django 6; the middleware puts the request's own in its place
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'", NONCE],
    "style-src": ["'self'"],
    "img-src": ["'self'", "blob:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}

# How often somebody of a house reads in a day what one owner's rules would answer, before anything is sent
ANSWERS_A_DAY = int(env("ANSWERS_A_DAY", "30"))
if ANSWERS_A_DAY < 1:
    raise ImproperlyConfigured("DOUBLURE_ANSWERS_A_DAY must be 1 or more.")

# How long things are kept
EVIDENCE_YEARS = int(env("EVIDENCE_YEARS", "10"))  # what was agreed and what was paid; tax law asks for 6 to 10
if not 6 <= EVIDENCE_YEARS <= 10:
    raise ImproperlyConfigured("DOUBLURE_EVIDENCE_YEARS must be from 6 to 10.")
TRAY_DAYS = int(env("TRAY_DAYS", "30"))  # how long a captured photograph waits for its model's own yes or no
REFRESH_MONTHS = int(env("REFRESH_MONTHS", "12"))  # when a twin's owner is asked whether it still looks like her
if REFRESH_MONTHS < 1:
    raise ImproperlyConfigured("DOUBLURE_REFRESH_MONTHS must be 1 or more.")

# Words, days, places
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "studio" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env("PLAIN_STATIC") == "1"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or env("PLAIN_STATIC") == "1"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # and none that writes to a disk
UPLOAD_MAX_BYTES = 40 * 1024 * 1024
FETCH_PICTURES = env("FETCH_PICTURES", "1") == "1"  # may a worker fetch a picture from an address on the open network
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES + 1024 * 1024  # a picture of somebody never lies on a disk in the clear

# Mail: without a server the outbox is a page
SMTP = urlsplit(env("SMTP_URL"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if SMTP.hostname else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = SMTP.hostname or "", SMTP.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(SMTP.username or ""), unquote(SMTP.password or "")
EMAIL_USE_TLS = SMTP.scheme == "smtp+tls"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "studio@localhost")

# Celery carries a ring for a queue, never a job
CELERY_BROKER_URL = REDIS_URL or "safe-filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_FOLDER / "rings"),
        "data_folder_out": str(BROKER_FOLDER / "rings"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.1,
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
JOBS_LEASE_SECONDS = int(env("JOBS_LEASE_SECONDS", "20"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
