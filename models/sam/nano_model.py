"""The `nano` segmenter: SAM's architecture (transformers' SamModel) at a size that runs anywhere."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import SamConfig, SamMaskDecoderConfig, SamModel, SamPromptEncoderConfig, SamVisionConfig

SIDE = 256
"""Pixels of the model's square input; the longest side of an image is brought to it."""

MEAN = (123.675, 116.28, 103.53)
STD = (58.395, 57.12, 57.375)


def nano_config() -> SamConfig:
    """1.3 M parameters. Values that matter are commented; the rest follows SAM."""
    return SamConfig(
        vision_config=SamVisionConfig(
            image_size=SIDE,
            patch_size=16,
            hidden_size=128,
            num_hidden_layers=5,
            num_attention_heads=4,
            mlp_ratio=2.0,
            mlp_dim=256,
            window_size=8,
            global_attn_indexes=[1, 3, 4],
            output_channels=96,
            num_pos_feats=48,
            # The default of 1e-10 leaves the encoder dead for thousands of steps.
            initializer_range=0.02,
        ),
        prompt_encoder_config=SamPromptEncoderConfig(
            hidden_size=96, image_size=SIDE, patch_size=16, mask_input_channels=8
        ),
        mask_decoder_config=SamMaskDecoderConfig(
            hidden_size=96,
            mlp_dim=256,
            num_hidden_layers=2,
            num_attention_heads=4,
            iou_head_hidden_dim=96,
        ),
    )


def build_nano(seed: int) -> SamModel:
    """A fresh model whose weights depend on the seed alone."""
    torch.manual_seed(seed)
    model = SamModel(nano_config())
    # `scale` = hidden // 2 would make neighbouring points look unrelated; 1.0 is what SAM itself was trained with.
    for config in (model.config.vision_config, model.shared_image_embedding, model.prompt_encoder.shared_embedding):
        config.scale = 1.0
    embedding = torch.randn(2, model.config.vision_config.num_pos_feats)
    model.shared_image_embedding.positional_embedding = nn.Parameter(embedding.clone(), requires_grad=False)
    model.prompt_encoder.shared_embedding.positional_embedding = model.shared_image_embedding.positional_embedding
    for module in model.mask_decoder.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return model


def embed_prompts(model: SamModel, coords: Tensor, labels: Tensor) -> Tensor:
    """
    Sparse prompt embeddings without in-place operations, so that the exporter can trace them.

    coords: [B, P, N, 2] x, y in the model's frame. labels: [B, P, N]; 1 inside, 0 outside, 2 and 3 the top left and
    bottom right corner of a box, -1 padding (one such point follows when no box is given). Equal to transformers'
    `SamPromptEncoder` on points and boxes.
    """
    encoder = model.prompt_encoder
    embedded = encoder.shared_embedding(coords + 0.5, (SIDE, SIDE))
    kind = labels.unsqueeze(-1)
    embedded = torch.where(kind == -1, encoder.not_a_point_embed.weight, embedded)
    for label, point in enumerate(encoder.point_embed):
        embedded = embedded + torch.where(kind == label, point.weight, torch.zeros_like(point.weight))
    return embedded


def decode(model: SamModel, embeddings: Tensor, coords: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """[B, C, 16, 16] and prompts → logits [B, P, 64, 64] and predicted IoU [B, P]."""
    batch = embeddings.shape[0]
    sparse = embed_prompts(model, coords, labels)
    size = model.prompt_encoder.image_embedding_size
    dense = model.prompt_encoder.no_mask_embed.weight.reshape(1, -1, 1, 1).expand(batch, -1, size[0], size[1])
    positions = model.get_image_wide_positional_embeddings().repeat(batch, 1, 1, 1)
    masks, scores = model.mask_decoder(
        image_embeddings=embeddings,
        image_positional_embeddings=positions,
        sparse_prompt_embeddings=sparse,
        dense_prompt_embeddings=dense,
        multimask_output=False,
    )
    return masks[:, :, 0], scores[:, :, 0]


def normalize(images: Tensor, sizes: list[tuple[int, int]]) -> Tensor:
    """uint8 [B, 256, 256, 3] → float [B, 3, 256, 256]; the padding is zero after normalisation, as in SAM."""
    pixels = images.permute(0, 3, 1, 2).float()
    pixels = (pixels - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(STD).view(1, 3, 1, 1)
    for index, (height, width) in enumerate(sizes):
        pixels[index, :, height:] = 0
        pixels[index, :, :, width:] = 0
    return pixels
