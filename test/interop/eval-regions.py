"""Writes shared/evaluation/regions.golden.json: panoptic quality, boundary IoU and VQA accuracy of their references.

    venv/bin/pip install pycocotools==2.0.11 tidecv==1.0.1 panopticapi-lite==0.2.0
    venv/bin/python test/interop/eval-regions.py [--check] [--vqa vqaEval.py]

vqaEval.py is on no registry: name a copy of GT-Vision-Lab/VQA's (for Python 3, as LAVIS has it) to ask it again;
without, the answers in the file stay.
"""
import contextlib
import importlib.util
import io
import json
import pathlib
import random
import sys
import tempfile

import cv2
import numpy as np
from panopticapi.evaluation import pq_compute_single_core
from PIL import Image

random.seed(3)
rng = np.random.default_rng(3)
TARGET = pathlib.Path(__file__).parents[2] / "shared/evaluation/regions.golden.json"


def blobs(height, width, count, values):
    image = np.zeros((height, width), np.uint8)
    for value in values[:count]:
        center = (random.randrange(width), random.randrange(height))
        cv2.ellipse(image, center, (random.randrange(3, 12), random.randrange(3, 12)), random.randrange(180), 0, 360, value, -1)
    return image


def boundary(mask, distance):
    """`mask_to_boundary` of Cheng et al., CVPR 2021."""
    padded = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    return mask - cv2.erode(padded, np.ones((3, 3), np.uint8), iterations=distance)[1:-1, 1:-1]


def boundary_case(height, width):
    truth = blobs(height, width, 3, [1] * 3)
    found = np.roll(truth, (random.randrange(-2, 3), random.randrange(-2, 3)), (0, 1))
    distance = max(1, int(round(0.02 * np.sqrt(height**2 + width**2))))
    a, b = boundary(truth, distance), boundary(found, distance)
    union = int((a | b).sum())
    iou = int((a & b).sum()) / union if union else 1.0
    return {"height": height, "width": width, "truth": runs(truth), "found": runs(found), "iou": iou}


def runs(image):
    """Lengths and values of equal pixels, row by row."""
    flat = image.ravel()
    at = np.flatnonzero(np.diff(flat)) + 1
    starts = np.concatenate(([0], at))
    return [[int(n), int(flat[s])] for n, s in zip(np.diff(np.concatenate((starts, [flat.size]))), starts)]


def panoptic_case(images):
    pairs, out = [], []
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        for number in range(images):
            truth = blobs(24, 32, 9, list(range(1, 10)))
            found = np.roll(truth, random.choice((0, 1, 3)), 1)
            found[found == random.randrange(1, 10)] = 10
            truth[: random.randrange(6)] = 0
            sides = []
            for name, image in (("truth", truth), ("found", found)):
                Image.fromarray(np.dstack([image, np.zeros_like(image), np.zeros_like(image)])).save(f"{folder}/{name}{number}.png")
                infos = [
                    {"id": int(id), "category_id": int(id) % 3 if name == "truth" or random.random() < 0.9 else 1,
                     "iscrowd": int(name == "truth" and id % 7 == 0), "area": int((image == id).sum())}
                    for id in np.unique(image) if id
                ]
                sides.append({"image_id": number, "file_name": f"{name}{number}.png", "segments_info": infos})
            pairs.append(tuple(sides))
            short = lambda side: [[info["id"], info["category_id"], info["iscrowd"]] for info in side["segments_info"]]
            out.append({"truth": runs(truth), "found": runs(found), "truthSegments": short(sides[0]), "foundSegments": short(sides[1])})
        categories = {k: {"id": k, "isthing": 1} for k in range(3)}
        stat = pq_compute_single_core(0, pairs, folder, folder, categories)
        mean, per_class = stat.pq_average(categories, isthing=None)
    return {"images": out, "mean": mean, "perClass": {str(k): v for k, v in per_class.items()}}


def vqa_cases(path):
    spec = importlib.util.spec_from_file_location("vqa_eval", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Answers:
        qa = {}
        getQuesIds = lambda self: list(self.qa)

    def reference():
        return module.VQAEval(Answers(), Answers())

    words = ["yes", "no", "2", "two", "2.", "2.5", "a dog", "the dog", "Dog", "dogs.", "1,000", "1000", "none", "zero", "t-shirt", "red/blue", "don't"]
    words += ["constructor", "x, y", "what?", "(left)", "Im", "I'm", "it is 5 o'clock", "'twas", "  no", "no\n", "A", "u.s.", "$5.00", "5 p.m.", "yes!", "y-", "10%"]
    words += ["." * 40, "somebody'd"] + [key for key in reference().contractions]
    normal = [[text, reference().processDigitArticle(reference().processPunctuation(text.replace("\n", " ").replace("\t", " ").strip()))] for text in words]
    cases = []
    for _ in range(150):
        said = random.choices(random.sample(words, random.randint(1, 4)), k=random.choice((1, 3, 10, 10, 10)))
        given = random.choice(said) if random.random() < 0.7 else random.choice(words)
        one = reference()
        answer = one.processDigitArticle(one.processPunctuation(given.replace("\n", " ").replace("\t", " ").strip()))
        texts = [one.processPunctuation(text) for text in said] if len(set(said)) > 1 else said
        shares = [min(1, sum(text == answer for k, text in enumerate(texts) if k != left) / 3) for left in range(len(texts))]
        cases.append([given, said, sum(shares) / len(shares)])
    return {"normal": normal, "cases": cases}


golden = {
    "boundaries": [boundary_case(h, w) for h, w in ((24, 32), (60, 40), (9, 9), (80, 80))],
    "panoptic": [panoptic_case(n) for n in (1, 2, 4)],
}
known = json.loads(TARGET.read_text()) if TARGET.exists() else {}
golden["vqa"] = vqa_cases(sys.argv[sys.argv.index("--vqa") + 1]) if "--vqa" in sys.argv else known.get("vqa")
if "--check" in sys.argv:
    sys.exit(0 if known == json.loads(json.dumps(golden)) else f"{TARGET.name} is out of date")
TARGET.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
