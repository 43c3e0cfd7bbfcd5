"""
Writes shared/models/segmenter.golden.json: what transformers' image processor and the torch model of a checkpoint
answer, for the TypeScript tests. Needs pillow as well.

    python models/sam/make_goldens.py RUN/checkpoint.pt shared/models/segmenter.golden.json
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import SamImageProcessorPil

from export_onnx import load_average
from nano_model import MEAN, SIDE, STD, decode


def picture(width: int, height: int) -> np.ndarray:
    """The same picture as `goldenPicture` in the tests: integer arithmetic only."""
    y, x = np.mgrid[0:height, 0:width].astype(np.int64)
    wave = (x * 7 + y * 3) % 256
    squares = ((x // 16 + y // 16) % 2) * 120
    disc = np.where((x - width // 2) ** 2 + (y - height // 2) ** 2 < (min(width, height) // 4) ** 2, 90, 0)
    return np.stack([wave, (squares + disc) % 256, (x * y + disc) % 256], -1).astype(np.uint8)


def main() -> None:
    torch.set_num_threads(1)
    model, step = load_average(Path(sys.argv[1]))
    processor = SamImageProcessorPil(
        size={"longest_edge": SIDE},
        pad_size={"height": SIDE, "width": SIDE},
        image_mean=[value / 255 for value in MEAN],
        image_std=[value / 255 for value in STD],
    )
    resized = []
    for width, height in ((640, 480), (300, 401), (97, 64), (1024, 333)):
        scale = SIDE / max(width, height)
        target = (int(width * scale + 0.5), int(height * scale + 0.5))
        small = np.asarray(Image.fromarray(picture(width, height)).resize(target, Image.Resampling.BILINEAR))
        pixels = processor(Image.fromarray(picture(width, height)), return_tensors="np")["pixel_values"][0]
        places = [[0, 0, 0], [1, 5, 9], [2, target[1] - 1, target[0] - 1], [0, SIDE - 1, SIDE - 1], [2, 30, 20]]
        resized.append(
            {
                "width": width,
                "height": height,
                "target": target,
                "sha256": hashlib.sha256(small.tobytes()).hexdigest(),
                "pixels": [[*place, float(pixels[tuple(place)])] for place in places],
                "mean": float(pixels.mean()),
            }
        )

    image = picture(256, 192)
    pixels = torch.from_numpy(processor(Image.fromarray(image), return_tensors="np")["pixel_values"]).float()
    rng = np.random.default_rng(3)
    prompts = []
    with torch.no_grad():
        embeddings = model.vision_encoder(pixels)[0]
        for index in range(50):
            x0, y0 = (int(v) for v in rng.integers(0, 150, 2))
            box = None if index % 3 == 0 else [x0, y0, int(rng.integers(20, 100)), int(rng.integers(20, 42))]
            clicks = [] if index % 3 == 1 else [[x0 + 4, y0 + 5, 1]] + ([[x0 + 40, y0 + 9, 0]] if index % 2 else [])
            points = [[float(x), float(y)] for x, y, _ in clicks]
            labels = [label for *_, label in clicks]
            if box:
                points += [[float(x0), float(y0)], [float(x0 + box[2]), float(y0 + box[3])]]
                labels += [2, 3]
            else:
                points.append([0.0, 0.0])
                labels.append(-1)
            logits, scores = decode(model, embeddings, torch.tensor([[points]]), torch.tensor([[labels]]))
            full = torch.nn.functional.interpolate(logits, (SIDE, SIDE), mode="bilinear", align_corners=False)
            mask = (full[0, 0, :192, :256] > 0).numpy()
            runs = np.diff(
                np.flatnonzero(np.diff(mask.T.ravel().astype(np.int8), prepend=0, append=1 - mask.T.ravel()[-1])),
                prepend=0,
            )
            prompts.append(
                {
                    "box": box,
                    "points": clicks,
                    "score": round(float(scores[0, 0]), 6),
                    "logits": [round(float(logits[0, 0, y, x]), 5) for y, x in ((0, 0), (10, 20), (31, 31), (40, 60))],
                    "area": int(mask.sum()),
                    "runs": [int(run) for run in runs],
                }
            )
    Path(sys.argv[2]).write_text(json.dumps({"step": step, "resized": resized, "prompts": prompts}) + "\n")


if __name__ == "__main__":
    main()
