"""A seeded set (clouds beside a rolled-up sheet) and how trustworthy umap-learn's map of it is.

    python curate-map.py > curate-map.json

Needs: numpy, scikit-learn, umap-learn.
"""
import json

import numpy as np
import umap
from sklearn.manifold import trustworthiness

rng = np.random.default_rng(3)
clouds = rng.normal(0, 1, (350, 8)) + rng.uniform(-12, 12, (7, 8))[rng.integers(7, size=350)]
t = rng.uniform(1.5, 4.5, 350) * np.pi
sheet = np.zeros((350, 8))
sheet[:, 0], sheet[:, 1], sheet[:, 2] = t * np.cos(t), rng.uniform(0, 14, 350), t * np.sin(t)
x = np.round(np.vstack([clouds, sheet @ np.linalg.qr(rng.normal(size=(8, 8)))[0]]) * 1000) / 1000
x[-5:] = x[:5]
scores = [
    trustworthiness(x, umap.UMAP(random_state=seed, n_neighbors=15, min_dist=0.1).fit_transform(x)) for seed in range(5)
]
print(json.dumps({"dimensions": 8, "data": x.ravel().tolist(), "trustworthiness": scores}))
