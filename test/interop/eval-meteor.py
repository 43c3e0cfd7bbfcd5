"""Prints captions, references and METEOR's scores by pycocoevalcap (its jar, so Java is needed) as JSON.

    venv/bin/pip install pycocoevalcap==1.2
    venv/bin/python test/interop/eval-meteor.py

Also where the jar lies, for its data. Synthetic captions with ties, repeated and shuffled words, empty captions,
punctuation, several references, synonyms and paraphrases; the second half made of the tables' own phrases.
"""
import gzip
import itertools
import json
import pathlib
import random

from pycocoevalcap.meteor import meteor

random.seed(5)
subjects = "a man|two men|a young woman|the woman 's cat|a group of people|several persons|a well-dressed boy|an old train|some dogs|a lady|a child|a surfer|a large plane|a big airplane|an airliner|a car|an automobile|two bicycles|a bike|a kitten|a person|a batter".split("|")
verbs = "is riding|rides|sit on|sits on|sitting on top of|is n't looking at|stands near|standing next to|stand in front of|ca n't see|holds|is holding|walking down|jumps over|eats|eating|parked in front of|looks at|plays with".split("|")
things = "a red surfboard|the table|a 3-story building|-lrb- some -rrb- food|the u.s. flag|a bus at 5:30 p.m.|1,000 birds|a t-shirt and jeans|the waves of the sea|the road|a city street|a sofa|a couch|a slice of pizza|a piece of cake|the beach|a bench|# 1 shirt|50 % off|black & white photo|rock 'n' roll|the clock tower".split("|")
ends = "on a sunny day|in the background|with trees|near a river|at night|during the night|while people watch|||in the city|next to a fence|outside|and another man and another man|at the same time|for the first time".split("|")


def sentence():
    return " ".join(" ".join(map(random.choice, (subjects, verbs, things, ends))).split())


def varied(text):
    words = text.split()
    kind = random.random()
    if kind < 0.3:
        words = [word for word in words if random.random() < 0.85]
    elif kind < 0.5:
        random.shuffle(words)
    elif kind < 0.7:
        at = random.randrange(len(words) + 1)
        words[at:at] = words[max(0, at - 2) : at + 1]
    return " ".join(words)


pairs = []
for _ in range(400):
    references = [sentence() for _ in range(random.randint(1, 5))]
    pairs.append((varied(random.choice(references) if random.random() < 0.4 else sentence()), references))

data = pathlib.Path(meteor.__file__).parent
rows = []
with gzip.open(data / "data/paraphrase-en.gz", "rt", encoding="utf-8") as lines:
    # Of a tenth of the table every hundredth row: a probability and two phrases.
    for number, row in enumerate(itertools.islice(zip(lines, lines, lines), 600_000)):
        if number % 100 == 0:
            rows.append([phrase.strip() for phrase in row[1:]])
for _ in range(1600):
    parts = random.sample(rows, random.randint(1, 4))
    references = [" ".join(random.choice(part) for part in parts) for _ in range(random.randint(1, 3))]
    pairs.append((varied(" ".join(random.choice(part) for part in parts)), references))
pairs[3] = ("", pairs[3][1])
pairs[4] = ("...", pairs[4][1])
pairs[5] = (pairs[5][1][0], pairs[5][1])
score, scores = meteor.Meteor().compute_score({i: r for i, (_, r) in enumerate(pairs)}, {i: [c] for i, (c, _) in enumerate(pairs)})
print(json.dumps({"data": str(data), "pairs": pairs, "score": score, "scores": scores}))
