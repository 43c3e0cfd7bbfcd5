"""Clusters and regressions by scipy and scikit-learn on small seeded sets with ties and duplicates.

    python curate-statistics.py > curate-statistics.json

Needs: numpy, scipy, scikit-learn.
"""
import json

import numpy as np
from scipy.cluster.hierarchy import linkage
from sklearn.cluster import DBSCAN, KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import silhouette_samples
from sklearn.multiclass import OneVsRestClassifier

rng = np.random.default_rng(7)


def blobs(count, dimensions, centers, spread, step):
    middle = rng.uniform(-10, 10, (centers, dimensions))
    points = middle[rng.integers(centers, size=count)] + rng.normal(0, spread, (count, dimensions))
    points = np.round(points / step) * step
    points[-count // 10 :] = points[: len(points[-count // 10 :])]  # duplicates
    return points


sets = {
    "grid with ties and duplicates": rng.integers(0, 8, (70, 2)).astype(float),
    "blobs on a lattice": blobs(180, 3, 5, 1.2, 0.5),
    "many dimensions": blobs(300, 24, 8, 1.0, 0.125),
    "all the same": np.ones((12, 4)),
}

out = {"clusters": [], "regressions": []}
for name, x in sets.items():
    entry = {"name": name, "dimensions": x.shape[1], "data": x.ravel().tolist(), "linkage": {}, "dbscan": [], "kmeans": []}
    for method in ("single", "complete", "average", "ward"):
        entry["linkage"][method] = linkage(x, method).tolist()
    typical = float(np.median(np.linalg.norm(x[:1] - x, axis=1)))
    for radius, points in ((1.0, 3), (2.0, 5), (max(0.5, round(typical / 3, 3)), 4)):
        labels = DBSCAN(eps=radius, min_samples=points).fit_predict(x)
        entry["dbscan"].append({"radius": radius, "minPoints": points, "labels": labels.tolist()})
    if name != "all the same":
        for k in (2, 5, 8):
            model = KMeans(k, n_init=10, random_state=0).fit(x)
            entry["kmeans"].append({"k": k, "inertia": model.inertia_})
            if k == 5:
                entry["silhouette"] = {
                    "labels": model.labels_.tolist(),
                    "values": silhouette_samples(x, model.labels_).tolist(),
                }
    out["clusters"].append(entry)

for classes, dimensions, count in ((2, 5, 60), (4, 6, 160)):
    y = rng.integers(classes, size=count)
    y[:classes] = range(classes)
    x = np.round((rng.normal(0, 1.4, (count, dimensions)) + rng.normal(0, 1, (classes, dimensions))[y]) * 64) / 64
    for c in (0.1, 1.0, 20.0):
        for weight in (None, "balanced"):
            for scheme in ("multinomial", "one-vs-rest"):
                if scheme == "one-vs-rest" and classes == 2:
                    continue
                model = LogisticRegression(C=c, class_weight=weight, tol=1e-10, max_iter=100000)
                if scheme == "one-vs-rest":
                    model = OneVsRestClassifier(model).fit(x, y)
                    coefficients = np.vstack([m.coef_ for m in model.estimators_])
                    intercepts = np.array([m.intercept_[0] for m in model.estimators_])
                else:
                    model.fit(x, y)
                    coefficients, intercepts = model.coef_, model.intercept_
                out["regressions"].append({
                    "classes": classes, "dimensions": dimensions, "data": x.ravel().tolist(), "labels": y.tolist(),
                    "C": c, "weights": weight, "scheme": scheme,
                    "coefficients": coefficients.ravel().tolist(), "intercepts": intercepts.ravel().tolist(),
                    "probabilities": model.predict_proba(x[:3]).ravel().tolist(),
                })  # fmt: skip
print(json.dumps(out))
