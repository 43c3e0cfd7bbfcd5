"""Loads a COCO file with pycocotools, unchanged, and prints what it finds as JSON.

usage: load-coco.py FILE
"""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO

with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO(sys.argv[1])
    annotations = coco.loadAnns(coco.getAnnIds())
    # What evaluation does first with every annotation: a polygon or RLE that it cannot read fails here.
    masks = [coco.annToMask(one).sum() for one in annotations if one.get("segmentation")]
    coco.loadRes([
        {"image_id": one["image_id"], "category_id": one["category_id"], "bbox": one["bbox"], "score": 1.0}
        for one in annotations
    ])

print(json.dumps({
    "images": sorted((image["file_name"], image["width"], image["height"]) for image in coco.dataset["images"]),
    "categories": [category["name"] for category in coco.loadCats(coco.getCatIds())],
    "boxes": [one["bbox"] for one in annotations],
    "areas": [one["area"] for one in annotations],
    "crowds": [one["iscrowd"] for one in annotations],
    "maskPixels": [int(pixels) for pixels in masks],
}))
