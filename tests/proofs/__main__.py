"""`python3 run.py prove [name]`: one proof, or all of them one after the other."""

import importlib
import pkgutil
import sys
import time

import tests.proofs


def names() -> list[str]:
    """One proof a module that has a `main`; what they share begins with an underscore or is a package."""
    found = pkgutil.iter_modules(tests.proofs.__path__)
    return sorted(each.name.replace("_", "-") for each in found if not each.name.startswith("_"))


def prove(name: str, arguments: list[str]) -> int:
    module = importlib.import_module(f"tests.proofs.{name.replace('-', '_')}")
    code: int = module.main(arguments)
    return code


def prove_all() -> int:
    failed = []
    for name in names():
        print(f"== {name}", flush=True)
        begun = time.monotonic()
        if prove(name, []):
            failed.append(name)
        print(f"   ({time.monotonic() - begun:.0f} s)", flush=True)
    print(f"Does not hold: {', '.join(failed)}" if failed else f"All {len(names())} hold")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    if not arguments:
        return prove_all()
    if arguments[0] not in names():
        print(f"There is no proof “{arguments[0]}”. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    return prove(arguments[0], arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
