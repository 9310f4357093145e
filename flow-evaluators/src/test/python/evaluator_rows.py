"""Rows for the built-in evaluators with what they have to come to, computed by other programs.

    python evaluator_rows.py > ../resources/metric/evaluator_rows.jsonl

Needs scikit-learn 1.4, statsmodels, SciPy and python-jsonschema. What NLTK, sacreBLEU, rouge_score and RapidFuzz say is
taken from overlap.jsonl and matching.jsonl, which overlap_reference.py and matching_reference.py made.
"""

import json
import math
import re
import xml.dom.minidom
from pathlib import Path

METRIC = Path(__file__).parent.parent / "resources" / "metric"
PAIR = json.loads((METRIC / "overlap.jsonl").read_text().splitlines()[0])
EDIT = next(
    case
    for case in map(json.loads, (METRIC / "matching.jsonl").read_text().splitlines())
    if case["kind"] == "edit" and case["some"] == "kitten"
)
TEXTS = {"answer": PAIR["answer"], "ground_truth": PAIR["reference"]}


def row(evaluator, source, inputs, **outputs):
    print(json.dumps({"evaluator": evaluator, "source": source, "inputs": inputs, "outputs": outputs}, ensure_ascii=False))


def unscored(evaluator, why, **inputs):
    print(json.dumps({"evaluator": evaluator, "notScored": why, "inputs": inputs}, ensure_ascii=False))


def pair(answer, ground_truth, **more):
    return {"answer": answer, "ground_truth": ground_truth, **more}


def f1(precision, recall):
    return 2 * precision * recall / (precision + recall)


def texts():
    python = "Python str methods"
    row("exact_match", python, pair(" Paris\n", "Paris"), exact_match=float(" Paris\n".strip() == "Paris"))
    row("exact_match", python, pair("paris", "Paris"), exact_match=float("paris" == "Paris"))
    row("exact_match", python, pair("paris", "Paris", ignore_case=True), exact_match=1.0)
    row("starts_with", python, pair("Paris, of course", "Paris"), starts_with=float("Paris, of course".startswith("Paris")))
    row("ends_with", python, pair("It is Paris", "Paris"), ends_with=float("It is Paris".endswith("Paris")))
    row("contains", python, pair("I think Paris is it", "Paris"), contains=float("Paris" in "I think Paris is it"))
    row("contains_all", python, pair("red and green", ["red", "blue"]), contains_all=0.0)
    row("contains_any", python, pair("red and green", ["red", "blue"]), contains_any=1.0)
    row("keyword_share", python, pair("red and green", ["red", "blue"]), keyword_share=0.5)
    text, pattern = "call 555-0100 now", r"\d{3}-\d{4}"
    row("regex_match", "Python re.search", {"answer": text, "pattern": pattern}, regex_match=float(bool(re.search(pattern, text))))
    row("regex_match", "Python re.fullmatch", {"answer": text, "pattern": pattern, "whole": True},
        regex_match=float(bool(re.fullmatch(pattern, text))))
    row("normalized_exact_match", "SQuAD 1.1 evaluation script: normalize_answer", pair("The cat!", "cat"), normalized_exact_match=1.0)
    row("text_length", "Python len", {"answer": "Größe zählt. So ist es."}, characters=float(len("Größe zählt. So ist es.")),
        words=float(len("Größe zählt. So ist es.".split())), sentences=2.0)
    row("length_within", "Python len", {"answer": "one two three", "most": 2}, length_within=float(len("one two three".split()) <= 2))
    row("token_count", "OpenAI cookbook, How to count tokens with tiktoken: 6 tokens in cl100k_base",
        {"answer": "tiktoken is great!"}, token_count=6.0)
    row("readability", "Flesch reading ease on Wikipedia: 6 words, 1 sentence, 6 syllables", {"answer": "The cat sat on the mat."},
        reading_ease=206.835 - 1.015 * 6 - 84.6, grade_level=0.39 * 6 + 11.8 - 15.59)
    row("refusal", "by the meaning of the sentence", {"answer": "I'm sorry, but I can't help with that."}, refusal=1.0)
    row("refusal", "by the meaning of the sentence", {"answer": "Berlin is the capital of Germany."}, refusal=0.0)
    row("pii_leakage", "the IBAN of ISO 13616's article on Wikipedia, and a test card number of Visa",
        {"answer": "GB82 WEST 1234 5698 7654 32 and 4111 1111 1111 1111"}, pii_leakage=2.0)
    row("pii_leakage", "the same, one of them allowed",
        {"answer": "GB82 WEST 1234 5698 7654 32 and 4111 1111 1111 1111", "allowed": "My card is 4111-1111-1111-1111."}, pii_leakage=1.0)
    row("instruction_following", "IFEval, punctuation:no_comma and change_case:english_lowercase, by their descriptions",
        {"answer": "no comma here But a capital",
         "instructions": [{"instruction_id": "punctuation:no_comma", "kwargs": {}},
                          {"instruction_id": "change_case:english_lowercase", "kwargs": {}}]},
        all_followed=0.0, all_followed_loosely=0.0, share_followed=0.5, share_followed_loosely=0.5)


