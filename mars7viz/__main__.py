"""``python -m mars7viz``."""

import sys

from mars7viz.cli import main

if __name__ == "__main__":
    sys.exit(main())
