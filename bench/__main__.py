"""`python -m bench [NAME...]`: run all benches or the named ones, each in a process of its own."""

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import bench


def main() -> None:
    """Run them one after the other; the exit code is 1 if one of them failed."""
    found = [each.name for each in iter_modules(bench.__path__) if each.name != "__main__"]
    names = [name for name in found if hasattr(import_module(f"bench.{name}"), "main")]
    unknown = set(sys.argv[1:]) - set(names)
    if unknown:
        sys.exit(f"bench: no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    commands = [[sys.executable, "-m", f"bench.{name}"] for name in sys.argv[1:] or names]
    codes = [subprocess.run(command, check=False).returncode for command in commands]
    sys.exit(int(any(codes)))


if __name__ == "__main__":
    main()
