"""One timed run of a peer: peer.py NAME FOLDER TYPE MODE; prints a JSON line.

MODE process: read both files, evaluate, accumulate, summarise. MODE inner: the same, but only the last three are
timed. Peak memory is the whole process's.
"""
import contextlib
import io
import json
import resource
import sys
import time

name, folder, kind, mode = sys.argv[1:5]
with contextlib.redirect_stdout(io.StringIO()):
    if name == "pycocotools":
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval as Evaluation
    elif name == "faster-coco-eval":
        from faster_coco_eval import COCO, COCOeval_faster as Evaluation
    else:
        from hotcoco import COCO, COCOeval as Evaluation
    truth = COCO(f"{folder}/gt.json")
    found = (truth.loadRes if hasattr(truth, "loadRes") else truth.load_res)(f"{folder}/dt.json")
    start = time.perf_counter()
    evaluation = Evaluation(truth, found, kind)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    inner = time.perf_counter() - start
stats = [float(v) for v in evaluation.stats]
print(json.dumps({"inner": inner * 1000, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "map": stats[0]}))