def overlap():
    words, right = PAIR["answer"].lower().strip(".").split(), PAIR["reference"].lower().strip(".").split()
    words, right = [[w for w in side if w not in ("a", "an", "the")] for side in (words, right)]
    common = sum(min(words.count(w), right.count(w)) for w in set(words))
    row("f1_score", "SQuAD 1.1 evaluation script, written out", TEXTS, f1_score=f1(common / len(words), common / len(right)),
        f1_precision=common / len(words), f1_recall=common / len(right))
    row("bleu_score", "NLTK, see overlap_reference.py", TEXTS, bleu_score=PAIR["bleu"])
    row("gleu_score", "NLTK, see overlap_reference.py", TEXTS, gleu_score=PAIR["gleu"])
    row("meteor_score", "NLTK over WordNet 3.0, see meteor_reference.py", TEXTS, meteor_score=PAIR["meteor"])
    for kind in ("rougeL", "rouge2"):
        precision, recall, score = PAIR["rouge"][kind]
        row("rouge_score", "rouge_score 0.1.2, see overlap_reference.py", {**TEXTS, "rouge_type": kind},
            rouge_precision=precision, rouge_recall=recall, rouge_f1_score=score)
    row("chrf", "sacreBLEU, see overlap_reference.py", TEXTS, chrf=PAIR["sacrebleu"]["chrf"])
    row("sacrebleu", "sacreBLEU, see overlap_reference.py", TEXTS, sacrebleu=PAIR["sacrebleu"]["13a"])
    row("translation_edit_rate", "sacreBLEU, see overlap_reference.py", TEXTS, translation_edit_rate=PAIR["sacrebleu"]["ter"])
    row("word_error_rate", "RapidFuzz, see overlap_reference.py", TEXTS, word_error_rate=PAIR["wer"])
    row("character_error_rate", "RapidFuzz, see overlap_reference.py", TEXTS, character_error_rate=PAIR["cer"])
    edit = pair(EDIT["some"], EDIT["other"])
    row("levenshtein", "RapidFuzz, see matching_reference.py", edit, levenshtein=EDIT["similarity"], levenshtein_distance=float(EDIT["distance"]))
    row("jaro_winkler", "RapidFuzz, see matching_reference.py", edit, jaro_winkler=EDIT["jaroWinkler"])


def numbers():
    row("number_match", "Python math.isclose", pair("So it is 3.14.", "3.14159", absolute=0.01),
        number_match=float(math.isclose(3.14, 3.14159, rel_tol=1e-9, abs_tol=0.01)))
    row("number_match", "Python math.isclose", pair("So it is 3.14.", "3.14159"), number_match=float(math.isclose(3.14, 3.14159)))
    maths = "prompt flow's eval-accuracy-maths-to-code: round(float(x), 2) on both sides"
    row("maths_accuracy", maths, {"prediction": "2.001", "groundtruth": "2"}, score=float(round(2.001, 2) == round(2.0, 2)))
    row("maths_accuracy", maths, {"prediction": "2.1", "groundtruth": "2"}, score=float(round(2.1, 2) == round(2.0, 2)))
    row("chat_math", "prompt flow's eval-chat-math: a/b is a fraction, compared to ten decimals",
        {"prediction": "3/4", "groundtruth": "0.75"}, score=float(round(3 / 4, 10) == 0.75))
    row("latency", "definition", {"latency": 250}, latency=250.0)
    row("cost", "definition", {"cost": "0.002"}, cost=0.002)
    row("tokens_used", "definition", {"total_tokens": 120}, tokens_used=120.0)


