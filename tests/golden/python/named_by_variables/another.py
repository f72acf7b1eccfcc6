EMAIL_BACKEND = "django_celery_ses.backend.EmailBackend"
CACHES = {"default": {"BACKEND": "django_dynamodb_cache.Cache", "HOST": "s3.amazonaws.com"}}
