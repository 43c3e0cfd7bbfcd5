"""
One training from a folder of labelled images to a pair that can be registered: what the local host runs as a child
and SageMaker as the entry point of its container.

    python models/sam/train_job.py --set SET --base BASE [--replay REPLAY] --out OUT
        [--epochs 30] [--loss focal-dice] [--threads 2]

SET and REPLAY are folders as scenes.py reads them, BASE holds `weights.pt`. Everything is kept in OUT: `progress.jsonl`
(every line that was printed), `checkpoint.pt` (from which a killed training goes on), and at the end encoder.onnx,
decoder.onnx, weights.pt and report.json. In SageMaker the folders are the channels, and OUT is the checkpoint folder,
which is copied to the bucket while the training runs and copied back when a spot machine was taken away.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import threading
import time
from pathlib import Path

import torch

from contracts import check_contract
from export_onnx import export_pair
from fine_tune import LOSSES, fine_tune
from scenes import open_scenes

SAGEMAKER_CHECKPOINTS = "/opt/ml/checkpoints"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    channel = lambda name: os.environ.get(f"SM_CHANNEL_{name.upper()}")  # noqa: E731
    parser.add_argument("--set", type=Path, default=channel("set"))
    parser.add_argument("--base", type=Path, default=channel("base"))
    parser.add_argument("--replay", type=Path, default=channel("replay"))
    parser.add_argument("--out", type=Path, default=SAGEMAKER_CHECKPOINTS)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--loss", choices=LOSSES, default=LOSSES[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--parent", type=int, help="process id of who started this: it ends when that is gone")
    arguments = parser.parse_args()
    if arguments.set is None or arguments.base is None:
        parser.error("--set and --base say what to learn from and where to begin")
    return arguments


def main() -> None:
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    if arguments.parent is not None:
        threading.Thread(target=end_with_parent, args=(arguments.parent,), daemon=True).start()
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    if (out / "decoder.onnx").exists() and (out / "report.json").exists():
        # It had ended, and only its caller did not hear of it.
        print((out / "report.json").read_text().replace("\n", ""), flush=True)
        return

    progress = out / "progress.jsonl"
    kept = read_epochs(progress, checkpoint_epoch(out))
    progress.write_text("".join(f"{json.dumps(line)}\n" for line in kept))

    def report(**line) -> None:
        text = json.dumps(check_contract("metrics", line))
        with progress.open("a") as file:
            file.write(text + "\n")
        print(text, flush=True)

    base = torch.load(arguments.base / "weights.pt", weights_only=True)
    has_replay = arguments.replay is not None and (arguments.replay / "scenes.json").exists()
    fine_tune(
        open_scenes(arguments.set),
        {name: value.float() for name, value in base.items()},
        out,
        replay=open_scenes(arguments.replay) if has_replay else None,
        loss=arguments.loss,
        epochs=arguments.epochs,
        seed=arguments.seed,
        report=report,
    )
    # The decoder comes last: whoever finds it has everything.
    exported = out / "exported"
    export_pair(out / "weights.pt", exported)
    for name in ("weights.pt", "encoder.onnx", "decoder.onnx"):
        os.replace(exported / name, out / name)
    shutil.rmtree(exported)
    (out / "checkpoint.pt").unlink(missing_ok=True)


def end_with_parent(parent: int) -> None:
    """Whoever comes after a killed host starts this training again: two must not write one checkpoint."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(3)


def checkpoint_epoch(out: Path) -> int:
    """How many epochs the checkpoint holds; 0 without one."""
    checkpoint = out / "checkpoint.pt"
    return torch.load(checkpoint, weights_only=True)["epoch"] if checkpoint.exists() else 0


def read_epochs(progress: Path, done: int) -> list[dict]:
    """What an earlier run reported of the epochs that are done: one is reported before it is kept, and may be torn."""
    lines = []
    for text in progress.read_text().splitlines() if progress.exists() else []:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if line.get("kind") == "epoch" and line["epoch"] <= done:
            lines.append(line)
    return lines


if __name__ == "__main__":
    main()
