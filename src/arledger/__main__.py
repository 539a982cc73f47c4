"""``python -m arledger``."""

import sys

from arledger.cli.start import main

sys.exit(main())
