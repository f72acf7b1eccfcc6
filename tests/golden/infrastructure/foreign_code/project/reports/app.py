from aws_helpers import metrics
from quick_report import Report

from . import formats
from .styles import plain


def handler(event, context):
    Report(plain, formats.default).write(metrics.all())
