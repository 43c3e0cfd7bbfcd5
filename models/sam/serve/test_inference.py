"""The serving code on a tiny segmenter with random weights: shapes, sizes and contracts, not quality."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import SamConfig, SamImageProcessor, SamModel, SamProcessor

sys.path.insert(0, str(Path(__file__).parent))
import inference  # noqa: E402


@pytest.fixture(scope="module")
def loaded():
    torch.manual_seed(1)
    config = SamConfig(
        vision_config={
            "hidden_size": 32,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 64,
            "patch_size": 16,
            "output_channels": 32,
            "mlp_dim": 64,
            "window_size": 2,
            "global_attn_indexes": [0],
            "num_pos_feats": 16,
        },
        prompt_encoder_config={"hidden_size": 32, "image_size": 64, "patch_size": 16, "mask_input_channels": 4},
        mask_decoder_config={
            "hidden_size": 32,
            "mlp_dim": 64,
            "num_hidden_layers": 1,
            "iou_head_hidden_dim": 32,
            "num_attention_heads": 2,
        },
    )
    processor = SamProcessor(
        SamImageProcessor(
            size={"longest_edge": 64},
            pad_size={"height": 64, "width": 64},
            mask_size={"longest_edge": 16},
            mask_pad_size={"height": 16, "width": 16},
        )
    )
    return {"model": SamModel(config).eval(), "processor": processor, "device": "cpu"}


@pytest.fixture
def read():
    image = Image.fromarray(np.random.default_rng(3).integers(0, 255, (40, 60, 3), dtype=np.uint8))
    data = io.BytesIO()
    image.save(data, "PNG")
    return lambda bucket, key: data.getvalue()


def ask(question, loaded, read):
    body = json.dumps({"bucket": "b", "imageKey": "images/d/one.png", **question})
    return json.loads(inference.output_fn(inference.predict_fn(inference.input_fn(body), loaded, read)))


def decode(mask):
    """COCO's own decoding, written again from its definition."""
    counts, position, runs = mask["counts"], 0, []
    while position < len(counts):
        value, shift, more = 0, 0, True
        while more:
            code = ord(counts[position]) - 48
            value |= (code & 0x1F) << shift
            more = bool(code & 0x20)
            position, shift = position + 1, shift + 5
            if not more and code & 0x10:
                value |= -1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
    flat = np.concatenate([np.full(length, index % 2) for index, length in enumerate(runs)])
    return flat.reshape(mask["size"], order="F")


@pytest.mark.parametrize("seed", range(5))
def test_run_lengths_come_back(seed):
    mask = np.random.default_rng(seed).random((17, 23)) > [0.5, 0.02, 0.98, 2, -1][seed]
    assert np.array_equal(decode(inference.rle(mask)), mask)


@pytest.mark.parametrize(
    "prompt",
    [
        {"points": [{"x": 10, "y": 12, "label": 1}]},
        {"points": [{"x": 10, "y": 12, "label": 1}, {"x": 50, "y": 30, "label": 0}]},
        {"box": {"x": 5, "y": 5, "width": 30, "height": 20}},
        {"points": [{"x": 10, "y": 12, "label": 1}], "box": {"x": 5, "y": 5, "width": 30, "height": 20}},
    ],
)
def test_a_prompt_gets_a_mask_of_the_whole_image(prompt, loaded, read):
    answer = ask({"prompts": [prompt, prompt]}, loaded, read)
    assert answer["size"] == [40, 60]
    assert len(answer["masks"]) == 2
    assert answer["masks"][0] == answer["masks"][1]
    assert decode(answer["masks"][0]["mask"]).shape == (40, 60)
    assert 0 <= answer["masks"][0]["score"] <= 1


def test_everything_keeps_one_mask_per_object(loaded, read):
    masks = ask({"everything": {"clicksPerSide": 3, "minimumScore": -1}}, loaded, read)["masks"]
    pixels = [decode(each["mask"]).astype(bool) for each in masks]
    for index, one in enumerate(pixels):
        assert all(inference.iou(one, other) < inference.SAME_OBJECT_IOU for other in pixels[:index])


