"""Scores pairs of sentences with NLTK's METEOR over WordNet 3.0.

    python meteor_reference.py DICT > ../resources/metric/meteor.jsonl

DICT holds data.noun and its like (Debian's package wordnet-base) and a file lexnames, which that package lacks: 45 lines
`00 adj.all 3` of which NLTK reads the number and a name. Needs NLTK 3.8 (Debian's python3-nltk).

The pairs are those of sentences.py, and sentences that WordNet gives as examples beside the same with some words replaced
by a synonym, the stem of another form, or nothing, drawn by a fixed seed.
"""

import json
import random
import re
import sys

import nltk
from nltk.corpus.reader.wordnet import WordNetCorpusReader
from nltk.data import FileSystemPathPointer
from nltk.translate.meteor_score import single_meteor_score
from sentences import PAIRS

SENTENCES = 140
wordnet = WordNetCorpusReader(FileSystemPathPointer(sys.argv[1]), None)
chance = random.Random(30)


def words(text):
    sentences = re.split(r"(?<=[.!?]) +(?=[A-Z])", text)
    return [word for sentence in sentences for word in nltk.word_tokenize(sentence, preserve_line=True)]


def changed(word):
    near = sorted({lemma.name() for synset in wordnet.synsets(word) for lemma in synset.lemmas()} - {word})
    near = [name for name in near if "_" not in name]
    kind = chance.random()
    if near and kind < 0.35:
        return [chance.choice(near)]
    if word.isalpha() and len(word) > 3 and kind < 0.5:
        return [word + chance.choice(["s", "es", "ed", "ing", "er"])]
    return [] if kind > 0.95 else [word]


examples = sorted({example for synset in wordnet.all_synsets() for example in synset.examples()
                   if 5 <= len(example.split()) <= 14 and example.isascii() and '"' not in example})
pairs = list(PAIRS)
for example in chance.sample(examples, SENTENCES):
    other = " ".join(part for word in example.split() for part in changed(word))
    pairs.append((other, example) if chance.random() < 0.5 else (example, other))

for answer, truth in pairs:
    a, t = words(answer), words(truth)
    print(json.dumps({
        "answer": answer, "reference": truth, "answerTokens": a, "referenceTokens": t,
        "meteor": single_meteor_score(t, a, wordnet=wordnet),
        "other": single_meteor_score(t, a, wordnet=wordnet, alpha=0.8, beta=2.0, gamma=0.4)}, sort_keys=True))
