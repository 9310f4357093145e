"""Makes the cases of the matching, label, ranking and vector metrics.

    python matching_reference.py > ../resources/metric/matching.jsonl

Needs RapidFuzz 3, scikit-learn 1.5 or later, SciPy, and on the path `match.py` and `cleansing.py` of prompt flow's
examples/flows/evaluation/eval-entity-match-rate.
"""

import json
import math
import random
import sys

import numpy as np
from cleansing import cleansing
from match import match
from rapidfuzz.distance import JaroWinkler, Levenshtein
from scipy.spatial import distance
from sentences import PAIRS
from sklearn import metrics

random.seed(20240611)


def emit(kind, **record):
    json.dump({"kind": kind, **record}, sys.stdout, ensure_ascii=False, sort_keys=True)
    print()


NAMES = [("MARTHA", "MARHTA"), ("DIXON", "DICKSONX"), ("JELLYFISH", "SMELLYFISH"), ("kitten", "sitting"),
         ("flaw", "lawn"), ("", ""), ("", "abc"), ("a", "a"), ("a", "b"), ("ab", "ba"), ("DwAyNE", "DuANE"),
         ("crate", "trace"), ("Müller", "Mueller"), ("😀😁", "😁😀"), ("prefix-one", "prefix-two"), ("AAAA", "AA"),
         ("0123456789", "9876543210"), ("arnab", "raanb"), ("New York City", "new york city")]
for some, other in NAMES + PAIRS[:15]:
    emit("edit", some=some, other=other, distance=Levenshtein.distance(some, other),
         similarity=Levenshtein.normalized_similarity(some, other), jaroWinkler=JaroWinkler.similarity(some, other))

for some, other, absolute, relative in [
    (1.0, 1.0, 0, 0), (1.0, 1.0000000001, 0, 1e-9), (1.0, 1.00000001, 0, 1e-9), (100, 101, 0, 0.01),
    (100, 101.1, 0, 0.01), (0.0, 1e-12, 0, 1e-9), (0.0, 1e-12, 1e-9, 0), (-3, 3, 0, 0.5), (2.5, 2.75, 0.25, 0),
    (1e300, 1.0000000001e300, 0, 1e-9), (5, 5.2, 0.1, 0.05)]:
    emit("close", some=some, other=other, absolute=absolute, relative=relative,
         close=math.isclose(some, other, rel_tol=relative, abs_tol=absolute))

for entities, truth in [
    ("Tokyo, Kyoto", "tokyo,kyoto"), ("Kyoto, Tokyo", "Tokyo, Kyoto."), ("Tokyo", "Tokyo, Kyoto"), ("Osaka", "Tokyo"),
    ("", "Tokyo"), ("Tokyo, Osaka", "Tokyo"), ("\"software engineer\",CEO", "CEO, Software Engineer, Finance"),
    ("a,a,b", "a,b"), ("a,b", "a,a,b"), (" , ,", ""), ("Dr. No", "dr. no.")]:
    found, expected = cleansing(entities), cleansing(truth)
    result = match(list(found), list(expected))
    emit("entities", answer=entities, reference=truth, found=found, exact=result["exact_match"],
         partial=result["partial_match"])


def labels(expected, predicted):
    def averaged(name):
        return list(metrics.precision_recall_fscore_support(expected, predicted, average=name, zero_division=0)[:3])

    names = sorted(set(expected) | set(predicted))
    each = metrics.precision_recall_fscore_support(expected, predicted, labels=names, zero_division=np.nan)
    emit("labels", expected=expected, predicted=predicted, labels=names,
         matrix=metrics.confusion_matrix(expected, predicted, labels=names).tolist(),
         accuracy=metrics.accuracy_score(expected, predicted),
         balanced=metrics.balanced_accuracy_score(expected, predicted),
         matthews=metrics.matthews_corrcoef(expected, predicted)
         if len(set(expected)) > 1 and len(set(predicted)) > 1 else None,
         micro=averaged("micro"), macro=averaged("macro"), weighted=averaged("weighted"),
         each=[[None if np.isnan(v) else v for v in part] for part in each[:3]])


