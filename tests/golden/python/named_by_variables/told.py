import os

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FILE_STORAGE = "django.core.files.storage." + os.environ["KIND"]
BROKER_URL = f"redis://{os.environ['HOST']}:6379/0"
