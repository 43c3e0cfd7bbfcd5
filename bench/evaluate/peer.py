"""One run of a peer: peer.py NAME FOLDER TYPE; prints how long evaluate, accumulate and summarise took."""
import contextlib
import io
import json
import sys
import time

name, folder, kind = sys.argv[1:4]
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
    start, cpu = time.perf_counter(), time.process_time()
    evaluation = Evaluation(truth, found, kind)
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    inner, cpu = time.perf_counter() - start, time.process_time() - cpu
stats = [float(v) for v in evaluation.stats]
print(json.dumps({"inner": inner * 1000, "innerCpu": cpu * 1000, "map": stats[0]}))
