"""
Trains `nano` from scratch on procedural scenes.

    node models/sam/render-training-scenes.ts SCENES --scenes 4800 --seed 1
    OMP_WAIT_POLICY=PASSIVE python models/sam/train_nano.py SCENES --out RUN --steps 8000

Resumes from RUN/checkpoint.pt by itself; `--steps` may then differ (the cosine is laid over the new number). What is
exported is the running average of the weights.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from losses import balanced_bce, dice_loss, focal_loss, mask_iou
from nano_model import build_nano, decode, normalize
from scenes import augment, draw_prompts, open_scenes

IMAGES_PER_STEP = 3
PROMPTS_PER_IMAGE = 8
PEAK_RATE = 9e-4
WARM_UP = 200
# Balanced BCE finds the objects at all, focal sharpens them: one fades into the other over these steps.
FADE_FROM, FADE_TO = 400, 1600
AVERAGE = 0.998


def learning_rate(step: int, steps: int) -> float:
    if step < WARM_UP:
        return PEAK_RATE * (step + 1) / WARM_UP
    progress = (step - WARM_UP) / max(1, steps - WARM_UP)
    return PEAK_RATE * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def draw_batch(scenes, rng: np.random.Generator):
    """Pixels, masks [B, P, 256, 256], coords and labels; one kind of prompt per step keeps the tensors square."""
    mode = rng.choice(["box", "click", "both"], p=[0.4, 0.42, 0.18])
    clicks = [[1], [1], [1], [1, 1], [1, 0], [1, 0, 1]][rng.integers(6)]
    images, sizes, masks, coords, labels = [], [], [], [], []
    while len(images) < IMAGES_PER_STEP:
        index = int(rng.integers(len(scenes)))
        image, instances, size = augment(scenes.images[index], scenes.instances[index], scenes.sizes[index], rng)
        drawn = draw_prompts(instances, mode, PROMPTS_PER_IMAGE, clicks, rng)
        if drawn is None:
            continue
        images.append(image)
        sizes.append(size)
        masks.append(drawn[0])
        coords.append(drawn[1])
        labels.append(drawn[2])
    pixels = normalize(torch.from_numpy(np.stack(images)), sizes)
    # Half of full size: finer than the logits, so that their edges learn where between two cells they lie.
    target = F.avg_pool2d(torch.from_numpy(np.stack(masks)).float(), 2)
    return pixels, target, torch.from_numpy(np.stack(coords)), torch.from_numpy(np.stack(labels))


def losses_of(model, batch, step: int):
    pixels, target, coords, labels = batch
    embeddings = model.vision_encoder(pixels)[0]
    logits, scores = decode(model, embeddings, coords, labels)
    logits = F.interpolate(logits, size=target.shape[-2:], mode="bilinear", align_corners=False)
    sharp = min(1.0, max(0.0, (step - FADE_FROM) / (FADE_TO - FADE_FROM)))
    iou = mask_iou(logits, target)
    loss = dice_loss(logits, target).mean() + F.mse_loss(scores, iou)
    if sharp < 1:
        loss = loss + (1 - sharp) * balanced_bce(logits, target).mean()
    if sharp > 0:
        loss = loss + sharp * 20 * focal_loss(logits, target).mean()
    return loss, iou.mean()


def save(path: Path, **state) -> None:
    """Whole or not at all: a kill while writing leaves the checkpoint before."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stop-at", type=float, default=math.inf, help="Unix time after which to save and stop.")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.out.mkdir(parents=True, exist_ok=True)
    checkpoint = arguments.out / "checkpoint.pt"

    scenes = open_scenes(arguments.scenes)
    model = build_nano(arguments.seed)
    average = copy.deepcopy(model)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=PEAK_RATE, weight_decay=0.02)
    step = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(state["model"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
        print(f"resumed at step {step}", flush=True)
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {len(scenes)} scenes", flush=True)

    recent_loss, recent_iou, since = [], [], time.monotonic()
    model.train()
    while step < arguments.steps and time.time() < arguments.stop_at:
        # Every step has a stream of its own: resuming draws what an unbroken run would have drawn.
        rng = np.random.default_rng((arguments.seed, step))
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, arguments.steps)
        loss, iou = losses_of(model, draw_batch(scenes, rng), step)
        if not torch.isfinite(loss):
            raise SystemExit(f"The loss is {loss.item()} at step {step}: resume from the checkpoint before.")
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            keep = min(AVERAGE, step / (step + 10))
            for mean, now in zip(average.parameters(), model.parameters(), strict=True):
                mean.lerp_(now, 1 - keep)
        recent_loss.append(loss.item())
        recent_iou.append(iou.item())
        if step % 50 == 0:
            pace = (time.monotonic() - since) / 50
            line = {
                "step": step,
                "loss": float(np.mean(recent_loss)),
                "iou": float(np.mean(recent_iou)),
                "secondsPerStep": pace,
            }
            print(json.dumps(line), flush=True)
            recent_loss, recent_iou, since = [], [], time.monotonic()
        if step % 200 == 0:
            save(
                checkpoint,
                model=model.state_dict(),
                average=average.state_dict(),
                optimizer=optimizer.state_dict(),
                step=step,
            )
    save(
        checkpoint, model=model.state_dict(), average=average.state_dict(), optimizer=optimizer.state_dict(), step=step
    )
    print(f"done at step {step}", flush=True)


if __name__ == "__main__":
    main()
