"""Image metrics by OpenCV's formulas and hashes by imagehash, for the curation tests.

    python curate-goldens.py IMAGES_FOLDER            decodes with OpenCV, prints one JSON object per file name
    python curate-goldens.py --raw FILE WIDTH HEIGHT  takes raw RGB bytes instead: the very pixels Lapidary measured

Needs: opencv-python-headless, numpy, pillow, imagehash.
"""
import hashlib
import json
import sys
from pathlib import Path

import cv2
import imagehash
import numpy as np
from PIL import Image


def share(mask):
    return float(np.count_nonzero(mask)) / mask.size


def metrics(rgb):
    bgr = np.ascontiguousarray(rgb[:, :, ::-1])
    hsv = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)
    within = lambda low, high: cv2.inRange(hsv, (low, 50, 40), (high, 255, 255)) > 0
    grey = Image.fromarray(rgb).convert("L")
    p = np.bincount(np.asarray(grey).ravel(), minlength=256) / (rgb.shape[0] * rgb.shape[1])
    p = p[p > 0]
    return {
        "width": rgb.shape[1],
        "height": rgb.shape[0],
        "brightness": float(rgb.mean(dtype=np.float64) / 255),
        "contrast": float(rgb.std(dtype=np.float64) / 255),
        "sharpness": float(cv2.Laplacian(bgr, cv2.CV_64F).var()),
        "red": share(within(0, 10) | within(170, 179)),
        "green": share(within(35, 75)),
        "blue": share(within(90, 130)),
        "entropy": float(-(p * np.log2(p)).sum()),
        "phash": str(imagehash.phash(grey)),
        "dhash": str(imagehash.dhash(grey)),
        "pixels": hashlib.sha256(np.ascontiguousarray(rgb).tobytes()).hexdigest(),
    }


if __name__ == "__main__":
    if sys.argv[1] == "--raw":
        file, width, height = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        rgb = np.fromfile(file, dtype=np.uint8).reshape(height, width, 3)
        print(json.dumps(metrics(rgb)))
    else:
        result = {}
        for path in sorted(Path(sys.argv[1]).iterdir()):
            result[path.name] = metrics(np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1]))
        print(json.dumps(result, indent=1))
