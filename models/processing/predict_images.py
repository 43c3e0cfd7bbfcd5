"""
Runs a detector over many images and leaves a prediction set: the script of the SageMaker Processing job of an
evaluation. It needs onnxruntime and Pillow, no torch.

    PYTHONPATH=models/sam python models/processing/predict_images.py [--input FOLDER] [--output FOLDER]

    input/listing/images.jsonl   every image that is asked about, by any machine: models/contracts, image-to-predict
    input/images/…               the images that fell to this machine (ShardedByS3Key)
    input/model/                 model.json and what it names
    output/NN/RUN-HOST-N.jsonl   what was found on the images of shard NN: models/contracts, image-predictions

A file of predictions appears whole or not at all and is copied to the bucket at once, so a machine that is cut off
leaves everything but its last few images; begun again, it leaves alone what is there. An image that cannot be read has
its line too, which says why. What is wrong with the model ends the job, with the reason in its exit message.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageOps

from contracts import check_contract
from detector import Detector, ModelUnusable

HOME = Path("/opt/ml/processing")
RESOURCES = Path("/opt/ml/config/resourceconfig.json")
EXIT_MESSAGE = Path("/opt/ml/output/message")
# Images whose predictions are one file: what a machine that is cut off may have to do again.
PER_FILE = 200
# As shared/images/pixel-limit.ts.
Image.MAX_IMAGE_PIXELS = None
MOST_PIXELS = 0x3FFF * 0x3FFF


class Unreadable(Exception):
    """The image, not the model, is at fault."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--input", type=Path, default=HOME / "input")
    parser.add_argument("--output", type=Path, default=HOME / "output")
    arguments = parser.parse_args()
    try:
        predict_all(arguments.input, arguments.output)
    except (ModelUnusable, ValueError, OSError) as error:
        print(error, file=sys.stderr)
        if EXIT_MESSAGE.parent.is_dir():
            EXIT_MESSAGE.write_text(str(error)[:1000])
        return 1
    return 0


def predict_all(source: Path, output: Path) -> None:
    description = check_contract("model", json.loads((source / "model" / "model.json").read_text()))
    if description["kind"] != "detector":
        raise ModelUnusable(f'"{description["id"]}" is a {description["kind"]}: only detectors are run here.')
    detector = Detector(description, source / "model")
    print(f"{description['id']} on {detector.provider}, {detector.side} pixels", flush=True)
    shards = defaultdict(list)
    with (source / "listing" / "images.jsonl").open() as lines:
        for line in lines:
            image = check_contract("image-to-predict", json.loads(line))
            if within(source, image["file"]).is_file():
                shards[image["shard"]].append(image)
    run = f"{os.environ.get('PREDICTION_RUN', 'run')}-{host()}"
    for shard in sorted(shards):
        folder = output / f"{shard:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        done = already_there(folder)
        images = [image for image in shards[shard] if image["taskId"] not in done]
        for start in range(0, len(images), PER_FILE):
            lines = [predict(detector, source, image) for image in images[start : start + PER_FILE]]
            write_whole(folder / free_name(folder, run), lines)
        unreadable = sum("problem" in line for file in folder.glob("*.jsonl") for line in read_lines(file))
        print(f"shard {shard}: {len(images)} images, {len(done)} were there, {unreadable} unreadable", flush=True)


def predict(detector: Detector, source: Path, image: dict) -> dict:
    """One line of a prediction set."""
    line = {"taskId": image["taskId"], "found": []}
    try:
        line["found"] = detector.find(open_upright(within(source, image["file"])))
    except Unreadable as problem:
        line["problem"] = str(problem)[:500]
    return check_contract("image-predictions", line)


def open_upright(file: Path) -> Image.Image:
    """Upright 8-bit RGB as shared/images/decode-image.ts gives it: transparency dropped, the first frame of several."""
    try:
        with Image.open(file) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unreadable(f"{image.width} × {image.height} pixels are too many.")
            image.load()
            upright = ImageOps.exif_transpose(image)
            if upright.mode.startswith("I"):
                # 16 bits of grey; Pillow itself would cut them off at 255.
                upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
            if "transparency" in upright.info and upright.mode == "P":
                upright = upright.convert("RGBA")
            return upright.convert("RGB")
    except Unreadable:
        raise
    except Exception as error:  # Pillow's readers raise whatever their format makes them stumble over
        raise Unreadable(f"{type(error).__name__}: {error}") from error


def within(folder: Path, name: str) -> Path:
    """A file inside `folder`, whatever its name says."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(f"{name} lies outside of {folder}.")
    return path


def host() -> str:
    """Which machine this is, where there are several."""
    return json.loads(RESOURCES.read_text())["current_host"] if RESOURCES.exists() else "here"


def already_there(folder: Path) -> set[str]:
    return {line["taskId"] for file in folder.glob("*.jsonl") for line in read_lines(file)}


def read_lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def free_name(folder: Path, run: str) -> str:
    return f"{run}-{len(list(folder.glob(f'{run}-*.jsonl')))}.jsonl"


def write_whole(file: Path, lines: list[dict]) -> None:
    part = file.with_suffix(".part")
    part.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    part.replace(file)


if __name__ == "__main__":
    sys.exit(main())
