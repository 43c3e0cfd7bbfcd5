"""Reads the folders that render-training-scenes.ts writes, and draws prompts from them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from contracts import check_contract


@dataclass(frozen=True)
class Scenes:
    images: np.ndarray
    """[count, 256, 256, 3] uint8, mapped from disk."""
    instances: np.ndarray
    """[count, 256, 256] uint8; 0 is the background."""
    sizes: list[tuple[int, int]]
    """(height, width) of the picture inside the padding."""
    kinds: list[str]
    splits: list[str] | None = None
    """`train` or `val` of each picture, where somebody has dealt them already."""

    def __len__(self) -> int:
        return len(self.sizes)


def open_scenes(folder: Path) -> Scenes:
    index = check_contract("training-set", json.loads((folder / "scenes.json").read_text()))
    count, side = index["count"], index["side"]
    return Scenes(
        images=np.memmap(folder / "images.u8", np.uint8, "r", shape=(count, side, side, 3)),
        instances=np.memmap(folder / "instances.u8", np.uint8, "r", shape=(count, side, side)),
        sizes=[tuple(size) for size in index["sizes"]],
        kinds=index["kinds"],
        splits=index.get("splits"),
    )


def augment(image: np.ndarray, instances: np.ndarray, size: tuple[int, int], rng: np.random.Generator):
    """One of the eight symmetries, channels swapped now and then, light and contrast moved a little."""
    height, width = size
    image, instances = image[:height, :width], instances[:height, :width]
    if rng.random() < 0.5:
        image, instances = image[:, ::-1], instances[:, ::-1]
    if rng.random() < 0.5:
        image, instances = image[::-1], instances[::-1]
    if rng.random() < 0.5:
        image, instances = image.transpose(1, 0, 2), instances.T
    if rng.random() < 0.3:
        image = image[:, :, rng.permutation(3)]
    if rng.random() < 0.4:
        gain, lift = rng.uniform(0.75, 1.25), rng.uniform(-18, 18)
        image = np.clip(image.astype(np.float32) * gain + lift, 0, 255).astype(np.uint8)
    side = 256
    padded = np.zeros((side, side, 3), np.uint8)
    mask = np.zeros((side, side), np.uint8)
    padded[: image.shape[0], : image.shape[1]] = image
    mask[: image.shape[0], : image.shape[1]] = instances
    return padded, mask, image.shape[:2]


def jittered_box(rows: np.ndarray, columns: np.ndarray, jitter: float, rng: np.random.Generator) -> list[list[float]]:
    """Corners of the tightest box, each side moved by up to `jitter` of the box's size."""
    x0, x1, y0, y1 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    width, height = x1 - x0, y1 - y0
    move = rng.uniform(-jitter, jitter, 4)
    return [
        [x0 + move[0] * width, y0 + move[1] * height],
        [x1 + move[2] * width, y1 + move[3] * height],
    ]


def inside_click(rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> list[float]:
    """A pixel of the object; half of the time the one nearest the middle among six, as people click."""
    picks = rng.integers(0, len(rows), 6 if rng.random() < 0.5 else 1)
    distance = (rows[picks] - rows.mean()) ** 2 + (columns[picks] - columns.mean()) ** 2
    best = picks[int(np.argmin(distance))]
    return [float(columns[best]), float(rows[best])]


def outside_click(mask: np.ndarray, rows: np.ndarray, columns: np.ndarray, rng: np.random.Generator) -> list[float]:
    """A pixel near the object that is not its own."""
    side = mask.shape[0]
    reach = 0.3 * max(np.ptp(rows), np.ptp(columns)) + 4
    for _ in range(12):
        x = int(rng.uniform(max(0, columns.min() - reach), min(side - 1, columns.max() + reach)))
        y = int(rng.uniform(max(0, rows.min() - reach), min(side - 1, rows.max() + reach)))
        if not mask[y, x]:
            return [float(x), float(y)]
    return [0.0, 0.0]


def draw_prompts(instances: np.ndarray, mode: str, count: int, clicks: list[int], rng: np.random.Generator):
    """
    `count` prompts on objects of one picture: masks [count, 256, 256] bool, coords [count, N, 2], labels [count, N].
    mode `box`, `click` or `both`; `clicks` are the labels of the clicks. None when nothing large enough is there.
    """
    areas = np.bincount(instances.ravel(), minlength=2)
    present = np.nonzero(areas[1:] >= 60)[0] + 1
    if len(present) == 0:
        return None
    weight = np.sqrt(areas[present])
    chosen = rng.choice(present, count, p=weight / weight.sum())
    masks = np.zeros((count, *instances.shape), bool)
    coords, labels = [], []
    for index, instance in enumerate(chosen):
        mask = instances == instance
        masks[index] = mask
        rows, columns = np.nonzero(mask)
        points: list[list[float]] = []
        kinds: list[int] = []
        if mode != "box":
            for label in clicks:
                points.append(inside_click(rows, columns, rng) if label else outside_click(mask, rows, columns, rng))
                kinds.append(label)
        if mode != "click":
            points += jittered_box(rows, columns, 0.05 if rng.random() < 0.7 else 0.1, rng)
            kinds += [2, 3]
        else:
            points.append([0.0, 0.0])
            kinds.append(-1)
        coords.append(points)
        labels.append(kinds)
    return masks, np.array(coords, np.float32), np.array(labels, np.int64)
