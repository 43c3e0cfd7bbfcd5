"""The peers of the COCO benchmarks: `import FILE` is json.load and pycocotools' index, `export FILE N` is json.dumps."""
import json
import math
import resource
import sys
import time


def report(seconds, **rest):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, **rest}))


if sys.argv[1] == "import":
    from pycocotools.coco import COCO

    started = time.perf_counter()
    stdout, sys.stdout = sys.stdout, sys.stderr
    coco = COCO(sys.argv[2])
    sys.stdout = stdout
    report(time.perf_counter() - started, objects=len(coco.anns))
else:
    count = int(sys.argv[3])
    places = []
    for id in range(5000):
        cx, cy = 50 + id % 540, 50 + (id * 7) % 380
        ring = []
        for i in range(12):
            ring += [round(cx + 40 * math.cos(i * math.pi / 6), 2), round(cy + 30 * math.sin(i * math.pi / 6), 2)]
        places.append(([cx - 40, cy - 30, 80, 60], [ring]))
    annotations = []
    for id in range(count):
        bbox, segmentation = places[id % 5000]
        annotations.append(
            {
                "id": id + 1,
                "image_id": id // 10 + 1,
                "category_id": id % 5000 % 80 + 1,
                "bbox": bbox,
                "area": 3600.0,
                "iscrowd": 0,
                "segmentation": segmentation,
            }
        )
    images = [{"id": i + 1, "file_name": f"{i}.jpg", "width": 640, "height": 480} for i in range(count // 10)]
    categories = [{"id": i + 1, "name": f"class {i}", "supercategory": ""} for i in range(80)]
    data = {"annotations": annotations, "images": images, "categories": categories}
    # The dictionaries are there already; only turning them into text and writing it is timed.
    started = time.perf_counter()
    with open(sys.argv[2], "w") as file:
        file.write(json.dumps(data))
    report(time.perf_counter() - started, objects=count)