def labels():
    grades = "prompt flow's eval-classification-accuracy: equal in lower case"
    row("classification_accuracy", grades, {"prediction": "App", "groundtruth": "app"}, correct=1.0, grade="Correct")
    row("classification_accuracy", grades, {"prediction": "App", "groundtruth": "Channel"}, correct=0.0, grade="Incorrect")
    row("classification_accuracy", grades, {"prediction": "Channel", "groundtruth": "Channel"}, correct=1.0, grade="Correct")
    row("label_agreement", "definition", pair("yes", "no"), agreed=0.0)
    row("entity_match", "prompt flow's eval-entity-match-rate, by its description",
        {"entities": ["Software Engineer"], "ground_truth": "software engineer, CEO"}, exact_match=0.0, partial_match=1.0)


def lists():
    found, right = ["a", "b", "c"], ["b", "a", "d", "e"]
    common = len(set(found) & set(right))
    row("list_match", "Python set operations", pair(found, right), list_f1=f1(common / 3, common / 4), list_precision=common / 3,
        list_recall=common / 4, list_jaccard=common / len(set(found) | set(right)), same_order=0.0, same_items=0.0)
    from sklearn.metrics import ndcg_score

    gains = {"d3": 3, "d1": 1, "d9": 2}
    retrieved = ["d1", "d2", "d3", "d4"]
    every = retrieved + ["d9"]
    truth = [[gains.get(d, 0) for d in every]]
    scores = [[4, 3, 2, 1, 0]]
    row("ranking", "scikit-learn ndcg_score at 3; the others by their definitions (Manning et al. 2008, chapter 8)",
        {"retrieved": retrieved, "relevant": gains, "k": 3}, average_precision=(1 / 1 + 2 / 3) / 3, reciprocal_rank=1.0,
        ndcg_at_k=float(ndcg_score(truth, scores, k=3)), precision_at_k=2 / 3, recall_at_k=2 / 3, hit_at_k=1.0)
    from scipy.spatial.distance import cosine

    some, other = [1.0, 2.0, 3.0], [2.0, 1.0, -1.0]
    row("embedding_similarity", "SciPy 1 - cosine", {"answer_embedding": some, "ground_truth_embedding": other},
        embedding_similarity=float(1 - cosine(some, other)))


def calls():
    made = [{"name": "search", "arguments": {"q": "rain", "n": 3}}, {"name": "mail", "arguments": {"to": "a"}}]
    expected = [{"name": "search", "arguments": {"q": "rain", "n": 3}}, {"name": "mail", "arguments": {"to": "b"}}]
    row("tool_call_accuracy", "definition: one of two calls, both names, two of three arguments", pair(made, expected),
        tool_call_accuracy=0.5, tool_call_precision=0.5, tool_call_recall=0.5, tool_names=1.0, tool_arguments=4 / 5,
        tool_calls_exact=0.0, tool_calls_in_order=0.0, tool_calls_in_any_order=0.0)
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    tools = [{"type": "function", "function": {"name": "search", "parameters": schema}}]
    for n in (3, "three"):
        row("tool_calls_valid", "python-jsonschema on the arguments",
            {"answer": [{"name": "search", "arguments": {"n": n}}], "tools": tools}, tool_calls_valid=float(fits({"n": n}, schema)))


def fits(value, schema):
    import jsonschema

    return not list(jsonschema.Draft202012Validator(schema).iter_errors(value))


