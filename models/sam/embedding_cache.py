"""Embeddings of scenes, which the training of the decoder and its validation both start from."""

from __future__ import annotations

import numpy as np
import torch

from nano_model import normalize
from scenes import Scenes, augment


class EmbeddingCache:
    """Embeddings of augmented views, eight per image, computed when first asked for."""

    VIEWS = 8

    def __init__(self, model, scenes: Scenes, seed: int):
        self.model, self.scenes, self.seed = model, scenes, seed
        self.kept: dict[tuple[int, int], tuple[torch.Tensor, np.ndarray]] = {}

    @torch.no_grad()
    def get(self, index: int, view: int) -> tuple[torch.Tensor, np.ndarray]:
        if (index, view) not in self.kept:
            rng = np.random.default_rng((self.seed, index, view))
            image, instances, size = self.scenes.images[index], self.scenes.instances[index], self.scenes.sizes[index]
            if view > 0:
                image, instances, size = augment(image, instances, size, rng)
            pixels = normalize(torch.from_numpy(np.array(image))[None], [size])
            self.kept[index, view] = (self.model.vision_encoder(pixels)[0], np.array(instances))
        return self.kept[index, view]
