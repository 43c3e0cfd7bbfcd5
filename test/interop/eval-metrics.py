"""Writes shared/evaluation/metrics.golden.json: answers of scikit-learn, sacrebleu, rouge-score and pycocoevalcap.

    python3 -m venv venv
    venv/bin/pip install scikit-learn==1.9.1 sacrebleu==2.6.0 rouge-score==0.1.2 pycocoevalcap==1.2
    venv/bin/python test/interop/eval-metrics.py      (needs Java for pycocoevalcap's tokeniser)
"""
import json
import math
import pathlib
import random
import sys
import warnings

import numpy as np
from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer
from rouge_score import rouge_scorer
import sacrebleu
from sklearn import metrics

warnings.filterwarnings("ignore")
random.seed(11)
number = lambda value: None if math.isnan(value) else float(value)


def classification(truth, predicted):
    rates = lambda average: dict(zip(("precision", "recall", "f1"), (float(v) for v in metrics.precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)[:3])))
    p, r, f, s = metrics.precision_recall_fscore_support(truth, predicted, zero_division=0)
    return {
        "truth": truth, "predicted": predicted,
        "confusion": metrics.confusion_matrix(truth, predicted).tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balancedAccuracy": number(metrics.balanced_accuracy_score(truth, predicted)),
        "macro": rates("macro"), "micro": rates("micro"), "weighted": rates("weighted"),
        "perClass": [[float(a), float(b), float(c), int(d)] for a, b, c, d in zip(p, r, f, s)],
        "kappa": number(metrics.cohen_kappa_score(truth, predicted)),
        "mcc": number(metrics.matthews_corrcoef(truth, predicted)),
    }


def sample(n, classes, agreement):
    truth = [random.randrange(classes) for _ in range(n)]
    return truth, [t if random.random() < agreement else random.randrange(classes) for t in truth]


reports = [classification(*sample(n, k, a)) for n, k, a in ((40, 2, 0.8), (200, 5, 0.6), (30, 9, 0.1), (500, 12, 0.9), (1, 2, 1))]
reports += [
    classification([0, 0, 0], [0, 0, 0]), classification([0, 0, 0], [1, 1, 1]), classification([0, 1, 2], [0, 0, 0]),
    classification([0, 0, 5], [7, 0, 5]), classification([3, 3, 1], [1, 3, 3]),
]


def binary(truth, scores):
    ap = metrics.average_precision_score(truth, scores)
    auc = metrics.roc_auc_score(truth, scores) if len(set(truth)) == 2 else math.nan
    return {"truth": truth, "scores": scores, "auc": number(auc), "averagePrecision": number(ap)}


binaries = []
for n, digits in ((50, 6), (300, 1), (20, 0), (2, 3)):
    truth = [int(random.random() < 0.4) for _ in range(n)]
    truth[:2] = [0, 1]
    binaries.append(binary(truth, [round(min(1, max(0, random.gauss(0.4 + 0.2 * t, 0.3))), digits) for t in truth]))
binaries += [binary([1, 1, 1], [0.1, 0.5, 0.5]), binary([0, 0, 0], [0.2, 0.2, 0.9]), binary([0, 1, 0, 1], [0.5] * 4)]

probabilities = []
for n, k, digits in ((60, 3, 6), (40, 6, 1), (25, 2, 0)):
    truth = list(range(k)) + [random.randrange(k) for _ in range(n - k)]
    rows = np.array([[round(random.random(), digits) + (0.5 if c == t else 0) + (1e-9 if digits else 1e-3) for c in range(k)] for t in truth])
    rows = rows / rows.sum(axis=1, keepdims=True)
    labels = list(range(k))
    case = {"truth": truth, "rows": rows.tolist(), "logLoss": metrics.log_loss(truth, rows, labels=labels)}
    if k > 2:
        case["auc"] = metrics.roc_auc_score(truth, rows, multi_class="ovr", labels=labels)
        case["topK"] = [metrics.top_k_accuracy_score(truth, rows, k=j, labels=labels) for j in range(1, k)]
    probabilities.append(case)

