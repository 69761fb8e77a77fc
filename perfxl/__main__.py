"""`python -m perfxl`."""

import sys

from perfxl.cli.main import main

sys.exit(main())
