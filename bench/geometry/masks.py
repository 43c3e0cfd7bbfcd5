"""The peer half of masks.ts: reads masks as raw bytes, prints median milliseconds as JSON."""
import json
import statistics
import sys
import time

import cv2
import numpy as np
from pycocotools import mask as coco

height, width, count, runs, path = *map(int, sys.argv[1:5]), sys.argv[5]
rows = np.fromfile(path, dtype=np.uint8).reshape(count, height, width)
columns = [np.asfortranarray(mask) for mask in rows]
encoded = [coco.encode(mask) for mask in columns]


def median(task):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        task()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


print(json.dumps({
    # Images and arrays come row by row; pycocotools wants columns, so turning them is part of its work.
    "encode": median(lambda: [coco.encode(np.asfortranarray(mask)) for mask in rows]),
    "decode": median(lambda: [coco.decode(rle) for rle in encoded]),
    "outline": median(lambda: [cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE) for mask in rows]),
    "merge": median(lambda: coco.merge(encoded)),
    "counts": [rle["counts"].decode() for rle in encoded],
}))
