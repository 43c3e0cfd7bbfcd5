"""
What shared/models does with a detector, on this side: its families, the image as they want it, and their answers as
boxes. Both sides give the same boxes; test_predict_images.py holds them to it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

GREY = 114
MOST_OBJECTS = 300
DEFAULT_SIDE = 640
UNIT = ((0.0, 0.0, 0.0), (255.0, 255.0, 255.0))
IMAGENET = ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375))


class ModelUnusable(Exception):
    """The graph does not fit its description, or answers values that are not numbers."""


@dataclass(frozen=True)
class Profile:
    """As detector-profile.ts: how a family wants its image, and how its answer is laid out."""

    fit: str
    normalization: tuple
    layout: str
    # Of a grid: along which axis its candidates lie, and whether each says how sure it is that anything is there.
    candidates: int = 1
    objectness: bool = False
    # Of queries: softmax has one more class at the end, which means "nothing".
    scores: str = ""
    repeats: bool = False


PROFILES = {
    "yolo-v5": Profile("letterbox", UNIT, "grid", candidates=1, objectness=True, repeats=True),
    "yolo-v8": Profile("letterbox", UNIT, "grid", candidates=2, repeats=True),
    "yolo-v10": Profile("letterbox", UNIT, "rows"),
    "detr": Profile("squash", IMAGENET, "queries", scores="softmax"),
    "rt-detr": Profile("squash", UNIT, "queries", scores="sigmoid"),
}


class Detector:
    """An ONNX detector with its `model.json`."""

    def __init__(self, description: dict, folder: Path):
        if hasattr(onnxruntime, "preload_dlls"):
            onnxruntime.preload_dlls()
        self.description = description
        self.profile = PROFILES[description["profile"]]
        wanted = ("CUDAExecutionProvider", "CPUExecutionProvider")
        available = onnxruntime.get_available_providers()
        file = folder / description["files"]["model"]["name"]
        try:
            self.session = onnxruntime.InferenceSession(
                str(file), providers=[each for each in wanted if each in available]
            )
        except Exception as error:  # onnxruntime has a class of its own for each way of being broken
            raise ModelUnusable(f"{file.name} cannot be opened: {str(error).splitlines()[0]}") from error
        inputs = self.session.get_inputs()
        outputs = [each.name for each in self.session.get_outputs()]
        self.outputs = ["logits", "pred_boxes"] if self.profile.layout == "queries" else outputs[:1]
        if len(inputs[0].shape) != 4 or not set(self.outputs) <= set(outputs):
            raise ModelUnusable("The graph takes no image [1, 3, height, width] or gives no boxes: wrong profile.")
        self.image_input = inputs[0].name
        declared = inputs[0].shape[3]
        is_fixed = isinstance(declared, int) and declared > 0
        self.side = declared if is_fixed else description.get("side", DEFAULT_SIDE)
        self.mask = next((each for each in inputs if each.name == "pixel_mask"), None)

    @property
    def provider(self) -> str:
        return self.session.get_providers()[0]

    def find(self, image: Image.Image) -> list[dict]:
        """What it sees in an upright RGB image, in pixels of it, the best rated first."""
        pixels, to_image = prepare(image, self.side, self.profile)
        feed = {self.image_input: pixels}
        if self.mask is not None:
            height, width = (size if isinstance(size, int) else self.side for size in self.mask.shape[-2:])
            feed["pixel_mask"] = np.ones((1, height, width), np.int64)
        answer = self.session.run(self.outputs, feed)
        if not all(np.isfinite(each).all() for each in answer):
            raise ModelUnusable("The model answered values that are not numbers.")
        names = self.description["classes"]
        found = read(answer, self.profile, self.side, len(names), self.description.get("minimumScore", 0.25))
        found.sort(key=lambda each: -each[2])
        if self.profile.repeats:
            found = suppress_repeats(found, self.description.get("maximumOverlap", 0.7))
        renamed = self.description.get("classMap", {})
        objects = []
        for box, which, score in found:
            x, y, width, height = to_image(box)
            if width > 0 and height > 0:
                name = renamed.get(names[which], names[which])
                box = {"x": x, "y": y, "width": width, "height": height}
                objects.append({"className": name, "box": box, "score": min(1.0, score)})
        return objects[:MOST_OBJECTS]


def prepare(image: Image.Image, side: int, profile: Profile):
    """[1, 3, side, side], and the way back for a box x, y, width, height."""
    scale = side / max(image.size)
    is_squashed = profile.fit == "squash"
    width, height = (side if is_squashed else max(1, math.floor(size * scale + 0.5)) for size in image.size)
    left, top = (side - width) // 2, (side - height) // 2
    square = np.full((side, side, 3), GREY, np.float64)
    # Columns first, as resize-bilinear.ts: Pillow itself chooses, and rounds in between.
    small = image.resize((width, image.height), Image.Resampling.BILINEAR)
    small = small.resize((width, height), Image.Resampling.BILINEAR)
    square[top : top + height, left : left + width] = np.asarray(small)
    mean, std = (np.array(each) for each in profile.normalization)
    pixels = ((square - mean) / std).astype(np.float32).transpose(2, 0, 1)[None]

    def to_image(box):
        x, y, w, h = box
        across = lambda at: max(0.0, min(float(image.width), (at - left) * image.width / width))  # noqa: E731
        down = lambda at: max(0.0, min(float(image.height), (at - top) * image.height / height))  # noqa: E731
        x0, y0 = across(x), down(y)
        return x0, y0, across(x + w) - x0, down(y + h) - y0

    return np.ascontiguousarray(pixels), to_image


def read(answer: list[np.ndarray], profile: Profile, side: int, classes: int, minimum: float) -> list[tuple]:
    """(x, y, width, height), class and score of all that is rated high enough, in pixels of the input."""
    for each in answer:
        if each.ndim != 3 or each.shape[0] != 1:
            raise ModelUnusable(f"The model answered a tensor of shape {list(each.shape)}: its profile does not fit.")
    tensors = [each[0].astype(np.float64) for each in answer]
    if profile.layout == "rows":
        return read_rows(tensors[0], classes, minimum)
    if profile.layout == "queries":
        logits, places = tensors
        require(logits.shape[1], classes + (profile.scores == "softmax"))
        require(places.shape[0], logits.shape[0])
        if profile.scores == "softmax":
            exponents = np.exp(logits - logits.max(1, keepdims=True))
            rated = (exponents / exponents.sum(1, keepdims=True))[:, :classes]
        else:
            rated = 1 / (1 + np.exp(-logits))
        centred = places * side
    else:
        grid = tensors[0] if profile.candidates == 1 else tensors[0].T
        first = 5 if profile.objectness else 4
        require(grid.shape[1], first + classes)
        centred, rated = grid[:, :4], grid[:, first:]
        if profile.objectness:
            rated = rated * grid[:, 4:5]
    best = rated.argmax(1)
    score = rated[np.arange(len(rated)), best]
    return [
        ((cx - w / 2, cy - h / 2, w, h), int(best[index]), float(score[index]))
        for index in np.flatnonzero(score >= minimum)
        for cx, cy, w, h in [map(float, centred[index])]
    ]


def read_rows(rows: np.ndarray, classes: int, minimum: float) -> list[tuple]:
    require(rows.shape[1], 6)
    found = []
    for x0, y0, x1, y1, score, which in rows[rows[:, 4] >= minimum].tolist():
        if which != int(which) or not 0 <= which < classes:
            raise ModelUnusable(f"The model answered class {which:g}, but its description names {classes}.")
        found.append(((x0, y0, x1 - x0, y1 - y0), int(which), score))
    return found


def require(found: int, expected: int) -> None:
    if found != expected:
        raise ModelUnusable(f"The model answered {found} where its profile and classes need {expected}.")


def suppress_repeats(found: list[tuple], most_overlap: float) -> list[tuple]:
    """Of several boxes of one class that overlap more, only the best rated; `found` comes sorted."""
    kept: list[tuple] = []
    for candidate in found:
        box, which, _ = candidate
        if not any(other == which and overlap(box, place) > most_overlap for place, other, _ in kept):
            kept.append(candidate)
    return kept


def overlap(a: tuple, b: tuple) -> float:
    """Intersection over union."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / (a[2] * a[3] + b[2] * b[3] - width * height)
