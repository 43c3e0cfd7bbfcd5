"""python -m pytest models/sam: quick tests of what training must never lose."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from embedding_cache import EmbeddingCache
from fine_tune import fine_tune, freeze_all_but_decoder, mask_loss, step_loss
from losses import balanced_bce, dice_loss, focal_loss, mask_iou
from nano_model import SIDE, build_nano, decode, embed_prompts
from scenes import Scenes, draw_prompts


@pytest.fixture(scope="module")
def scenes() -> Scenes:
    """Bright discs on grey, as plain as can be."""
    rng = np.random.default_rng(1)
    count = 10
    images = np.full((count, SIDE, SIDE, 3), 90, np.uint8)
    instances = np.zeros((count, SIDE, SIDE), np.uint8)
    rows, columns = np.mgrid[:SIDE, :SIDE]
    for index in range(count):
        for instance in (1, 2):
            x, y, radius = rng.integers(50, 200), rng.integers(50, 200), rng.integers(20, 40)
            inside = (columns - x) ** 2 + (rows - y) ** 2 < radius**2
            images[index][inside] = rng.integers(150, 255, 3)
            instances[index][inside] = instance
    return Scenes(images, instances, [(SIDE, SIDE)] * count, ["disc"] * count)


@pytest.mark.parametrize("kind", ["focal-dice", "bce-dice", "mse"])
def test_every_loss_has_a_gradient_that_is_not_zero(kind):
    logits = torch.zeros(1, 2, 16, 16, requires_grad=True)
    target = torch.zeros(1, 2, 16, 16)
    target[..., 4:9, 4:9] = 1
    mask_loss(logits, target, kind).backward()
    assert logits.grad.abs().sum() > 1e-4
    assert (logits.grad[target == 1] < 0).all()


def test_the_tutorials_loss_has_none():
    logits = torch.randn(1, 1, 8, 8, requires_grad=True)
    thresholded = torch.nn.functional.threshold(logits, 0.0, 0.0)
    binary = (thresholded > 0).float()
    assert not binary.requires_grad


def test_losses_at_their_best_and_worst():
    target = torch.zeros(1, 8, 8)
    target[:, 2:5, 2:5] = 1
    right, wrong = (target * 2 - 1) * 20, (1 - target * 2) * 20
    for loss in (dice_loss, focal_loss, balanced_bce):
        assert loss(right, target).item() < 1e-3
        assert loss(wrong, target).item() > 0.5
    assert mask_iou(right, target).item() == 1
    assert mask_iou(wrong, target).item() == 0


def test_prompts_are_embedded_as_transformers_does():
    model = build_nano(3).eval()
    points = torch.rand(1, 3, 2, 2) * SIDE
    labels = torch.tensor([[[1, 0], [1, 1], [0, 1]]])
    boxes = torch.tensor([[[10.0, 20, 60, 80], [5, 5, 90, 40], [100, 90, 200, 220]]])
    with torch.no_grad():
        expected, _ = model.prompt_encoder(points, labels, boxes, None)
        coords = torch.cat([points, boxes.reshape(1, 3, 2, 2)], 2)
        kinds = torch.cat([labels, torch.tensor([2, 3]).expand(1, 3, 2)], 2)
        assert torch.allclose(embed_prompts(model, coords, kinds), expected, atol=1e-6)
        expected, _ = model.prompt_encoder(points, labels, None, None)
        padded = torch.cat([points, torch.zeros(1, 3, 1, 2)], 2)
        kinds = torch.cat([labels, -torch.ones(1, 3, 1, dtype=torch.long)], 2)
        assert torch.allclose(embed_prompts(model, padded, kinds), expected, atol=1e-6)


def test_decoding_equals_samodel_itself():
    model = build_nano(3).eval()
    with torch.no_grad():
        embeddings = torch.randn(1, 96, 16, 16)
        boxes = torch.tensor([[[10.0, 20, 60, 80]]])
        whole = model(image_embeddings=embeddings, input_boxes=boxes, multimask_output=False)
        logits, scores = decode(model, embeddings, boxes.reshape(1, 1, 2, 2), torch.tensor([[[2, 3]]]))
    assert torch.allclose(whole.pred_masks[:, :, 0], logits, atol=1e-5)
    assert torch.allclose(whole.iou_scores[:, :, 0], scores, atol=1e-5)


def test_only_the_decoder_learns_and_the_loss_falls(scenes):
    torch.manual_seed(0)
    model = build_nano(5)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.AdamW(freeze_all_but_decoder(model), lr=1e-3)
    embeddings, instances = EmbeddingCache(model, scenes, 1).get(0, 0)
    drawn = draw_prompts(instances, "box", 8, [1], np.random.default_rng(1))
    losses = []
    for _ in range(40):
        loss, _ = step_loss(model, embeddings, *drawn, "bce-dice")
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    changed = {name for name, value in model.state_dict().items() if not torch.equal(value, before[name])}
    assert changed and all(name.startswith("mask_decoder.") for name in changed)


def test_a_killed_run_goes_on_and_nothing_is_promoted_that_is_no_better(scenes, tmp_path):
    base = build_nano(5).state_dict()
    lines: list[dict] = []
    fine_tune(scenes, base, tmp_path, epochs=1, report=lambda **line: lines.append(line))
    fine_tune(scenes, base, tmp_path, epochs=2, report=lambda **line: lines.append(line))
    assert [line["epoch"] for line in lines if line["kind"] == "epoch"] == [1, 2]
    result = lines[-1]
    better = sum(result["after"].values()) > sum(result["before"].values())
    assert result["promoted"] == better
    assert (tmp_path / "weights.pt").exists() and (tmp_path / "report.json").exists()
