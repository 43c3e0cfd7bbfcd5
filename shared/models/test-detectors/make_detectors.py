"""
Writes the tiny detectors that the tests run: python shared/models/test-detectors/make_detectors.py (needs onnx, numpy).

Each takes an image of 64 × 64 and looks at 8 × 8 cells: the class "red" is as sure as a cell is red, "blue" as it is
blue, and the box is the cell. What differs is how the answer is laid out, one file per profile of detector-profile.ts.
The YOLO ones give every cell twice, the second time one pixel aside and a little less sure, as real ones do.
"""

from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

SIDE, CELL = 64, 8
N = (SIDE // CELL) ** 2
MEAN, STD = np.array([123.675, 116.28, 103.53]), np.array([58.395, 57.12, 57.375])


def constant(name: str, values) -> object:
    array = np.asarray(values)
    array = array.astype(np.int64 if array.dtype.kind == "i" else np.float32)
    return numpy_helper.from_array(array, name)


def cells(dx: float = 0.0) -> np.ndarray:
    """[4, N]: cx, cy, w, h in pixels."""
    rows, columns = np.divmod(np.arange(N), SIDE // CELL)
    size = np.full(N, float(CELL))
    return np.stack([(columns + 0.5) * CELL + dx, (rows + 0.5) * CELL, size, size])


def build(profile: str, imagenet: bool) -> None:
    scale = STD / 255 if imagenet else np.ones(3)
    shift = MEAN / 255 if imagenet else np.zeros(3)
    # red minus green, blue minus green: grey is nothing.
    mix = np.array([[1.0, -1, 0], [0, -1, 1]])
    nodes = [
        helper.make_node("AveragePool", ["image"], ["pooled"], kernel_shape=[CELL, CELL], strides=[CELL, CELL]),
        helper.make_node("Conv", ["pooled", "mix", "shift"], ["mixed"]),
        helper.make_node("Clip", ["mixed", "zero", "one"], ["sure"]),
        helper.make_node("Reshape", ["sure", "flat"], ["scores"]),  # [1, 2, N]
    ]
    values = [
        constant("mix", (mix * scale).reshape(2, 3, 1, 1)),
        constant("shift", mix @ shift),
        constant("zero", 0.0),
        constant("one", 1.0),
        constant("flat", [1, 2, N]),
    ]
    outputs = []
    if profile.startswith("yolo-v10"):
        x, y, w, h = cells()
        nodes += [
            helper.make_node("ReduceMax", ["scores"], ["best"], axes=[1], keepdims=1),
            helper.make_node("ArgMax", ["scores"], ["which"], axis=1, keepdims=1),
            helper.make_node("Cast", ["which"], ["class"], to=TensorProto.FLOAT),
            helper.make_node("Concat", ["corners", "best", "class"], ["columns"], axis=1),
            helper.make_node("Transpose", ["columns"], ["output0"], perm=[0, 2, 1]),
        ]
        values.append(constant("corners", np.stack([x - w / 2, y - h / 2, x + w / 2, y + h / 2])[None]))
        outputs = [("output0", [1, N, 6])]
    elif profile.startswith("yolo"):
        nodes += [
            helper.make_node("Mul", ["scores", "less"], ["again"]),
            helper.make_node("Concat", ["scores", "again"], ["twice"], axis=2),
        ]
        values += [constant("less", 0.9), constant("boxes", np.concatenate([cells(), cells(1)], 1)[None])]
        if profile == "yolo-v8":
            nodes.append(helper.make_node("Concat", ["boxes", "twice"], ["output0"], axis=1))
            outputs = [("output0", [1, 6, 2 * N])]
        else:
            values.append(constant("anything", np.full((1, 1, 2 * N), 0.8)))
            nodes += [
                helper.make_node("Concat", ["boxes", "anything", "twice"], ["columns"], axis=1),
                helper.make_node("Transpose", ["columns"], ["output0"], perm=[0, 2, 1]),
            ]
            outputs = [("output0", [1, 2 * N, 7])]
    else:
        # A logit whose sigmoid is what the cell is sure of; "nothing" has logit 0.
        nodes += [
            helper.make_node("Mul", ["scores", "steep"], ["steeper"]),
            helper.make_node("Sub", ["steeper", "half"], ["centred"]),
            helper.make_node("Transpose", ["centred"], ["classes"], perm=[0, 2, 1]),
            helper.make_node("Identity", ["places"], ["pred_boxes"]),
        ]
        values += [constant("steep", 10.0), constant("half", 5.0), constant("places", (cells() / SIDE).T[None])]
        count = 2
        if profile == "detr":
            values.append(constant("nothing", np.zeros((1, N, 1))))
            nodes.append(helper.make_node("Concat", ["classes", "nothing"], ["logits"], axis=2))
            count = 3
        else:
            nodes.append(helper.make_node("Identity", ["classes"], ["logits"]))
        outputs = [("logits", [1, N, count]), ("pred_boxes", [1, N, 4])]
    inputs = [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])]
    if profile == "detr":
        inputs.append(helper.make_tensor_value_info("pixel_mask", TensorProto.INT64, [1, SIDE, SIDE]))
    graph = helper.make_graph(
        nodes,
        profile,
        inputs,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, dims) for name, dims in outputs],
        values,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    checker.check_model(model, full_check=True)
    save(model, Path(__file__).parent / f"{profile}.onnx")


for name in ("yolo-v5", "yolo-v8", "yolo-v10", "detr", "rt-detr"):
    build(name, imagenet=name == "detr")


def build_greedy() -> None:
    """Not a detector that works: it asks for 4 TB."""
    shape = numpy_helper.from_array(np.array([1, 1_000_000, 1_000_000], np.int64), "shape")
    graph = helper.make_graph(
        [helper.make_node("ConstantOfShape", ["shape"], ["output0"])],
        "greedy",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, SIDE, SIDE])],
        [helper.make_tensor_value_info("output0", TensorProto.FLOAT, ["any", "any", "any"])],
        [shape],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    save(model, Path(__file__).parent / "greedy.onnx")


build_greedy()
