"""Writes shared/evaluation/evaluate-coco.golden.json: what pycocotools 2.0.11 makes of generated pairs of files.

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy
    venv/bin/python test/interop/eval-coco.py            (writes)
    venv/bin/python test/interop/eval-coco.py --check    (fails when the committed file differs)
"""
import contextlib
import copy
import hashlib
import io
import json
import pathlib
import random
import sys

import numpy as np
from pycocotools import mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SIZE = (96, 128)


def judge(gt, dt, kind, options):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = copy.deepcopy(gt)
        truth.createIndex()
        found = truth.loadRes(copy.deepcopy(dt)) if dt else COCO()
        evaluation = COCOeval(truth, found, kind)
        p = evaluation.params
        p.iouThrs = np.array(options.get("iouThrs", p.iouThrs))
        p.maxDets = options.get("maxDets", p.maxDets)
        p.useCats = options.get("useCats", p.useCats)
        if "catIds" in options:
            p.catIds = options["catIds"]
        if "imgIds" in options:
            p.imgIds = options["imgIds"]
        if "areaRng" in options:
            p.areaRng = options["areaRng"]
            p.areaRngLbl = ["all", "small", "medium", "large"][: len(p.areaRng)]
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    sha = lambda a: hashlib.sha256(np.ascontiguousarray(a, dtype="<f8").tobytes()).hexdigest()
    return {
        "stats": [float(v) for v in evaluation.stats],
        "sha256": {name: sha(evaluation.eval[name]) for name in ("precision", "recall", "scores")},
    }


def base(images, classes):
    ids = random.sample(range(1, 900), images)
    return {
        "images": [{"id": i, "height": SIZE[0], "width": SIZE[1]} for i in ids],
        "categories": [{"id": c * 3 + 2, "name": f"c{c}"} for c in range(classes)],
        "annotations": [],
    }


def blob(x, y, w, h):
    angles = np.linspace(0, 2 * np.pi, random.randint(4, 12), endpoint=False)
    return [round(float(v), 1) for a in angles for v in (x + w / 2 * (1 + np.cos(a) * random.uniform(0.6, 1)), y + h / 2 * (1 + np.sin(a) * random.uniform(0.6, 1)))]


def rle(ring, compressed=True):
    one = mask.merge(mask.frPyObjects([ring], *SIZE))
    if compressed:
        return {"size": list(SIZE), "counts": one["counts"].decode()}
    flat = mask.decode(one).flatten(order="F")
    counts, value, run = [], 0, 0
    for pixel in flat:
        if pixel == value:
            run += 1
        else:
            counts.append(run)
            value, run = pixel, 1
    return {"size": list(SIZE), "counts": counts + [run]}


def boxes(seed, images=10, classes=3, digits=0, score_digits=1, crowd=0.1, scale=1.0, extra=2, per_image=5):
    random.seed(seed)
    gt, dt, n = base(images, classes), [], 1
    for image in gt["images"]:
        for _ in range(random.randint(0, per_image)):
            w, h = (round(random.uniform(4, 60) * scale, digits) for _ in range(2))
            x, y = round(random.uniform(0, 80), digits), round(random.uniform(0, 60), digits)
            area = random.choice([w * h, w * h * 0.7, 1024, 9216, 1024.0000000000002])
            category = random.choice(gt["categories"])["id"]
            gt["annotations"].append({"id": n, "image_id": image["id"], "category_id": category, "bbox": [x, y, w, h], "area": area, "iscrowd": int(random.random() < crowd), "ignore": random.randint(0, 1)})
            n += 1
            for _ in range(random.randint(0, 3)):
                shift = lambda v, by: round(v + random.uniform(-by, by), digits)
                box = [shift(x, w / 6), shift(y, h / 6), max(0, shift(w, w / 6)), max(0, shift(h, h / 6))]
                other = random.choice(gt["categories"])["id"]
                dt.append({"image_id": image["id"], "category_id": category if random.random() < 0.85 else other, "bbox": box, "score": round(random.random(), score_digits)})
        for _ in range(random.randint(0, extra)):
            dt.append({"image_id": image["id"], "category_id": random.choice(gt["categories"])["id"], "bbox": [random.randint(0, 60), random.randint(0, 60), random.randint(0, 50), random.randint(1, 50)], "score": round(random.random(), score_digits)})
    random.shuffle(gt["annotations"])
    random.shuffle(dt)
    return gt, dt


