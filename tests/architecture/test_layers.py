"""The contracts of .importlinter hold, and name every module of every package."""

import configparser
import os
import subprocess
import sys
from pathlib import Path


def test_no_package_imports_what_it_may_not(pytestconfig):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    env = os.environ | {"PYTHONPATH": str(pytestconfig.rootpath / "src")}
    done = subprocess.run(command, cwd=pytestconfig.rootpath, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


FACE = {"services", "queries", "permissions"}
"""What other packages may import; no list protects it."""


def test_every_module_of_a_function_is_either_its_face_or_protected(pytestconfig):
    contracts = configparser.ConfigParser()
    contracts.read(pytestconfig.rootpath / ".importlinter")
    protected = {
        module
        for name in contracts.sections()
        if contracts[name].get("type") == "protected"
        for module in contracts[name]["protected_modules"].split()
    }
    layers = contracts["importlinter:contract:layers"]["layers"].split()
    packages = {name.strip("()").removeprefix("openhro.") for name in layers} - {"core", "ui", "demo"}
    missing = set()
    for package in packages:
        folder = pytestconfig.rootpath / "src" / "openhro" / package
        modules = {path.stem for path in folder.glob("*.py")} | {
            path.parent.name for path in folder.glob("*/__init__.py")
        }
        inner = modules - {"__init__", "migrations", "templatetags", "management"}
        own = inner if package == "portal" else inner - FACE
        missing |= {f"openhro.{package}.{name}" for name in own} - protected
    assert missing == set()
