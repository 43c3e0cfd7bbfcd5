"""The script of the processing job, on folders laid out as SageMaker lays them out, beside what the product finds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from detector import PROFILES
from predict_images import PER_FILE

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DETECTORS = ROOT / "shared" / "models" / "test-detectors"
NODE = os.environ.get("LAPIDARY_NODE", "node")


def write_job(tmp_path: Path, profile: str, **changes) -> Path:
    """The input of a job without images: a tiny detector, and an empty list."""
    home = tmp_path / "input" / "model"
    home.mkdir(parents=True)
    (tmp_path / "input" / "images" / "0").mkdir(parents=True)
    (tmp_path / "input" / "listing").mkdir()
    (home / "model.onnx").write_bytes((DETECTORS / f"{profile}.onnx").read_bytes())
    description = {
        "id": "model",
        "name": "Tiny",
        "kind": "detector",
        "profile": profile,
        "licence": "Apache-2.0",
        "files": {"model": {"name": "model.onnx"}},
        "classes": ["red", "blue"],
        "classMap": {"blue": "Sapphire"},
    }
    (home / "model.json").write_text(json.dumps(description | changes))
    return tmp_path / "input"


def scene(seed: int, width: int, height: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), 114, np.uint8)
    for color in ((255, 0, 0), (0, 0, 255), (230, 20, 30), (10, 10, 200)):
        x, y = rng.integers(0, width - width // 4), rng.integers(0, height - height // 4)
        pixels[y : y + height // 5, x : x + width // 5] = color
    return Image.fromarray(pixels)


def add_image(source: Path, name: str, image: Image.Image | bytes, shard: int = 0, **saving) -> Path:
    file = source / "images" / "0" / name
    if isinstance(image, bytes):
        file.write_bytes(image)
    else:
        image.save(file, **saving)
    line = {"taskId": f"p.{name}", "shard": shard, "file": f"images/0/{name}"}
    with (source / "listing" / "images.jsonl").open("a") as listing:
        listing.write(json.dumps(line) + "\n")
    return file


def start(source: Path, run: str = "run") -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "models" / "sam"), "PREDICTION_RUN": run}
    command = [sys.executable, str(HERE / "predict_images.py"), "--input", str(source)]
    command += ["--output", str(source.parent / "output")]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def predict(source: Path, run: str = "run") -> subprocess.CompletedProcess:
    job = start(source, run)
    out, err = job.communicate(timeout=120)
    return subprocess.CompletedProcess(job.args, job.returncode, out, err)


def predictions(source: Path) -> dict[str, dict]:
    files = sorted((source.parent / "output").glob("*/*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    assert len({line["taskId"] for line in lines}) == len(lines), "an image was predicted twice"
    return {line["taskId"]: line for line in lines}


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_it_finds_the_boxes_that_the_product_finds(tmp_path, profile):
    source = write_job(tmp_path, profile, minimumScore=0.2, maximumOverlap=0.3)
    turned = Image.Exif()
    turned[0x0112] = 6
    sizes = [(128, 96), (64, 64), (97, 211), (40, 31), (300, 200), (640, 480)]
    files = [add_image(source, f"{i}.png", scene(i, *size), shard=i) for i, size in enumerate(sizes)]
    files += [
        add_image(source, "turned.png", scene(7, 120, 80), exif=turned),
        add_image(source, "palette.png", scene(8, 90, 90).quantize(16)),
        add_image(source, "clear.png", scene(9, 90, 70).convert("RGBA")),
        add_image(source, "photo.jpg", scene(10, 256, 192), quality=95),
    ]
    command = [NODE, str(HERE / "detect-images.ts"), str(source), "model", *map(str, files)]
    expected = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    done = predict(source)
    assert done.returncode == 0, done.stderr
    found = predictions(source)
    assert len(found) == len(files)
    count = 0
    for file, line in zip(files, expected, strict=True):
        ours, theirs = found[f"p.{file.name}"]["found"], json.loads(line)
        assert [each["className"] for each in ours] == [each["className"] for each in theirs], file.name
        for mine, other in zip(ours, theirs, strict=True):
            # Two JPEG decoders differ by a grey value here and there, which moves scores, not places.
            assert mine["score"] == pytest.approx(other["score"], abs=1e-2 if file.suffix == ".jpg" else 1e-5), (
                file.name
            )
            assert mine["box"] == pytest.approx(other["box"], abs=1e-3)
        count += len(ours)
    assert count > 20


def test_images_that_cannot_be_read_are_told_and_stop_nothing(tmp_path):
    source = write_job(tmp_path, "yolo-v8")
    add_image(source, "good.png", scene(1, 64, 64))
    whole = (source / "images" / "0" / "good.png").read_bytes()
    add_image(source, "cut.png", whole[: len(whole) // 2])
    add_image(source, "text.jpg", b"this is no image")
    add_image(source, "empty.jpg", b"")
    done = predict(source)
    assert done.returncode == 0, done.stderr
    found = predictions(source)
    assert {name for name, line in found.items() if "problem" in line} == {"p.cut.png", "p.text.jpg", "p.empty.jpg"}
    assert found["p.good.png"]["found"]
    assert "3 unreadable" in done.stdout


def test_a_machine_does_its_own_images_and_one_that_was_killed_goes_on(tmp_path):
    source = write_job(tmp_path, "yolo-v8")
    count = 3 * PER_FILE
    for index in range(count):
        add_image(source, f"{index}.png", scene(index, 64, 64), shard=index % 2)
    # It fell to another machine.
    (source / "images" / "0" / "5.png").unlink()
    first = start(source)
    output = source.parent / "output"
    while not list(output.glob("*/*.jsonl")):
        assert first.poll() is None, first.communicate()
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    before = {file: file.read_text() for file in output.glob("*/*.jsonl")}
    done = predict(source, run="again")
    assert done.returncode == 0, done.stderr
    assert len(predictions(source)) == count - 1
    for file, text in before.items():
        assert file.read_text() == text


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        (lambda home: (home / "model.onnx").write_bytes(b"no graph"), "cannot be opened"),
        (lambda home: (home / "model.onnx").write_bytes((home / "model.onnx").read_bytes()[:300]), "cannot be opened"),
        (lambda home: (home / "model.onnx").write_bytes((DETECTORS / "yolo-v10.onnx").read_bytes()), "need 6"),
        (lambda home: (home / "model.json").write_text("{}"), "no model"),
    ],
    ids=["text", "truncated", "another profile", "no description"],
)
def test_a_broken_model_ends_the_job_with_the_reason(tmp_path, break_it, reason):
    source = write_job(tmp_path, "yolo-v8")
    add_image(source, "good.png", scene(1, 64, 64))
    break_it(source / "model")
    done = predict(source)
    assert done.returncode == 1
    assert reason in done.stderr
    assert not predictions(source)


def test_names_do_not_lead_out_of_the_folder(tmp_path):
    source = write_job(tmp_path, "yolo-v8")
    (source / "listing" / "images.jsonl").write_text('{"taskId": "t", "shard": 0, "file": "images/../../secret"}\n')
    done = predict(source)
    assert done.returncode == 1
    assert "outside" in done.stderr
