"""``python -m arledger``."""

import sys

from arledger.cli.main import main

sys.exit(main())
