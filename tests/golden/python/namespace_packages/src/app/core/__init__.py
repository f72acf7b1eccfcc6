from .aws import *  # noqa
from .aws import _private as exposed
