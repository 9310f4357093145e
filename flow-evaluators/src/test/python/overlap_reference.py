"""Scores the pairs of sentences.py with the programs that the overlap metrics have to agree with.

    python overlap_reference.py > ../resources/metric/overlap.jsonl

Needs NLTK 3.8 or later, sacreBLEU 2, google-research's rouge_score 0.1.2 and RapidFuzz 3. NLTK's corpora are not
needed: sentences go to word_tokenize one at a time, NIST's character classes come from unicodedata, and METEOR gets an
empty WordNet or the small one below.
"""

import json
import re
import sys
import types
import unicodedata

import nltk
import nltk.corpus
import sacrebleu
from rapidfuzz.distance import Levenshtein
from sentences import MULTIPLE, PAIRS, WORDS

SYNONYMS = {"capit": ["wealth", "seat"], "rais": ["rise"], "rose": ["rise", "increas"], "heavi": ["strong"],
            "proposal": ["plan"], "discuss": ["talk"], "plan": ["propos"], "propos": ["plan"], "email": ["e-mail"]}


class Classes:
    KINDS = {"Number": "N", "Punctuation": "P", "Symbol": "S"}

    def chars(self, name):
        return [chr(c) for c in range(0x110000) if unicodedata.category(chr(c))[0] == self.KINDS[name]]


nltk.corpus.perluniprops = Classes()
from nltk.stem.porter import PorterStemmer  # noqa: E402
from nltk.tokenize.nist import NISTTokenizer  # noqa: E402
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu  # noqa: E402
from nltk.translate.gleu_score import sentence_gleu  # noqa: E402
from nltk.translate.meteor_score import single_meteor_score  # noqa: E402
from rouge_score import rouge_scorer  # noqa: E402


class Synonyms:
    def __init__(self, table):
        self.table = table

    def synsets(self, word):
        lemmas = [types.SimpleNamespace(name=lambda text=text: text) for text in self.table.get(word, [])]
        return [types.SimpleNamespace(lemmas=lambda: lemmas)]


def words(text):
    sentences = re.split(r"(?<=[.!?]) +(?=[A-Z])", text)
    return [word for sentence in sentences for word in nltk.word_tokenize(sentence, preserve_line=True)]


def is_latin(text):
    return all("\u0020" <= c <= "\u007E" or "\u00A0" <= c <= "\u00FF" for c in text)


def answer_tokens(text):
    return words(text) if is_latin(text) else list(NISTTokenizer().international_tokenize(text))


def f1(answer, truth):
    import string
    from collections import Counter

    def split(text):
        bare = "".join(c for c in text.lower() if c not in string.punctuation)
        return re.sub(r"\b(a|an|the)\b", " ", bare).split()

    a, t = split(answer), split(truth)
    if not t:
        return None
    common = sum((Counter(a) & Counter(t)).values())
    return {"precision": common / len(a) if a else 0, "recall": common / len(t),
            "f1": 2 * common / (len(a) + len(t)), "exact": float(a == t)}


def rouge(answer, truth, stem):
    kinds = ["rouge1", "rouge2", "rouge3", "rouge4", "rouge5", "rougeL", "rougeLsum"]
    scores = rouge_scorer.RougeScorer(kinds, use_stemmer=stem).score(truth, answer)
    return {kind: [score.precision, score.recall, score.fmeasure] for kind, score in scores.items()}


def emit(record):
    json.dump(record, sys.stdout, ensure_ascii=False, sort_keys=True)
    print()


def pair(answer, truth):
    a, t = answer_tokens(answer), answer_tokens(truth)
    record = {
        "kind": "pair", "answer": answer, "reference": truth,
        "answerTokens": a, "referenceTokens": t,
        "bleu": sentence_bleu([t], a, smoothing_function=SmoothingFunction().method4),
        "gleu": sentence_gleu([t], a),
        "meteor": single_meteor_score(t, a, wordnet=Synonyms({})),
        "meteorSynonyms": single_meteor_score(t, a, wordnet=Synonyms(SYNONYMS)),
        "meteorOther": single_meteor_score(t, a, wordnet=Synonyms({}), alpha=0.8, beta=2.0, gamma=0.4),
        "tokenF1": f1(answer, truth),
        "rouge": rouge(answer, truth, False),
        "rougeStem": rouge(answer, truth, True),
        "wer": Levenshtein.distance(answer.split(), truth.split()) / len(truth.split()),
        "cer": Levenshtein.distance(answer, truth) / len(truth),
    }
    record["sacrebleu"] = sacre(answer, [truth])
    emit(record)


def sacre(answer, references):
    scores = {name: sacrebleu.sentence_bleu(answer, references, tokenize=name).score
              for name in ("13a", "intl", "char", "none")}
    scores["13a-lc"] = sacrebleu.sentence_bleu(answer, references, lowercase=True).score
    scores["chrf"] = sacrebleu.sentence_chrf(answer, references).score
    scores["chrf++"] = sacrebleu.sentence_chrf(answer, references, word_order=2).score
    scores["ter"] = sacrebleu.sentence_ter(answer, references).score
    return scores


def corpus(name, lines):
    answers = [answer for answer, _ in lines]
    most = max(len(references) for _, references in lines)
    streams = [[references[i] if i < len(references) else None for _, references in lines] for i in range(most)]
    scores = {kind: sacrebleu.corpus_bleu(answers, streams, tokenize=kind).score
              for kind in ("13a", "intl", "char", "none")}
    scores["13a-lc"] = sacrebleu.corpus_bleu(answers, streams, lowercase=True).score
    scores["chrf"] = sacrebleu.corpus_chrf(answers, streams).score
    scores["chrf++"] = sacrebleu.corpus_chrf(answers, streams, word_order=2).score
    scores["ter"] = sacrebleu.corpus_ter(answers, streams).score
    emit({"kind": "corpus", "name": name, "lines": [list(line) for line in lines], "sacrebleu": scores})


for one, other in PAIRS:
    pair(one, other)
    if len(one) != len(other):
        pair(other, one)
for one, several in MULTIPLE:
    emit({"kind": "multiple", "answer": one, "references": several, "sacrebleu": sacre(one, several),
          "bleu": sentence_bleu([words(r) for r in several], words(one),
                                smoothing_function=SmoothingFunction().method4),
          "gleu": sentence_gleu([words(r) for r in several], words(one))})
corpus("all", [(a, [t]) for a, t in PAIRS])
corpus("first ten", [(a, [t]) for a, t in PAIRS[:10]])
corpus("several references", MULTIPLE)
corpus("too short", [("No.", ["No way."]), ("a", ["a b"])])
emit({"kind": "stems", "stems": {word: PorterStemmer().stem(word) for word in WORDS}})
