"""How good a decoder is: the number that decides what is promoted."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from embedding_cache import EmbeddingCache
from losses import mask_iou
from nano_model import decode


@torch.no_grad()
def validate(model, cache: EmbeddingCache, indices: list[int]) -> dict[str, float]:
    """Mean IoU at full size from the tight box and from one click per object of 200 pixels and more."""
    model.eval()
    found: dict[str, list[float]] = {"box": [], "click": []}
    for index in indices:
        embeddings, instances = cache.get(index, 0)
        masks, boxes, clicks = [], [], []
        for instance in range(1, int(instances.max()) + 1):
            mask = instances == instance
            if mask.sum() < 200:
                continue
            rows, columns = np.nonzero(mask)
            middle = np.argmin((rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2)
            masks.append(mask)
            boxes.append([[columns.min(), rows.min()], [columns.max() + 1, rows.max() + 1]])
            clicks.append([[columns[middle], rows[middle]], [0, 0]])
        if not masks:
            continue
        target = torch.from_numpy(np.stack(masks))[None].float()
        for name, points, label in (("box", boxes, [2, 3]), ("click", clicks, [1, -1])):
            coords = torch.tensor(np.array([points]), dtype=torch.float32)
            logits, _ = decode(model, embeddings, coords, torch.tensor([[label] * len(points)]))
            full = F.interpolate(logits, target.shape[-2:], mode="bilinear", align_corners=False)
            found[name] += mask_iou(full, target)[0].tolist()
    if not found["box"]:
        raise ValueError(
            "None of the held-out images has an object of 200 pixels at 256 × 256: there is nothing to compare by."
        )
    return {f"{name}Iou": round(float(np.mean(values)), 4) for name, values in found.items()}
