"""Loads exports with the readers of other projects and compares counts and boxes with the original.

Run by `npm run test:interop -- --formats`, which writes the exports first: formats-load.py OUT <coco20>/instances.json
Needs what it finds: pycocotools, supervision, datumaro, label-studio-converter, ultralytics; the rest is skipped.
"""
import json
import sys
from pathlib import Path

out, original = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
expected = len(original["annotations"])
images = len(original["images"])
failures = 0


def check(title, work):
    global failures
    try:
        print(f"ok    {title}: {work()}")
    except ImportError as error:
        print(f"skip  {title}: {error}")
    except Exception as error:  # a reader may fail in its own way; all of them count
        failures += 1
        print(f"FAIL  {title}: {type(error).__name__}: {str(error)[:300]}")


def pycocotools():
    from pycocotools.coco import COCO

    coco = COCO(str(next((out / "coco/annotations").glob("instances_*.json"))))
    assert len(coco.anns) == expected and len(coco.imgs) == images
    boxes = {coco.imgs[a["image_id"]]["file_name"]: [] for a in coco.anns.values()}
    areas = 0
    for a in coco.anns.values():
        boxes[coco.imgs[a["image_id"]]["file_name"]].append(a["bbox"])
        areas += int(coco.annToMask(a).sum())
    before = COCO(sys.argv[2])
    for a in before.anns.values():
        wanted = a["bbox"]
        found = boxes[before.imgs[a["image_id"]]["file_name"]]
        assert any(max(abs(x - y) for x, y in zip(b, wanted)) < 1.01 for b in found), wanted
    masks = sum(int(before.annToMask(a).sum()) for a in before.anns.values())
    assert abs(areas - masks) <= masks * 1e-4, (areas, masks)
    return f"{expected} annotations, mask pixels {areas} against {masks}"


def supervision(kind):
    import supervision as sv

    if kind == "coco":
        file = next((out / "coco/annotations").glob("instances_*.json"))
        data = sv.DetectionDataset.from_coco(str(out / "coco/images"), str(file))
    elif kind == "yolo":
        base = out / "yolo"
        data = sv.DetectionDataset.from_yolo(str(base / "images/train"), str(base / "labels/train"), str(base / "data.yaml"))
    else:
        data = sv.DetectionDataset.from_pascal_voc(str(out / "voc/JPEGImages"), str(out / "voc/Annotations"))
    count = sum(len(d) for _, _, d in data)
    assert count >= expected, count
    return f"{count} detections of {len(data)} images"


def datumaro(name, folder):
    import datumaro as dm

    data = dm.Dataset.import_from(str(out / folder), name)
    count = sum(len([a for a in item.annotations if a.type.name not in ("label",)]) for item in data)
    assert len(data) == images and count >= expected, (len(data), count)
    return f"{count} annotations of {len(data)} items"


def label_studio():
    from label_studio_converter import Converter

    target = out / "label-studio-coco"
    converter = Converter(str(out / "label-studio/label_config.xml"), str(out / "label-studio"), download_resources=False)
    converter.convert_to_coco(str(out / "label-studio/label-studio.json"), str(target), output_image_dir=str(target / "images"), is_dir=False)
    data = json.loads((target / "result.json").read_text())
    assert len(data["annotations"]) >= expected, len(data["annotations"])
    return f"{len(data['annotations'])} annotations through its COCO export"


def ultralytics():
    from ultralytics.data.dataset import YOLODataset
    from ultralytics.data.utils import check_det_dataset

    data = check_det_dataset(str(out / "yolo/data.yaml"), autodownload=False)
    dataset = YOLODataset(img_path=data["train"], data=data, task="segment", augment=False)
    count = sum(len(label["cls"]) for label in dataset.labels)
    assert len(dataset) == images and count >= expected, (len(dataset), count)
    return f"{count} labels of {len(dataset)} images, no file refused"


check("pycocotools, coco", pycocotools)
for kind in ("coco", "yolo", "voc"):
    check(f"supervision, {kind}", lambda kind=kind: supervision(kind))
for name, folder in (("coco", "coco"), ("yolo", "yolo-detect"), ("voc", "voc"), ("cvat", "cvat"), ("datumaro", "datumaro")):
    check(f"datumaro, {name}", lambda name=name, folder=folder: datumaro(name, folder))
check("label-studio-converter", label_studio)
check("ultralytics, segment", ultralytics)
sys.exit(1 if failures else 0)