def masks(seed, images=6, with_box=False):
    random.seed(seed)
    gt, dt, n = base(images, 2), [], 1
    for image in gt["images"]:
        for _ in range(random.randint(0, 4)):
            x, y, w, h = random.uniform(-5, 90), random.uniform(-5, 60), random.uniform(6, 60), random.uniform(6, 50)
            ring, style = blob(x, y, w, h), random.random()
            crowd = int(style > 0.8)
            segmentation = rle(ring, style > 0.9) if crowd or style > 0.7 else [ring] if style > 0.3 else [ring, blob(x + 5, y + 3, w / 2, h / 2)]
            category = random.choice(gt["categories"])["id"]
            gt["annotations"].append({"id": n, "image_id": image["id"], "category_id": category, "segmentation": segmentation, "bbox": [x, y, w, h], "area": w * h * 0.7, "iscrowd": crowd})
            n += 1
            for _ in range(random.randint(0, 3)):
                moved = [round(v + random.uniform(-3, 3), 1) for v in ring]
                one = {"image_id": image["id"], "category_id": category, "segmentation": rle(moved), "score": round(random.random(), 2)}
                if with_box:
                    one["bbox"] = [x, y, w, h]
                dt.append(one)
    return gt, dt


def keypoints(seed, images=12):
    random.seed(seed)
    gt, dt, n = base(images, 1), [], 1
    for image in gt["images"]:
        for _ in range(random.randint(0, 4)):
            x, y, w, h = random.uniform(0, 90), random.uniform(0, 60), random.uniform(20, 120), random.uniform(20, 120)
            none = random.random() < 0.15
            points = [v for _ in range(17) for v in (round(x + random.random() * w), round(y + random.random() * h), 0 if none else random.choice([0, 1, 2, 2]))]
            visible = sum(v > 0 for v in points[2::3])
            gt["annotations"].append({"id": n, "image_id": image["id"], "category_id": 2, "keypoints": points, "num_keypoints": visible, "bbox": [x, y, w, h], "area": w * h * 0.6, "iscrowd": int(random.random() < 0.1)})
            n += 1
            for _ in range(random.randint(0, 3)):
                moved = [v + random.uniform(-4, 4) if i % 3 < 2 else 1 for i, v in enumerate(points)]
                dt.append({"image_id": image["id"], "category_id": 2, "keypoints": moved, "score": round(random.random(), 1)})
    return gt, dt


cases = []


def add(name, kind, pair, **options):
    cases.append({"name": name, "type": kind, "options": options, "gt": pair[0], "dt": pair[1], **judge(*pair, kind, options)})


add("whole numbers, many equal scores", "bbox", boxes(1))
add("scores of many digits", "bbox", boxes(2, digits=2, score_digits=12))
add("large boxes", "bbox", boxes(3, scale=2.5, crowd=0.3))
add("many of one class", "bbox", boxes(4, images=3, classes=1, per_image=14, extra=20, score_digits=2))
add("no classes", "bbox", boxes(5, classes=5), useCats=0)
add("own limits", "bbox", boxes(6, per_image=9, extra=9), maxDets=[2, 5, 8])
add("limits without 100 in any order", "bbox", boxes(7, per_image=9), maxDets=[30, 1, 4])
add("own thresholds", "bbox", boxes(8), iouThrs=[0.3, 0.5, 0.75, 0.99999999995, 1.0])
add("forty thresholds", "bbox", boxes(9), iouThrs=[0.1 + 0.02 * i for i in range(40)])
add("threshold zero", "bbox", boxes(10, images=5), iouThrs=[0.0, 0.5])
add("some classes and images", "bbox", boxes(11), catIds=[2, 8], imgIds=sorted(i["id"] for i in boxes(11)[0]["images"])[2:8])
add("own areas", "bbox", boxes(12), areaRng=[[0, 1e10], [0, 500], [500, 2000], [2000, 1e10]])
add("no detections", "bbox", (boxes(13)[0], []))
add("crowds only", "bbox", boxes(14, crowd=1.0))
add("negative scores", "bbox", (lambda g, d: (g, [{**one, "score": round(one["score"] - 0.5, 1)} for one in d]))(*boxes(15)))
for seed in (21, 22, 23):
    add(f"masks {seed}", "segm", masks(seed))
    add(f"masks {seed} as boxes", "bbox", masks(seed))