def formats():
    for text in ('{"a": [1, 2]}', '{"a": [1, 2}'):
        row("json_valid", "Python json.loads", {"answer": text}, json_valid=float(parses(json.loads, text)))
    for text in ("<a><b/></a>", "<a><b></a>"):
        row("xml_valid", "Python xml.dom.minidom", {"answer": text}, xml_valid=float(parses(xml.dom.minidom.parseString, text)))
    row("html_valid", "HTML standard: p may stay open, b may not", {"answer": "<p>one<p>two"}, html_valid=1.0)
    row("html_valid", "HTML standard: p may stay open, b may not", {"answer": "<b>one"}, html_valid=0.0)
    row("sql_valid", "ISO 9075", {"answer": "SELECT a FROM t WHERE b = 1"}, sql_valid=1.0)
    row("sql_valid", "ISO 9075", {"answer": "SELECT FROM WHERE"}, sql_valid=0.0)
    schema = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    for value in ({"name": "Ada"}, {"name": 1}):
        row("json_schema", "python-jsonschema", {"answer": json.dumps(value), "schema": schema}, json_schema=float(fits(value, schema)))
    row("json_equal", "Python ==", pair('{"a": 1, "b": [1, 2]}', '{"b": [1, 2], "a": 1.0}'),
        json_equal=float({"a": 1, "b": [1, 2]} == {"b": [1, 2], "a": 1.0}))
    row("json_equal", "Python ==", pair('{"b": [1, 2]}', '{"b": [2, 1]}'), json_equal=float([1, 2] == [2, 1]))
    for name, some, other in (("xml_equal", "<a x='1'> b </a>", '<a x="1">b</a>'), ("html_equal", "<p>one<p>two", "<p>one</p><p>two</p>"),
                              ("sql_equal", "select a from t", "SELECT a FROM t;")):
        row(name, "equality.jsonl", pair(some, other), **{name: 1.0})
        row(name, "equality.jsonl", pair(some, other.replace("a", "z").replace("two", "z")), **{name: 0.0})
    row("json_equal", "Python sorted ==", pair('{"b": [1, 2]}', '{"b": [2, 1]}', ignore_order=True), json_equal=1.0)


def parses(parser, text):
    try:
        parser(text)
        return True
    except Exception:
        return False


def nothing():
    for name in ("exact_match", "normalized_exact_match", "starts_with", "ends_with", "contains", "contains_all", "contains_any",
                 "keyword_share", "f1_score", "bleu_score", "gleu_score", "meteor_score", "rouge_score", "chrf", "sacrebleu",
                 "translation_edit_rate", "word_error_rate", "character_error_rate", "levenshtein", "jaro_winkler", "number_match",
                 "label_agreement", "list_match", "json_equal", "xml_equal", "html_equal", "sql_equal", "tool_call_accuracy"):
        unscored(name, "there is no 'ground_truth'", answer="[]", ground_truth=None)
    for name in ("maths_accuracy", "chat_math", "classification_accuracy"):
        unscored(name, "there is no 'ground_truth'", prediction="1", groundtruth=None)
    for name in ("json_valid", "xml_valid", "html_valid", "sql_valid", "text_length", "length_within", "token_count", "readability",
                 "refusal", "pii_leakage"):
        unscored(name, "there is no 'answer'", answer=None)
    unscored("number_match", "number", answer="42", ground_truth="many")
    unscored("regex_match", "pattern", answer="x", pattern="(")
    unscored("regex_match", "there is no 'pattern'", answer="x", pattern=None)
    unscored("length_within", "none of characters", answer="x", unit="miles")
    unscored("rouge_score", "none of rouge1", answer="x", ground_truth="x", rouge_type="rouge0")
    unscored("entity_match", "there is no 'ground_truth'", entities=["a"], ground_truth=None)
    unscored("json_schema", "there is no 'schema'", answer="{}", schema=None)
    unscored("json_schema", "no JSON Schema", answer="{}", schema=[1])
    unscored("instruction_following", "can't be read", answer="x", instructions=["punctuation:no_comma"])
    unscored("ranking", "relevant", retrieved=["a"], relevant=[])
    unscored("ranking", "not a list", retrieved="a", relevant=["a"])
    unscored("tool_call_accuracy", "'answer'", answer="hello", ground_truth=[{"name": "a", "arguments": {}}])
    unscored("tool_calls_valid", "can't be read", answer=[], tools=5)
    unscored("embedding_similarity", "not a list", answer_embedding="x", ground_truth_embedding=[1])
    unscored("embedding_similarity", "2 and 1 numbers", answer_embedding=[1, 2], ground_truth_embedding=[1])
    unscored("latency", "there is no 'value'", latency=None)
    unscored("cost", "not a finite number", cost="cheap")
    unscored("tokens_used", "there is no 'value'", total_tokens=None)


if __name__ == "__main__":
    for part in (texts, overlap, numbers, labels, lists, calls, formats, nothing):
        part()
