"""What the product decodes in TypeScript from the fp32 export equals the PyTorch model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import SamImageProcessorPil

from export_onnx import export_pair, load_average
from make_goldens import picture
from nano_model import MEAN, SIDE, STD, decode

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "serve"))
from test_inference import decode as decode_rle  # noqa: E402

WIDTH, HEIGHT = 320, 240


def make_prompts(count: int) -> list[dict]:
    rng = np.random.default_rng(11)
    prompts = []
    for index in range(count):
        x, y = (int(value) for value in rng.integers(20, 200, 2))
        point = {"x": x + 5, "y": y + 7, "label": 1}
        box = {"x": x, "y": y, "width": int(rng.integers(20, 110)), "height": int(rng.integers(15, 39))}
        outside = {"x": x - 9, "y": y - 8, "label": 0}
        prompts.append(
            [{"points": [point]}, {"points": [], "box": box}, {"points": [point, outside], "box": box}][index % 3]
        )
    return prompts


def test_typescript_decodes_as_pytorch_does(tmp_path):
    weights = HERE / "nano" / "weights.pt"
    export_pair(weights, tmp_path)
    prompts = make_prompts(50)
    (tmp_path / "prompts.json").write_text(json.dumps(prompts))
    answer = subprocess.run(
        [
            os.environ.get("LAPIDARY_NODE", "node"),
            HERE / "decode-prompts.ts",
            tmp_path / "fp32",
            tmp_path / "prompts.json",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)

    model, _ = load_average(weights)
    processor = SamImageProcessorPil(
        size={"longest_edge": SIDE},
        pad_size={"height": SIDE, "width": SIDE},
        image_mean=[value / 255 for value in MEAN],
        image_std=[value / 255 for value in STD],
    )
    pixels = processor(Image.fromarray(picture(WIDTH, HEIGHT)), return_tensors="np")["pixel_values"]
    scale = SIDE / WIDTH
    with torch.no_grad():
        embeddings = model.vision_encoder(torch.from_numpy(pixels).float())[0]
        for prompt, item in zip(prompts, found["items"], strict=True):
            points = [[point["x"] * scale, point["y"] * scale] for point in prompt["points"]]
            labels = [point["label"] for point in prompt["points"]]
            if "box" in prompt:
                box = prompt["box"]
                points += [[box["x"] * scale, box["y"] * scale]]
                points += [[(box["x"] + box["width"]) * scale, (box["y"] + box["height"]) * scale]]
                labels += [2, 3]
            else:
                points.append([0.0, 0.0])
                labels.append(-1)
            logits, _ = decode(model, embeddings, torch.tensor([[points]]), torch.tensor([[labels]]))
            assert np.abs(logits.numpy().ravel() - np.array(item["logits"])).max() < 1e-3
            # transformers' own way: to the square of the model, the padding off, then to the image.
            square = torch.nn.functional.interpolate(logits, (SIDE, SIDE), mode="bilinear", align_corners=False)
            inside = square[..., : round(HEIGHT * scale), :]
            whole = torch.nn.functional.interpolate(inside, (HEIGHT, WIDTH), mode="bilinear", align_corners=False)
            expected = whole[0, 0].numpy() > 0
            mask = decode_rle({"size": found["size"], "counts": item["mask"]}).astype(bool)
            union = (expected | mask).sum()
            assert union == 0 or (expected & mask).sum() / union >= 0.999
