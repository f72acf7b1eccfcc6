"""Of two modules of a name the one in the directory that the file adds is meant."""

from os import path, sys

sys.path.append(path.join(path.dirname(path.abspath(__file__)), "..", "common"))
from lib.db import get_table


def handler(event, context):
    return get_table()