def test_the_embedding_is_kept_where_it_was_asked_for_and_used_from_there(loaded, read):
    kept = {}

    def fetch(bucket, key):
        return kept[key] if key.startswith("embeddings/") else read(bucket, key)

    def ask_keeping(question):
        key = "embeddings/tiny/aa"
        body = json.dumps({"bucket": "b", "imageKey": "images/d/one.png", "embeddingKey": key, **question})
        asked = inference.input_fn(body)
        return inference.predict_fn(asked, loaded, fetch, lambda _, at, data: kept.update({at: data}))

    assert ask_keeping({}) == {"size": [40, 60], "masks": []}
    packed = kept["embeddings/tiny/aa"]
    length = int.from_bytes(packed[4:8], "little")
    header = json.loads(packed[8 : 8 + length])
    assert packed[:4] == b"EMB1" and length % 4 == 0
    assert (header["modelId"], header["width"], header["height"], header["side"]) == ("tiny", 60, 40, 64)
    assert len(packed) == 8 + length + 2 * sum(int(np.prod(each["dims"])) for each in header["tensors"])

    prompts = {"prompts": [{"box": {"x": 5, "y": 5, "width": 30, "height": 20}}]}
    loaded_blind = {**loaded, "model": Blind(loaded["model"])}
    body = json.dumps({"bucket": "b", "imageKey": "k", "embeddingKey": "embeddings/tiny/aa", **prompts})
    again = inference.predict_fn(inference.input_fn(body), loaded_blind, fetch, None)
    assert again["masks"] == ask_keeping(prompts)["masks"]
    # One that is broken is made anew.
    kept["embeddings/tiny/aa"] = b"EMB"
    assert ask_keeping(prompts) == again
    assert kept["embeddings/tiny/aa"] == packed


class Blind:
    """Decodes, and fails when it is to look at an image."""

    def __init__(self, model):
        self.model, self.dtype = model, model.dtype

    def __call__(self, **asked):
        return self.model(**asked)

    def get_image_embeddings(self, _):
        raise AssertionError("The embedding was there.")


def test_segment_anything_2_keeps_every_scale(read):
    pytest.importorskip("torchvision", reason="Its preprocessing needs torchvision, which AWS's container has.")
    from transformers import Sam2Config, Sam2HieraDetConfig, Sam2Model, Sam2VisionConfig
    from transformers import Sam2ImageProcessor, Sam2Processor

    torch.manual_seed(1)
    backbone = Sam2HieraDetConfig(
        hidden_size=8,
        num_attention_heads=1,
        blocks_per_stage=[1, 1, 1, 1],
        embed_dim_per_stage=[8, 16, 32, 64],
        num_attention_heads_per_stage=[1, 1, 1, 1],
        window_size_per_stage=[2, 2, 2, 2],
        global_attention_blocks=[],
        image_size=[64, 64],
        window_positional_embedding_background_size=[2, 2],
    )
    vision = Sam2VisionConfig(
        backbone_config=backbone,
        backbone_channel_list=[64, 32, 16, 8],
        fpn_hidden_size=32,
        backbone_feature_sizes=[[16, 16], [8, 8], [4, 4]],
    )
    config = Sam2Config(
        vision_config=vision,
        prompt_encoder_config={"hidden_size": 32, "image_size": 64, "patch_size": 16},
        mask_decoder_config={
            "hidden_size": 32,
            "mlp_dim": 64,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "iou_head_hidden_dim": 32,
        },
    )
    images = Sam2ImageProcessor(size={"height": 64, "width": 64}, mask_size={"height": 16, "width": 16})
    processor = Sam2Processor(images, target_size=64)
    two = {"model": Sam2Model(config).eval(), "processor": processor, "device": "cpu"}
    kept = {}

    def fetch(bucket, key):
        return kept[key] if key.startswith("embeddings/") else read(bucket, key)

    prompts = [{"points": [{"x": 10, "y": 12, "label": 1}]}, {"box": {"x": 5, "y": 5, "width": 30, "height": 20}}]
    question = {"bucket": "b", "imageKey": "k", "embeddingKey": "embeddings/two/aa", "prompts": prompts}
    first = inference.predict_fn(question, two, fetch, lambda _, key, data: kept.update({key: data}))
    assert len(inference.unpack_embedding(kept["embeddings/two/aa"])) == 3
    assert first == inference.predict_fn(question, {**two, "model": Blind(two["model"])}, fetch, None)
    assert [decode(each["mask"]).shape for each in first["masks"]] == [(40, 60)] * 2


def test_a_wrong_question_is_told_so():
    for body in ('{"bucket": "b"}', '{"bucket": "b", "imageKey": "k"}'):
        with pytest.raises(ValueError, match="question"):
            inference.input_fn(body)
    with pytest.raises(ValueError, match="json"):
        inference.input_fn("{}", "image/png")
