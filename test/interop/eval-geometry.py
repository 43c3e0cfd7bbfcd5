"""Writes shared/geometry/rle.golden.json: what pycocotools 2.0.11 makes of generated polygons and masks.

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy
    venv/bin/python test/interop/eval-geometry.py
"""
import json
import pathlib
import random
import sys

from pycocotools import mask

random.seed(20240501)
cases = []
for index in range(240):
    height, width = random.choice([(1, 1), (7, 9), (24, 31), (60, 40), (120, 90)])
    style = index % 6
    parts = []
    for _ in range(1 if index % 3 else random.randint(1, 4)):
        points = []
        for _ in range(random.randint(3, 12)):
            x = random.uniform(-0.2 * width, 1.2 * width)
            y = random.uniform(-0.2 * height, 1.2 * height)
            if style == 1:
                x, y = round(x), round(y)
            elif style == 2:
                x, y = round(x * 2) / 2, round(y * 2) / 2
            elif style == 3:
                x, y = round(x * 10) / 10, round(y * 10) / 10
            points += [x, y]
            if style == 4 and random.random() < 0.3:
                points += [x, y]
        if style == 5:
            points += points[:2]
        parts.append(points)
    singles = mask.frPyObjects(parts, height, width)
    merged = mask.merge(singles)
    common = mask.merge(singles, intersect=True)
    cases.append({
        "size": [height, width],
        "parts": parts,
        "singles": [one["counts"].decode() for one in singles],
        "union": merged["counts"].decode(),
        "intersection": common["counts"].decode(),
        "area": int(mask.area(merged)),
        "box": [float(v) for v in mask.toBbox(merged)],
        "iou": [mask.iou([singles[0]], [singles[-1]], [crowd])[0][0] for crowd in (0, 1)],
    })
path = pathlib.Path(__file__).parents[2] / "shared/geometry/rle.golden.json"
text = ("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
if "--check" in sys.argv:
    sys.exit(0 if json.loads(path.read_text()) == json.loads(text) else f"{path.name} is out of date")
path.write_text(text)
