"""The contracts of .importlinter hold."""

import os
import subprocess
import sys
from pathlib import Path


def test_no_package_imports_what_it_may_not(pytestconfig):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    env = os.environ | {"PYTHONPATH": str(pytestconfig.rootpath / "src")}
    done = subprocess.run(command, cwd=pytestconfig.rootpath, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
