"""The peers' side of the curation benchmark: one task per call, prints the seconds that the work itself took.

    python peers.py TASK FOLDER

Needs: opencv-python-headless, numpy, scipy, scikit-learn, umap-learn, faiss-cpu, lancedb.
"""
import json
import sys
import time
from pathlib import Path

import numpy as np

task, folder = sys.argv[1], Path(sys.argv[2])


def vectors(name, dimensions):
    return np.fromfile(folder / f"{name}.f32", dtype=np.float32).reshape(-1, dimensions)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def metrics():
    import cv2

    cv2.setNumThreads(1)

    def one(path):
        bgr = cv2.imread(str(path))
        hsv = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)
        share = lambda low, high: np.count_nonzero(cv2.inRange(hsv, (low, 50, 40), (high, 255, 255))) / hsv[..., 0].size
        return (
            bgr.mean() / 255, bgr.std() / 255, cv2.Laplacian(bgr, cv2.CV_64F).var(),
            share(0, 10) + share(170, 179), share(35, 75), share(90, 130),
        )  # fmt: skip

    paths = sorted((folder / "photographs").iterdir())
    one(paths[0])
    return timed(lambda: [one(path) for path in paths])[0]


def faiss_flat():
    import faiss

    x, q = vectors("search", 256), vectors("queries", 256)
    index = faiss.IndexFlatIP(256)
    index.add(x)
    index.search(q[:1], 10)
    seconds, found = timed(lambda: [index.search(q[i : i + 1], 10)[1][0].tolist() for i in range(len(q))])
    json.dump(found, open(folder / "faiss.json", "w"))
    return seconds / len(q)


def lance_flat():
    import lancedb

    path = folder / "lance"
    x, q = vectors("search", 256), vectors("queries", 256)
    db = lancedb.connect(path)
    if path.exists() and "t" in db.list_tables().tables:
        table = db.open_table("t")
    else:
        import pyarrow as pa

        values = pa.FixedSizeListArray.from_arrays(pa.array(x.ravel()), 256)
        table = db.create_table("t", pa.table({"id": np.arange(len(x)), "vector": values}))
    search = lambda i: table.search(q[i]).distance_type("dot").limit(10).select(["id"]).to_arrow()
    search(0)
    return timed(lambda: [search(i) for i in range(len(q))])[0] / len(q)


def kmeans():
    from sklearn.cluster import KMeans

    x = vectors("kmeans", 64)
    seconds, model = timed(lambda: KMeans(50, n_init=1, random_state=0).fit(x))
    print(f"inertia {model.inertia_:.0f}", file=sys.stderr)
    return seconds


def linkage():
    from scipy.cluster.hierarchy import linkage

    x = vectors("linkage", 64)
    return timed(lambda: linkage(x, "average"))[0]


def dbscan():
    from sklearn.cluster import DBSCAN

    x = vectors("dbscan", 16)
    return timed(lambda: DBSCAN(eps=1.2, min_samples=5).fit(x))[0]


def umap_map():
    import umap

    x = vectors("umap", 32)
    umap.UMAP(random_state=0, n_epochs=5).fit_transform(x[:300])  # compiles
    return timed(lambda: umap.UMAP(random_state=0).fit_transform(x))[0]


print(json.dumps(globals()[task]()))
