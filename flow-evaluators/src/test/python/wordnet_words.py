"""Makes the tables of words that METEOR takes synonyms from out of the database of WordNet 3.0.

    python wordnet_words.py DICT ../../main/resources/io/promptflow4j/evaluators/metric/text/wordnet

DICT holds data.noun and its like; Debian's package wordnet-base has them in /usr/share/wordnet.

noun.txt, verb.txt, adj.txt, adv.txt: a line for each word, in the order of its bytes, with the words that share a synset
with it, the word itself left out; only words in lower case without underscore, since no others can be met. A word is not
among its own synonyms if it is written otherwise (Tokyo): then the line has a `-`. The first column is in lower case.

noun.exc and its like: a line for each irregular form with its base forms.
"""

import sys
from pathlib import Path

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}


def synsets(path):
    for line in path.read_text("utf-8").splitlines():
        if line.startswith(" "):  # the licence
            continue
        fields = line.split(" ")
        count = int(fields[3], 16)
        yield [fields[4 + 2 * i].split("(")[0] for i in range(count)]


def plain(word):
    return "_" not in word


def table(path):
    found = {}
    for words in synsets(path):
        members = [word for word in words if plain(word) and word == word.lower()]
        for word in filter(plain, words):
            found.setdefault(word.lower(), set()).update(members)
    for key, members in sorted(found.items(), key=lambda entry: entry[0].encode()):
        own = [] if key in members else ["-"]
        yield " ".join([key, *own, *sorted(members - {key})])


def exceptions(path):
    found = {}
    for line in path.read_text("utf-8").splitlines():
        form, *bases = line.split(" ")
        if plain(form):
            found[form] = [base for base in bases if plain(base)]  # NLTK keeps the last line of a form
    return [" ".join([form, *bases]) for form, bases in sorted(found.items(), key=lambda entry: entry[0].encode())]


source, target = Path(sys.argv[1]), Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)
for part in PARTS:
    (target / f"{part}.txt").write_text("\n".join(table(source / f"data.{part}")) + "\n", "utf-8")
    (target / f"{part}.exc").write_text("\n".join(exceptions(source / f"{part}.exc")) + "\n", "utf-8")
