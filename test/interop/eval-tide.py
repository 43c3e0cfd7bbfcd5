"""Writes shared/evaluation/tide.golden.json: how often tidecv sees each kind of error in generated detections.

    python3 -m venv venv
    venv/bin/pip install tidecv==1.0.1 pycocotools==2.0.11
    venv/bin/python test/interop/eval-tide.py [--check]
"""
import json
import os
import pathlib
import random
import sys
import tempfile

os.environ.setdefault("MPLBACKEND", "Agg")
from tidecv import TIDE, datasets

random.seed(11)
NAMES = {"Cls": "class", "Loc": "localisation", "Both": "both", "Dupe": "duplicate", "Bkg": "background", "Miss": "missed"}


def jittered(box, by):
    return [round(v + random.uniform(-by, by) * box[2 + i % 2], 2) for i, v in enumerate(box)]


def outline(box):
    # tidecv reads boxes alone, but wants to see an outline.
    x, y, width, height = box
    return [[x, y, x + width, y, x + width, y + height, x, y + height]]


def case(images, classes, objects):
    truth = {
        "images": [{"id": i + 1, "file_name": f"{i}.jpg", "width": 400, "height": 300} for i in range(images)],
        "categories": [{"id": c + 1, "name": f"c{c + 1}"} for c in range(classes)],
        "annotations": [],
    }
    found = []
    scores = iter(random.sample(range(1, 10_000), 5_000))
    for image in range(1, images + 1):
        for _ in range(objects):
            box = [random.randrange(0, 300), random.randrange(0, 200), random.randrange(20, 90), random.randrange(20, 90)]
            category = random.randint(1, classes)
            truth["annotations"].append({
                "id": len(truth["annotations"]) + 1, "image_id": image, "category_id": category,
                "bbox": box, "area": box[2] * box[3], "iscrowd": 0, "segmentation": outline(box),
            })
            for _ in range(random.choice((0, 1, 1, 1, 2))):
                found.append({
                    "image_id": image,
                    "category_id": category if random.random() < 0.75 else random.randint(1, classes),
                    "bbox": jittered(box, random.choice((0.03, 0.1, 0.3))), "score": next(scores) / 10_000,
                })
        stray = [random.randrange(0, 350), random.randrange(0, 250), 40, 40]
        found.append({"image_id": image, "category_id": random.randint(1, classes), "bbox": stray, "score": next(scores) / 10_000})
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder, name) for name in ("truth.json", "found.json")]
        for path, content in zip(paths, (truth, found)):
            path.write_text(json.dumps(content))
        run = TIDE().evaluate(datasets.COCO(str(paths[0])), datasets.COCOResult(str(paths[1])), mode=TIDE.BOX)
    errors = {kind.short_name: len(list_) for kind, list_ in run.error_dict.items()}
    return {"truth": truth, "found": found, "counts": {name: errors[short] for short, name in NAMES.items()}}


cases = [case(4, 2, 6), case(8, 3, 5), case(3, 4, 12), case(10, 1, 4)]
target = pathlib.Path(__file__).parents[2] / "shared/evaluation/tide.golden.json"
text = json.dumps({"cases": cases}) + "\n"
if "--check" in sys.argv:
    sys.exit(0 if json.loads(target.read_text()) == json.loads(text) else f"{target.name} is out of date")
target.write_text(text)
print([one["counts"] for one in cases])
