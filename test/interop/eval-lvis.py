"""Writes shared/evaluation/federated.golden.json: answers of lvis-api for generated federated ground truth.

    python3 -m venv venv
    venv/bin/pip install lvis==0.5.3 pycocotools==2.0.11 opencv-python-headless six   (its requirements less matplotlib's)
    venv/bin/python test/interop/eval-lvis.py
"""
import json
import logging
import pathlib
import random
import sys

import numpy as np

# lvis 0.5.3 was written for numpy 1.
np.float = float
from lvis import LVIS, LVISEval, LVISResults

logging.disable(logging.CRITICAL)
random.seed(5)


def box():
    side = random.choice((12, 32, 60, 96, 150))
    return [random.randrange(0, 200, 4), random.randrange(0, 150, 4), side, round(side * random.uniform(0.6, 1.4), 1)]


def jittered(b):
    return [round(v + random.uniform(-0.15, 0.15) * b[2 + i % 2], 2) for i, v in enumerate(b)]


def case(images, classes, objects, found):
    truth = {
        "categories": [{"id": c + 1, "name": f"c{c + 1}", "frequency": "rcf"[c % 3]} for c in range(classes)],
        "images": [], "annotations": [],
    }
    results = []
    for image in range(1, images + 1):
        there = random.sample(range(1, classes + 1), k=min(classes, 3))
        rest = [c for c in range(1, classes + 1) if c not in there]
        random.shuffle(rest)
        truth["images"].append({
            "id": image, "width": 400, "height": 300,
            "neg_category_ids": rest[: len(rest) // 2],
            "not_exhaustive_category_ids": random.sample(there, k=1) if random.random() < 0.6 else [],
        })
        here = []
        for _ in range(objects):
            b = box()
            here.append((random.choice(there), b))
            truth["annotations"].append({"id": len(truth["annotations"]) + 1, "image_id": image, "category_id": here[-1][0], "bbox": b, "area": b[2] * b[3]})
        for _ in range(found):
            category, b = random.choice(here)
            is_object = random.random() < 0.7
            results.append({
                "image_id": image,
                "category_id": category if is_object else random.randrange(classes) + 1,
                "bbox": jittered(b) if is_object else box(),
                "score": round(random.random(), 2),
            })
    gt = LVIS.__new__(LVIS)
    gt.logger = logging.getLogger("lvis")
    gt.dataset = json.loads(json.dumps(truth))
    gt._create_index()
    evaluation = LVISEval(gt, LVISResults(gt, json.loads(json.dumps(results))), "bbox")
    evaluation.run()
    # T, R, K, A to class, area, threshold: the mean over recalls, which is what everything else is made of.
    precision = np.where(evaluation.eval["precision"] < 0, -1, evaluation.eval["precision"]).mean(axis=1)
    return {
        "truth": truth, "results": results,
        "ap": float(evaluation.results["AP"]), "ap50": float(evaluation.results["AP50"]),
        "aps": float(evaluation.results["APs"]), "apm": float(evaluation.results["APm"]), "apl": float(evaluation.results["APl"]),
        "ar": float(evaluation.results["AR@300"]),
        "perClass": precision[:, :, 0].mean(axis=0).tolist(),
    }


golden = [case(12, 7, 5, 14), case(4, 3, 8, 40), case(20, 12, 3, 6)]
path = pathlib.Path(__file__).parents[2] / "shared/evaluation/federated.golden.json"
text = json.dumps(golden, separators=(",", ":")) + "\n"
if "--check" in sys.argv:
    sys.exit(0 if json.loads(path.read_text()) == json.loads(text) else f"{path.name} is out of date")
path.write_text(text)
