"""The one exception of this package: an edit that can't be made, with the reason as one line."""

from __future__ import annotations


class Refused(Exception):
    """Why an edit is not made; ``apply`` turns it into a line of ``FilePatch.refused``."""
