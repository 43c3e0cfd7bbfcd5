"""Validates what is handed to and from TypeScript against the schemas in models/contracts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
# Packed for a training job the schemas lie beside this file.
FOLDER = HERE / "contracts" if (HERE / "contracts").is_dir() else HERE.parent / "contracts"


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / f"{name}.schema.json").read_text()))


def check_contract(name: str, value):
    """The value itself. Raises ValueError that says where it breaks the contract `name`."""
    problem = next(iter(sorted(_validator(name).iter_errors(value), key=lambda error: list(error.path))), None)
    if problem is not None:
        where = "/".join(map(str, problem.path)) or "the whole"
        raise ValueError(f"This is no {name} as models/contracts has it: {where}: {problem.message}")
    return value