labels(["yes", "no", "yes", "yes"], ["yes", "yes", "no", "yes"])
labels(["a", "b", "c", "a"], ["a", "b", "c", "a"])
labels(["a", "a", "a"], ["a", "b", "a"])
labels(["a", "b"], ["c", "c"])
for size, names in [(30, "ab"), (50, "abc"), (80, "abcd"), (200, "abcdef"), (25, "xyz"), (500, ["Correct", "Incorrect"])]:
    truth = [random.choice(names) for _ in range(size)]
    labels(truth, [t if random.random() < 0.6 else random.choice(names) for t in truth])


def ranking(order, grades):
    """scikit-learn ranks by score, so the retrieved ones get falling scores and the rest are left out of the cut."""
    ids = order + [i for i in grades if i not in order]
    truth = np.array([[grades.get(i, 0) for i in ids]], dtype=float)
    scores = np.array([[len(ids) - k for k in range(len(ids))]], dtype=float)
    complete = len(ids) == len(order)
    record = {"retrieved": order, "grades": grades, "ks": [1, 3, 5, len(ids)]}
    if len(ids) > 1:
        record["linear"] = [metrics.ndcg_score(truth, scores, k=min(k, len(order))) * ideal(truth[0], min(k, len(order)), k)
                            for k in record["ks"]]
        gains = 2.0 ** truth - 1
        record["exponential"] = [metrics.ndcg_score(gains, scores, k=min(k, len(order)))
                                 * ideal(gains[0], min(k, len(order)), k) for k in record["ks"]]
        if complete:
            record["averagePrecision"] = metrics.average_precision_score(truth[0] > 0, scores[0])
            record["reciprocalRank"] = 1 / (1 + int(np.argmax(truth[0] > 0)))
            relevant = truth[0] > 0
            record["precision"] = [metrics.precision_score(relevant, np.arange(len(ids)) < k) for k in record["ks"][:3]] \
                if len(ids) >= 5 else None
            record["recall"] = [metrics.recall_score(relevant, np.arange(len(ids)) < k) for k in record["ks"][:3]] \
                if len(ids) >= 5 else None
    emit("ranking", **record)


def ideal(gains, cut, k):
    """scikit-learn's ideal at `cut`, over the ideal at k, for lists shorter than k."""
    best = np.sort(gains)[::-1]
    discount = 1 / np.log2(np.arange(len(best)) + 2)
    return float((best[:cut] * discount[:cut]).sum() / (best[:k] * discount[:k]).sum())


ranking(["a", "b", "c", "d", "e"], {"a": 3, "c": 2, "e": 1})
ranking(["e", "d", "c", "b", "a"], {"a": 1})
ranking(["a", "b", "c"], {"a": 1, "x": 1, "y": 2})
ranking(["b", "a"], {"a": 1})
for _ in range(25):
    documents = [f"d{i}" for i in range(random.randint(5, 20))]
    random.shuffle(documents)
    graded = {d: random.randint(1, 3) for d in random.sample(documents, random.randint(1, 5))}
    ranking(documents if random.random() < 0.6 else documents[:random.randint(3, 5)], graded)

for size in (1, 2, 3, 8, 50, 256):
    for _ in range(2):
        some, other = ([round(random.gauss(0, 2), 6) for _ in range(size)] for _ in range(2))
        if size > 1:
            emit("vectors", some=some, other=other, cosine=float(1 - distance.cosine(some, other)),
                 dot=float(np.dot(some, other)), euclidean=float(distance.euclidean(some, other)))
emit("vectors", some=[3.0, 4.0], other=[3.0, 4.0], cosine=1.0, dot=25.0, euclidean=0.0)
emit("vectors", some=[1.0, 0.0], other=[0.0, 1.0], cosine=0.0, dot=0.0, euclidean=math.sqrt(2))
