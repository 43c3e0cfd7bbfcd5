"""
Measures an exported pair on held-out scenes: mean IoU of masks at full size, from one box and from one click, on
objects of at least 1,000 pixels at 256 × 256 (and on all), with the filled box beside it.

    node models/sam/render-training-scenes.ts HELD_OUT --scenes 200 --seed 900 --mix tray
    python models/sam/evaluate_nano.py HELD_OUT --model models/sam/nano [--json FILE]

The box is the tightest one; the click is the pixel of the object that lies deepest inside it.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

from nano_model import normalize
from scenes import open_scenes

LARGE = 1000


def deepest_pixel(mask: np.ndarray) -> tuple[float, float]:
    """Peels one pixel at a time off the mask; the last layer's pixel nearest its own middle."""
    remaining = F.pad(torch.from_numpy(mask).float()[None, None], (1, 1, 1, 1))
    last = remaining
    while remaining.any():
        last = remaining
        remaining = -F.max_pool2d(-remaining, 3, 1, 1)
        remaining[..., 0, :] = remaining[..., -1, :] = 0
        remaining[..., 0] = remaining[..., -1] = 0
    rows, columns = np.nonzero(last[0, 0].numpy())
    nearest = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
    return float(columns[nearest] - 1), float(rows[nearest] - 1)


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max(1, (a | b).sum()))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenes", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    providers = ["CPUExecutionProvider"]
    encoder = onnxruntime.InferenceSession(arguments.model / "encoder.onnx", options, providers=providers)
    decoder = onnxruntime.InferenceSession(arguments.model / "decoder.onnx", options, providers=providers)
    scenes = open_scenes(arguments.scenes)
    results: list[dict[str, float]] = []
    encode_seconds, decode_seconds = [], []

    for index in range(len(scenes)):
        pixels = normalize(torch.from_numpy(scenes.images[index : index + 1].copy()), [scenes.sizes[index]]).numpy()
        begun = time.perf_counter()
        embeddings = encoder.run(None, {"pixel_values": pixels})[0]
        encode_seconds.append(time.perf_counter() - begun)
        instances = np.asarray(scenes.instances[index])
        masks, boxes, clicks = [], [], []
        for instance in range(1, int(instances.max()) + 1):
            mask = instances == instance
            if mask.sum() < 60:
                continue
            rows, columns = np.nonzero(mask)
            masks.append(mask)
            boxes.append([[columns.min(), rows.min()], [columns.max() + 1, rows.max() + 1]])
            clicks.append([deepest_pixel(mask), (0.0, 0.0)])
        if not masks:
            continue
        predicted = {}
        for name, points, label in (("box", boxes, [2, 3]), ("click", clicks, [1, -1])):
            begun = time.perf_counter()
            logits = decoder.run(
                ["pred_masks"],
                {
                    "image_embeddings": embeddings,
                    "input_points": np.array([points], np.float32),
                    "input_labels": np.array([[label] * len(points)], np.int64),
                },
            )[0]
            decode_seconds.append((time.perf_counter() - begun) / len(points))
            full = F.interpolate(torch.from_numpy(logits), scale_factor=4, mode="bilinear", align_corners=False)
            predicted[name] = full[0].numpy() > 0
        for at, mask in enumerate(masks):
            filled = np.zeros_like(mask)
            (x0, y0), (x1, y1) = boxes[at]
            filled[y0:y1, x0:x1] = True
            results.append(
                {
                    "area": int(mask.sum()),
                    "box": iou(predicted["box"][at], mask),
                    "click": iou(predicted["click"][at], mask),
                    "filledBox": iou(filled, mask),
                }
            )

    def mean(rows: list[dict[str, float]]) -> dict[str, float]:
        return {key: round(float(np.mean([row[key] for row in rows])), 4) for key in ("box", "click", "filledBox")} | {
            "objects": len(rows)
        }

    summary = {
        "scenes": len(scenes),
        "large": mean([row for row in results if row["area"] >= LARGE]),
        "all": mean(results),
        "encodeMilliseconds": round(1e3 * float(np.median(encode_seconds)), 1),
        "decodeMillisecondsPerPrompt": round(1e3 * float(np.median(decode_seconds)), 1),
    }
    print(json.dumps(summary, indent=2))
    if arguments.json:
        arguments.json.write_text(json.dumps(summary, indent=2) + "\n")


if __name__ == "__main__":
    main()
