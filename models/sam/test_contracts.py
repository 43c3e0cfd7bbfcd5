"""Both sides of models/contracts must judge the same values alike."""

from __future__ import annotations

import json

import numpy as np
import pytest

from contracts import FOLDER, check_contract
from fine_tune import say
from scenes import open_scenes

EXAMPLES = json.loads((FOLDER / "examples.json").read_text())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['contract']}-{example['isValid']}")
def test_examples_are_judged_as_typescript_judges_them(example):
    if example["isValid"]:
        assert check_contract(example["contract"], example["value"]) == example["value"]
    else:
        with pytest.raises(ValueError, match=example["contract"]):
            check_contract(example["contract"], example["value"])


def test_a_training_set_of_another_size_is_refused_with_the_place(tmp_path):
    np.zeros((1, 512, 512, 3), np.uint8).tofile(tmp_path / "images.u8")
    np.zeros((1, 512, 512), np.uint8).tofile(tmp_path / "instances.u8")
    index = {"count": 1, "side": 512, "sizes": [[512, 512]], "kinds": ["labelled"]}
    (tmp_path / "scenes.json").write_text(json.dumps(index))
    with pytest.raises(ValueError, match="side"):
        open_scenes(tmp_path)


def test_lines_that_break_the_contract_are_not_printed(capsys):
    say(kind="epoch", epoch=1, loss=0.5, boxIou=0.7, clickIou=0.6)
    with pytest.raises(ValueError, match="metrics"):
        say(kind="epoch", epoch=2, loss=0.5)
    assert len(capsys.readouterr().out.splitlines()) == 1
