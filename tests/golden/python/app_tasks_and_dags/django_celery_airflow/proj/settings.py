import os
AWS_BUCKET = os.environ.get("AWS_BUCKET", "proj-media")
EXPORT_PREFIX = "exports"
