"""The script that the host and SageMaker run: what it leaves behind, and what a second start does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def write_set(folder: Path, count: int = 6) -> None:
    rng = np.random.default_rng(2)
    images = np.full((count, 256, 256, 3), 90, np.uint8)
    instances = np.zeros((count, 256, 256), np.uint8)
    rows, columns = np.mgrid[:256, :256]
    for index in range(count):
        x, y = rng.integers(70, 180, 2)
        inside = (columns - x) ** 2 + (rows - y) ** 2 < 35**2
        images[index][inside] = rng.integers(150, 255, 3)
        instances[index][inside] = 1
    folder.mkdir()
    images.tofile(folder / "images.u8")
    instances.tofile(folder / "instances.u8")
    index = {"count": count, "side": 256, "sizes": [[256, 256]] * count, "kinds": ["disc"] * count}
    (folder / "scenes.json").write_text(json.dumps(index | {"splits": ["train"] * (count - 2) + ["val"] * 2}))


def run(*arguments: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"}
    command = [sys.executable, str(HERE / "train_job.py"), "--threads", "1", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_it_leaves_a_whole_pair_and_is_done_only_once(tmp_path):
    write_set(tmp_path / "set")
    base = tmp_path / "base"
    base.mkdir()
    shutil.copy(HERE / "nano" / "weights.pt", base)
    out = tmp_path / "out"
    where = ["--set", str(tmp_path / "set"), "--base", str(base), "--out", str(out)]
    first = run(*where, "--epochs", "2")
    assert first.returncode == 0, first.stderr
    left = {file.name for file in out.iterdir()}
    assert left == {"encoder.onnx", "decoder.onnx", "weights.pt", "report.json", "progress.jsonl"}
    lines = [json.loads(line) for line in (out / "progress.jsonl").read_text().splitlines()]
    assert [line.get("epoch") for line in lines] == [1, 2, None]
    assert lines[-1]["images"] == 4
    again = run(*where, "--epochs", "2")
    assert again.returncode == 0
    assert json.loads(again.stdout)["kind"] == "result"


def test_it_says_what_is_missing(tmp_path):
    assert "--set and --base" in run("--out", str(tmp_path)).stderr
    write_set(tmp_path / "set")
    failed = run("--set", str(tmp_path / "set"), "--base", str(tmp_path), "--out", str(tmp_path / "out"))
    assert failed.returncode != 0
    assert "weights.pt" in failed.stderr


def kill_when(job: subprocess.Popen, is_time) -> None:
    """Ends a training without warning as soon as it is in a phase; fails when it ends before."""
    deadline = time.monotonic() + 120
    while not is_time():
        assert job.poll() is None, f"it ended with {job.returncode} before its time: {job.stderr.read()}"
        assert time.monotonic() < deadline
        time.sleep(0.005)
    job.send_signal(signal.SIGKILL)
    job.communicate()


def test_killed_in_any_phase_it_goes_on_and_learns_no_epoch_twice(tmp_path):
    write_set(tmp_path / "set")
    base = tmp_path / "base"
    base.mkdir()
    shutil.copy(HERE / "nano" / "weights.pt", base)
    out = tmp_path / "out"
    where = ["--set", str(tmp_path / "set"), "--base", str(base), "--out", str(out), "--epochs", "3"]
    lines = lambda: (out / "progress.jsonl").read_text().count("\n") if (out / "progress.jsonl").exists() else 0  # noqa: E731
    phases = {
        "while it opens its files": lambda: out.exists(),
        "in the first epoch": lambda: (out / "progress.jsonl").exists(),
        "as an epoch is reported": lambda: lines() >= 1,
        "in a later epoch": lambda: lines() >= 2 and (out / "checkpoint.pt").exists(),
        "while it exports": lambda: (out / "exported").exists(),
    }
    for name, is_time in phases.items():
        command = [sys.executable, str(HERE / "train_job.py"), "--threads", "1", *where]
        environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"}
        job = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
        kill_when(job, is_time)
        assert not (out / "decoder.onnx").exists(), f"killed {name}, it looks whole"
    done = run(*where)
    assert done.returncode == 0, done.stderr
    assert {file.name for file in out.iterdir()} == {
        "encoder.onnx",
        "decoder.onnx",
        "weights.pt",
        "report.json",
        "progress.jsonl",
    }
    reported = [json.loads(line) for line in (out / "progress.jsonl").read_text().splitlines()]
    assert [line.get("epoch") for line in reported] == [1, 2, 3, None]