subjects = ["a man", "two dogs", "The woman's cat", "a group of people", "a well-dressed boy", "Mr. Smith", "an old train"]
verbs = ["is riding", "sit on", "isn't looking at", "stands near", "can't see", "holds"]
objects = ["a red surfboard.", "the table, quietly", "a 3-story building", "(some) food!", "an umbrella; it's raining", "the U.S. flag", "a bus at 5:30 p.m.", '"stop" sign', "1,000 birds...", "a t-shirt and jeans"]
sentence = lambda: f"{random.choice(subjects)} {random.choice(verbs)} {random.choice(objects)}"
captions = {}
results = {}
for image in range(40):
    captions[image] = [{"caption": sentence()} for _ in range(random.randint(1, 5))]
    given = random.choice(captions[image])["caption"] if random.random() < 0.6 else sentence()
    results[image] = [{"caption": " ".join(w for w in given.split() if random.random() < 0.9)}]
results[7] = [{"caption": ""}]
results[8] = [{"caption": "..."}]
results[9] = captions[9][:1]
tokenizer = PTBTokenizer()
gts, res = tokenizer.tokenize(captions), tokenizer.tokenize(results)
samples = [sentence() for _ in range(60)] + [
    "A man's best friend; they're happy!", "I'd say we've won, but you'll cannot", "rock 'n' roll", "50% off - only $5.99",
    "black & white photo", "a cat/dog on top of a #1 box", "Dr. Who and St. Mary", "It's 10 o'clock", "don't gonna wanna",
    "the dogs' toys", "A “quoted” word", "men – women", "Wait... what?!", "x-ray [image] {here}", "the end",
]
caption_cases = {
    "pairs": [{"raw": [results[i][0]["caption"], [c["caption"] for c in captions[i]]], "candidate": res[i][0], "references": gts[i]} for i in captions],
    "bleu": Bleu(4).compute_score(gts, res, verbose=0)[0],
    "rougeL": float(Rouge().compute_score(gts, res)[0]),
    "cider": float(Cider().compute_score(gts, res)[0]),
    "tokens": [[text, tokens[0]] for text, tokens in zip(samples, tokenizer.tokenize({i: [{"caption": s}] for i, s in enumerate(samples)}).values())],
}

corpora = []
for size in (1, 5, 40):
    references = [[sentence() for _ in range(2)] for _ in range(size)]
    candidates = [random.choice(refs) if random.random() < 0.5 else sentence() for refs in references]
    if size == 5:
        candidates[2] = ""
    corpora.append({"candidates": candidates, "references": references, "bleu": sacrebleu.corpus_bleu(candidates, list(zip(*references))).score})
corpora.append({"candidates": ["x y"], "references": [["a b"]], "bleu": sacrebleu.corpus_bleu(["x y"], [["a b"]]).score})
scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"])
rouges = []
for a, b in [(sentence(), sentence()) for _ in range(20)] + [("", "a"), ("a", ""), ("", ""), ("a b", "a b"), ("A-b!", "a b")]:
    rouges.append([a, b, {name: [s.precision, s.recall, s.fmeasure] for name, s in scorer.score(a, b).items()}])

segmentations = []
for classes in (2, 4):
    truth = [random.randrange(classes) for _ in range(300)]
    predicted = [t if random.random() < 0.7 else random.randrange(classes) for t in truth]
    segmentations.append({
        "classes": classes, "truth": truth, "predicted": predicted,
        "iou": metrics.jaccard_score(truth, predicted, average=None).tolist(),
        "dice": metrics.f1_score(truth, predicted, average=None).tolist(),
    })

path = pathlib.Path(__file__).parents[2] / "shared/evaluation/metrics.golden.json"
golden = {"reports": reports, "binaries": binaries, "probabilities": probabilities, "captions": caption_cases, "corpora": corpora, "rouges": rouges, "segmentations": segmentations}
text = json.dumps(golden, indent=None, separators=(",", ":")) + "\n"
if "--check" in sys.argv:
    sys.exit(0 if json.loads(path.read_text()) == json.loads(text) else f"{path.name} is out of date")
path.write_text(text)
