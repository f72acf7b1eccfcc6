import json
import os

import environ

env = environ.Env()
AWS_STORAGE_BUCKET_NAME = env("BUCKET")
STORAGES = {
    "default": {"BACKEND": env("STORAGE", default="django.core.files.storage.FileSystemStorage")},
    "staticfiles": {"BACKEND": "storages.backends." + os.environ["STATIC"]},
}
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
CELERY_BROKER_URL = f"{os.environ['BROKER']}://"
CELERY_RESULT_BACKEND = json.load(open("celery.json"))["backend"]
LOGGING = {"version": 1, "handlers": {"main": {"class": os.environ["HANDLER"]}}}
