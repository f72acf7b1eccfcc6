import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "other"))
import plain


def handler(event, context):
    return plain.get_table()