add("masks with boxes", "segm", masks(24, with_box=True))
for seed in (31, 32):
    add(f"keypoints {seed}", "keypoints", keypoints(seed))
add("keypoints, own limit", "keypoints", keypoints(33), maxDets=[3])

one_image = lambda annotations: {"images": [{"id": 1, "height": SIZE[0], "width": SIZE[1]}], "categories": [{"id": 1, "name": "a"}], "annotations": annotations}
truth = lambda n, box, **more: {"id": n, "image_id": 1, "category_id": 1, "bbox": box, "area": box[2] * box[3], "iscrowd": 0, **more}
result = lambda score, **more: {"image_id": 1, "category_id": 1, "score": score, **more}

# IoU a hair below 1 counts as 1; unmatched detections of exactly 32² and 96² belong to both areas.
add("almost one", "bbox", (one_image([truth(1, [0, 0, 1e6, 1]), truth(2, [0, 50, 1e6, 1])]), [result(0.9, bbox=[0, 0, 999999.99995, 1]), result(0.8, bbox=[0, 50, 999999.9, 1])]), iouThrs=[0.5, 0.99999999995, 1.0])
add("detections at the borders of areas", "bbox", (one_image([truth(1, [0, 0, 20, 20]), truth(2, [0, 0, 40, 40]), truth(3, [0, 0, 120, 120])]), [result(0.9, bbox=[200, 200, 32, 32]), result(0.8, bbox=[400, 400, 96, 96]), result(0.7, bbox=[0, 0, 20, 20]), result(0.6, bbox=[0, 0, 40, 40]), result(0.5, bbox=[0, 0, 120, 120])]))
random.seed(41)
hundred = [truth(n + 1, [12 * (n % 10), 12 * (n // 10), 10, 10]) for n in range(100)]
add("one hundred objects", "bbox", (one_image(hundred), [result(round(random.random(), 2), bbox=[*t["bbox"][:2], random.choice([10, 7, 3]), 10]) for t in hundred]))
add("negative scores far behind the point", "bbox", (one_image(hundred[:12]), [result(-0.1 - random.randrange(40) * 1e-13, bbox=[*t["bbox"][:2], random.choice([10, 6, 3]), 10]) for t in hundred[:12] for _ in range(2)]))
rectangle = lambda x, y, w, h: [x, y, x, y + h, x + w, y + h, x + w, y]
squares = [truth(n + 1, [32 * n, 8, 30, 30], segmentation=[rectangle(32 * n, 8, 30, 30)]) for n in range(4)]
add("rectangles as masks", "segm", (one_image(squares), [result(0.9 - 0.01 * n, segmentation=rle(rectangle(32 * (n % 4), 8, w, 30))) for n, w in enumerate((15, 16, 17, 18, 22, 25, 28, 30))]))
add("masks of exactly 32 by 32", "segm", (one_image(squares[:2]), [result(0.9, segmentation=rle(rectangle(90, 60, 32, 32))), *[result(0.5, segmentation=rle(s["segmentation"][0])) for s in squares[:2]]]))
person = lambda x, y, w, h: [v for i in range(17) for v in (x + w * (i % 2), y + h * (i // 9), 2)]
people = [truth(n + 1, [60 * n, 0, 32 + 20 * n, 32 + 20 * n], keypoints=person(60 * n, 0, 32 + 20 * n, 32 + 20 * n), num_keypoints=17) for n in range(2)]
add("people of exactly 32 by 32", "keypoints", (one_image(people), [result(0.9, keypoints=person(700, 700, 32, 32)), result(0.8, keypoints=person(700, 0, 96, 96)), result(0.7, keypoints=people[0]["keypoints"]), result(0.6, keypoints=people[1]["keypoints"])]))

path = pathlib.Path(__file__).parents[2] / "shared/evaluation/evaluate-coco.golden.json"
text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
if "--check" in sys.argv:
    sys.exit(0 if json.loads(path.read_text()) == json.loads(text) else "evaluate-coco.golden.json is out of date")
path.write_text(text)
