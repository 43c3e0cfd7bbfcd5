"""
Writes encoder.onnx and decoder.onnx of a `nano` checkpoint, in fp32 and in fp16, and weights.pt (fp16), the base of
fine-tuning.

    python models/sam/export_onnx.py RUN/checkpoint.pt --out models/sam/nano

encoder  pixel_values [1, 3, 256, 256] → image_embeddings [1, 96, 16, 16]
decoder  image_embeddings, input_points [1, P, N, 2] (x, y in the 256 frame), input_labels int64 [1, P, N]
         (1 inside, 0 outside, 2/3 corners of a box, -1 padding) → iou_scores [1, P], pred_masks [1, P, 64, 64] logits

The fp16 pair keeps fp32 at its borders and computes in fp32: only the stored weights are halved, so every runtime
gives the same numbers.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from nano_model import SIDE, build_nano, decode


class Encoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.encoder = model.vision_encoder

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.encoder(pixel_values)[0]


class Decoder(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, image_embeddings: Tensor, input_points: Tensor, input_labels: Tensor):
        masks, scores = decode(self.model, image_embeddings, input_points, input_labels)
        return scores, masks


def load_average(checkpoint: Path):
    state = torch.load(checkpoint, weights_only=False)
    model = build_nano(0)
    weights = state.get("average", state)
    model.load_state_dict({name: value.float() for name, value in weights.items()})
    return model.eval(), state.get("step", 0) if "average" in state else 0


def store_weights_in_half(source: Path, target: Path) -> None:
    """Large fp32 initialisers become fp16 followed by a Cast."""
    model = onnx.load(source)
    graph = model.graph
    casts = []
    for tensor in list(graph.initializer):
        if tensor.data_type != onnx.TensorProto.FLOAT or np.prod(tensor.dims) < 64:
            continue
        name = tensor.name
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), f"{name}.half")
        graph.initializer.remove(tensor)
        graph.initializer.append(half)
        casts.append(onnx.helper.make_node("Cast", [half.name], [name], to=onnx.TensorProto.FLOAT))
    for index, node in enumerate(casts):
        graph.node.insert(index, node)
    onnx.checker.check_model(model)
    onnx.save(model, target)


def worst_difference(path: Path, inputs: dict[str, np.ndarray], expected: list[np.ndarray]) -> float:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    return max(float(np.abs(a - b).max()) for a, b in zip(session.run(None, inputs), expected, strict=True))


def export_pair(checkpoint: Path, out: Path) -> None:
    """A checkpoint as a pair in `out` (fp16) and `out`/fp32, its weights, and a line on how far each is from torch."""
    warnings.filterwarnings("ignore")
    out.mkdir(parents=True, exist_ok=True)
    full = out / "fp32"
    full.mkdir(exist_ok=True)
    model, step = load_average(checkpoint)

    torch.manual_seed(1)
    pixels = torch.randn(1, 3, SIDE, SIDE)
    points = torch.tensor([[[[40.0, 50], [120, 130]], [[10, 20], [0, 0]]]])
    labels = torch.tensor([[[2, 3], [1, -1]]])
    with torch.no_grad():
        embeddings = Encoder(model)(pixels)
        scores, masks = Decoder(model)(embeddings, points, labels)
        torch.onnx.export(
            Encoder(model),
            (pixels,),
            full / "encoder.onnx",
            opset_version=17,
            dynamo=False,
            input_names=["pixel_values"],
            output_names=["image_embeddings"],
        )
        torch.onnx.export(
            Decoder(model),
            (embeddings, points, labels),
            full / "decoder.onnx",
            opset_version=17,
            dynamo=False,
            input_names=["image_embeddings", "input_points", "input_labels"],
            output_names=["iou_scores", "pred_masks"],
            dynamic_axes={
                "input_points": {1: "prompts", 2: "points"},
                "input_labels": {1: "prompts", 2: "points"},
                "iou_scores": {1: "prompts"},
                "pred_masks": {1: "prompts"},
            },
        )
    torch.save({name: value.half() for name, value in model.state_dict().items()}, out / "weights.pt")
    for part in ("encoder", "decoder"):
        store_weights_in_half(full / f"{part}.onnx", out / f"{part}.onnx")

    # Other numbers of prompts and points than those that were traced.
    many_points = torch.rand(1, 5, 3, 2) * SIDE
    many_labels = torch.tensor([[[1, 2, 3]] * 3 + [[1, 0, -1]] * 2])
    with torch.no_grad():
        many_scores, many_masks = Decoder(model)(embeddings, many_points, many_labels)
    for folder, name in ((full, "fp32"), (out, "fp16")):
        encoder = worst_difference(folder / "encoder.onnx", {"pixel_values": pixels.numpy()}, [embeddings.numpy()])
        prompts = {"input_points": points.numpy(), "input_labels": labels.numpy()}
        decoder = worst_difference(
            folder / "decoder.onnx",
            {"image_embeddings": embeddings.numpy(), **prompts},
            [scores.numpy(), masks.numpy()],
        )
        many = worst_difference(
            folder / "decoder.onnx",
            {
                "image_embeddings": embeddings.numpy(),
                "input_points": many_points.numpy(),
                "input_labels": many_labels.numpy(),
            },
            [many_scores.numpy(), many_masks.numpy()],
        )
        sizes = [round((folder / f"{part}.onnx").stat().st_size / 1e6, 2) for part in ("encoder", "decoder")]
        print(
            f"{name}: step {step}, {sizes} MB, differs from torch by "
            f"{encoder:.1e} (embedding), {decoder:.1e}, {many:.1e} (logits)"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    export_pair(arguments.checkpoint, arguments.out)


if __name__ == "__main__":
    main()
