"""``python -m policywright``: the same as the command ``policywright``."""

import sys

from policywright.server.start import main

if __name__ == "__main__":
    sys.exit(main())
