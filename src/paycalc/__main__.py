"""python -m paycalc"""

import sys

from paycalc.cli import main

sys.exit(main())
