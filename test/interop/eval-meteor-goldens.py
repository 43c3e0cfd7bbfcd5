"""Writes shared/evaluation/meteor/alignments.golden.json with the jar of pycocoevalcap (so Java is needed).

    venv/bin/pip install pycocoevalcap==1.2
    venv/bin/python test/interop/eval-meteor-goldens.py [--check]

Texts of few words that mean nothing, and a table of paraphrases of its own, so that many alignments are equally good
and the order in which the tool takes them shows. With --check, says whether the file is as it would be written.
"""
import gzip
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from pycocoevalcap.meteor import meteor

TARGET = pathlib.Path(__file__).parents[2] / "shared/evaluation/meteor/alignments.golden.json"
JAR = pathlib.Path(meteor.__file__).parent / "meteor-1.5.jar"

random.seed(11)
WORDS = ["qa", "qb", "qc", "qd"]


def text(longest):
    return " ".join(random.choice(WORDS) for _ in range(random.randint(1, longest)))


table = sorted({(text(3), text(5)) for _ in range(60)})
table = [(a, b) for a, b in table if a != b]
pairs = [(text(12), text(12)) for _ in range(400)]
with tempfile.NamedTemporaryFile(suffix=".gz") as file:
    file.write(gzip.compress("".join(f"0.5\n{a}\n{b}\n" for a, b in table).encode()))
    file.flush()
    lines = "".join(f"SCORE ||| {reference} ||| {candidate}\n" for reference, candidate in pairs)
    command = ["java", "-jar", JAR, "-", "-", "-stdio", "-l", "en", "-norm", "-a", file.name]
    answers = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
assert len(answers) == len(pairs)
cases = []
for (reference, candidate), answer in zip(pairs, answers):
    numbers = [int(float(number)) for number in answer.split()]
    # The same words of both, the words of the candidate and of the reference in paraphrases, and the chunks.
    cases.append([reference, candidate, numbers[4], numbers[16], numbers[17], numbers[20]])
golden = json.dumps({"paraphrases": table, "cases": cases}, separators=(",", ":")).replace('],["', '],\n["') + "\n"
if "--check" in sys.argv:
    sys.exit(0 if TARGET.read_text() == golden else "alignments.golden.json is not what the jar answers.")
TARGET.write_text(golden)
