"""
Tunes the mask decoder of `nano` on somebody's own scenes.

    python models/sam/fine_tune.py SCENES --base models/sam/nano/weights.pt --out RUN
        [--replay ORIGINAL_SCENES] [--loss focal-dice|bce-dice|mse] [--epochs 30]

SCENES is a folder as render-training-scenes.ts writes it. Its index may say which images train and which validate;
otherwise four fifths train and the rest validates, split by image. Image and prompt encoders stay frozen: embeddings
are computed once per image and symmetry, and only the decoder learns. With --replay every second step also shows an
original scene, so that what was known is not forgotten.

Prints one JSON object per line: {"kind": "epoch", epoch, loss, boxIou, clickIou} and at the end
{"kind": "result", before, after, original: {before, after}, promoted}. Writes RUN/weights.pt and RUN/report.json.
Resumes from RUN/checkpoint.pt. `promoted` is false unless the validation split got better.

Why these losses: focal + dice + IoU head is what SAM was trained with; BCE + dice is gentler on few images; `mse` is
the mean squared error between sigmoid(logits) and the mask, the shape of the well-known tutorial, whose own version
thresholds the logits first and therefore has a gradient of exactly zero.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from contracts import check_contract
from embedding_cache import EmbeddingCache
from losses import balanced_bce, dice_loss, focal_loss, mask_iou
from nano_model import build_nano, decode
from scenes import Scenes, draw_prompts, open_scenes
from validate_decoder import validate

PROMPTS = 12
PATIENCE = 8
WARM_UP_STEPS = 30
AVERAGING = 0.98
"""Of the decoder's weights from step to step: what is measured and kept is the average, calmer than any step."""
LOSSES = ("focal-dice", "bce-dice", "mse")


def mask_loss(logits: torch.Tensor, target: torch.Tensor, kind: str) -> torch.Tensor:
    if kind == "mse":
        return F.mse_loss(logits.sigmoid(), target)
    if kind == "bce-dice":
        return balanced_bce(logits, target).mean() + dice_loss(logits, target).mean()
    return 20 * focal_loss(logits, target).mean() + dice_loss(logits, target).mean()


def step_loss(model, embeddings: torch.Tensor, masks: np.ndarray, coords: np.ndarray, labels: np.ndarray, kind: str):
    """One image's prompts: loss on the logits at half of full size, and the IoU head's error."""
    # Twice as fine as the logits, so that edges learn where between two cells they lie.
    target = F.avg_pool2d(torch.from_numpy(masks).float()[None], 2)
    logits, scores = decode(model, embeddings, torch.from_numpy(coords)[None], torch.from_numpy(labels)[None])
    logits = F.interpolate(logits[0][None], target.shape[-2:], mode="bilinear", align_corners=False)
    iou = mask_iou(logits, target)
    return mask_loss(logits, target, kind) + F.mse_loss(scores, iou), iou.mean()


def freeze_all_but_decoder(model) -> list[torch.nn.Parameter]:
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    trained = list(model.mask_decoder.parameters())
    for parameter in trained:
        parameter.requires_grad_(True)
    return trained


@contextmanager
def swapped_decoder(model, weights: dict):
    """The model with other weights in its decoder for a while."""
    own = copy.deepcopy(model.mask_decoder.state_dict())
    model.mask_decoder.load_state_dict(weights)
    yield
    model.mask_decoder.load_state_dict(own)


def say(**line) -> None:
    print(json.dumps(check_contract("metrics", line)), flush=True)


