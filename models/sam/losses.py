"""Losses on logits. None of them thresholds the prediction: that is the trap with a gradient of exactly zero."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def dice_loss(logits: Tensor, target: Tensor) -> Tensor:
    """[…, H, W] → […]; V-Net's soft dice with one pixel of smoothing."""
    probability = logits.sigmoid().flatten(-2)
    truth = target.flatten(-2)
    overlap = 2 * (probability * truth).sum(-1)
    return 1 - (overlap + 1) / (probability.sum(-1) + truth.sum(-1) + 1)


def focal_loss(logits: Tensor, target: Tensor, alpha: float = 0.5, gamma: float = 2.0) -> Tensor:
    """[…, H, W] → […]; α = 0.25 as in RetinaNet sits at IoU 0 when the objects are small."""
    probability = logits.sigmoid()
    entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    right = probability * target + (1 - probability) * (1 - target)
    weight = alpha * target + (1 - alpha) * (1 - target)
    return (weight * (1 - right) ** gamma * entropy).mean((-2, -1))


def balanced_bce(logits: Tensor, target: Tensor) -> Tensor:
    """[…, H, W] → […]; the object and its surroundings count the same, whatever their size."""
    entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    inside = (entropy * target).sum((-2, -1)) / target.sum((-2, -1)).clamp(min=1)
    outside = (entropy * (1 - target)).sum((-2, -1)) / (1 - target).sum((-2, -1)).clamp(min=1)
    return 0.5 * (inside + outside)


@torch.no_grad()
def mask_iou(logits: Tensor, target: Tensor) -> Tensor:
    """[…, H, W] → […]; IoU of the thresholded prediction."""
    predicted = logits > 0
    truth = target > 0.5
    union = (predicted | truth).sum((-2, -1)).clamp(min=1)
    return (predicted & truth).sum((-2, -1)) / union