def split_scenes(scenes: Scenes, seed: int) -> tuple[list[int], list[int]]:
    """Indices that validate and that train: as the snapshot dealt them, else a fifth and the rest by the seed."""
    if scenes.splits is not None:
        val = [index for index, split in enumerate(scenes.splits) if split == "val"]
        train = [index for index, split in enumerate(scenes.splits) if split == "train"]
    else:
        order = np.random.default_rng(seed).permutation(len(scenes)).tolist()
        held_out = max(1, len(scenes) // 5)
        val, train = order[:held_out], order[held_out:]
    if not val or not train:
        raise ValueError(f"{len(train)} images to learn from and {len(val)} to check by: both are needed.")
    return val, train


def fine_tune(
    scenes: Scenes,
    base: dict,
    out: Path,
    *,
    replay: Scenes | None = None,
    loss: str = "focal-dice",
    epochs: int = 30,
    seed: int = 7,
    report=say,
) -> dict:
    out.mkdir(parents=True, exist_ok=True)
    val, train = split_scenes(scenes, seed)
    model = build_nano(seed)
    model.load_state_dict(base)
    trained = freeze_all_but_decoder(model)
    cache = EmbeddingCache(model, scenes, seed)
    replay_cache = None if replay is None else EmbeddingCache(model, replay, seed + 1)
    # The last fifth of the original scenes measures what is forgotten, the rest is shown now and then.
    replay_train = 0 if replay is None else max(1, len(replay) * 4 // 5)
    replay_val = [] if replay is None else list(range(replay_train, len(replay)))
    before = validate(model, cache, val)
    original_before = validate(model, replay_cache, replay_val) if replay_cache else None

    rate = 1e-4 if len(train) <= 20 else 5e-5
    # A model of a million parameters bears, and needs, larger steps than SAM itself.
    rate *= 12
    optimizer = torch.optim.AdamW(trained, lr=rate, weight_decay=0.01)
    average = copy.deepcopy(model.mask_decoder.state_dict())
    best, best_state, best_epoch, epoch = before["boxIou"] + before["clickIou"], copy.deepcopy(average), -1, 0
    checkpoint = out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average, best, best_state = state["average"], state["best"], state["bestState"]
        best_epoch, epoch = state["bestEpoch"], state["epoch"]

    while epoch < epochs and epoch - best_epoch <= PATIENCE:
        rng = np.random.default_rng((seed, epoch))
        model.mask_decoder.train()
        losses = []
        for turn, index in enumerate(rng.permutation(train).tolist()):
            step = epoch * len(train) + turn
            cosine = 0.5 * (1 + math.cos(math.pi * step / (epochs * len(train))))
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (step + 1) / WARM_UP_STEPS) * (0.02 + 0.98 * cosine)
            sources = [(cache, index)]
            if replay_cache is not None and turn % 2 == 0:
                sources.append((replay_cache, int(rng.integers(replay_train))))
            optimizer.zero_grad(set_to_none=True)
            for source, which in sources:
                embeddings, instances = source.get(which, int(rng.integers(EmbeddingCache.VIEWS)))
                mode = str(rng.choice(["box", "click", "both"], p=[0.5, 0.3, 0.2]))
                drawn = draw_prompts(instances, mode, PROMPTS, [1], rng)
                if drawn is None:
                    continue
                value, _ = step_loss(model, embeddings, *drawn, loss)
                (value / len(sources)).backward()
                losses.append(value.item())
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            for name, value in model.mask_decoder.state_dict().items():
                average[name].lerp_(value, 1 - AVERAGING)
        epoch += 1
        with swapped_decoder(model, average):
            scores = validate(model, cache, val)
        report(kind="epoch", epoch=epoch, loss=round(float(np.mean(losses)), 5), **scores)
        if scores["boxIou"] + scores["clickIou"] > best:
            best, best_state, best_epoch = scores["boxIou"] + scores["clickIou"], copy.deepcopy(average), epoch
        part = checkpoint.with_suffix(".part")
        torch.save(
            {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "average": average, "epoch": epoch}
            | {"best": best, "bestState": best_state, "bestEpoch": best_epoch},
            part,
        )
        part.replace(checkpoint)

    model.mask_decoder.load_state_dict(best_state)
    after = validate(model, cache, val)
    result = {"kind": "result", "before": before, "after": after, "promoted": best_epoch > 0, "images": len(train)}
    if replay_cache is not None:
        result["original"] = {"before": original_before, "after": validate(model, replay_cache, replay_val)}
    torch.save(model.state_dict(), out / "weights.pt")
    (out / "report.json").write_text(json.dumps(result, indent=2) + "\n")
    report(**result)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--replay", type=Path)
    parser.add_argument("--loss", choices=LOSSES, default=LOSSES[0])
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    base = torch.load(arguments.base, weights_only=True)
    base = {name: value.float() for name, value in (base["average"] if "average" in base else base).items()}
    fine_tune(
        open_scenes(arguments.scenes),
        base,
        arguments.out,
        replay=None if arguments.replay is None else open_scenes(arguments.replay),
        loss=arguments.loss,
        epochs=arguments.epochs,
        seed=arguments.seed,
    )


if __name__ == "__main__":
    main()
