"""Asks google-research's instruction_following_eval whether responses, written for these tests, follow instructions.

    python instruction_reference.py > ../resources/metric/instruction.jsonl

Needs that package on the path and NLTK 3.8 or later. Its trained models aren't needed: sentences are told by Punkt
without training, words without splitting sentences first, and every text counts as English, so nothing here asks for a
language and all responses are plain English prose.
"""

import json
import sys
import types

import nltk

sys.modules["langdetect"] = types.SimpleNamespace(detect=lambda text: "en", LangDetectException=ValueError)

whole = nltk.word_tokenize
nltk.word_tokenize = lambda text: whole(text, preserve_line=True)

from instruction_following_eval import instructions_registry, instructions_util  # noqa: E402

instructions_util.count_sentences = lambda text: len(nltk.tokenize.PunktSentenceTokenizer().tokenize(text))

RESPONSES = [
    "Dogs are loyal animals. They like long walks, short naps and food.",
    "dogs are loyal animals that like long walks and short naps",
    "DOGS ARE LOYAL ANIMALS AND CATS ARE NOT!",
    "\"Quotes go all the way around this one.\"",
    "<<A Fine Title>>\n\n*First* point is here.\n\n**Second** point is there.\n\nP.S. Remember the milk.",
    "* one\n* two\n- three\n\nAny other questions?",
    "Here is the list you asked for:\n\n- alpha\n- beta\n- gamma",
    "{\"name\": \"Ada\", \"tags\": [\"x\", \"y\"]}",
    "```json\n{\"name\": \"Ada\"}\n```",
    "Here is JSON:\n```json\n[1, 2]\n```",
    "Answer one is blue.\n******\nAnswer two is red.",
    "Same.\n******\nSame.",
    "******\nOne.\n******\nTwo.\n******",
    "Section 1\nIntroduction to the topic.\nSection 2\nThe main part.\nSECTION 3\nThe end.",
    "First paragraph.\n***\nSecond paragraph.\n***\nThird paragraph.",
    "***\nOnly one paragraph.\n***",
    "One\n***\n***\nTwo",
    "Dear [name], please send [item] to [address] by [date]. Yours, [sender]",
    "My answer is yes. That is all there is to say.",
    "Write a poem about rain.\n\nThe rain falls soft and low, the gutters overflow.",
    "The first part is short.\n\nHowever, the second is longer.\n\n'Finally' we end. Is there anything else I can help with?",
    "P.P.S I forgot. p. s. I also forgot this, P.S. and that.",
    "NASA and ESA sent a probe to Mars in 2020. The USA paid. It WORKED!",
    "Wait! Really? Yes. It is so. I think so too. The end is near! Goodbye.",
    "word " * 99 + "word",
    "I think, therefore I am. I think so.\nMy view is clear.",
    "**Bold introduction**\nthe actual text is all in lower case here and has no marks at all\n",
    "Sure, here it is:\nno commas in this line at all\nHope that helps, friend.",
    "The cat sat. The Cat slept. A catalogue of cats lay there; concatenate them.",
    "   \n ",
    "**\n***bold italics***\n* *nested* bullet",
    "<<>>\n<< >>\n<not a title>",
    "Any other questions?\"",
]

INSTRUCTIONS = [
    ("keywords:existence", [{"keywords": ["dogs", "loyal"]}, {"keywords": ["rain"]}, {"keywords": ["cat", "CATALOGUE"]}]),
    ("keywords:frequency", [{"keyword": "cat", "frequency": 3, "relation": "at least"},
                            {"keyword": "the", "frequency": 2, "relation": "less than"}]),
    ("keywords:forbidden_words", [{"forbidden_words": ["cat", "red"]}, {"forbidden_words": ["the"]},
                                  {"forbidden_words": ["paragraph", "json"]}]),
    ("keywords:letter_frequency", [{"letter": "o", "let_frequency": 4, "let_relation": "at least"},
                                   {"letter": "Z", "let_frequency": 1, "let_relation": "less than"},
                                   {"letter": "E", "let_frequency": 9, "let_relation": "at least"}]),
    ("length_constraints:number_sentences", [{"num_sentences": 2, "relation": "at least"},
                                             {"num_sentences": 4, "relation": "less than"}]),
    ("length_constraints:number_paragraphs", [{"num_paragraphs": 1}, {"num_paragraphs": 2}, {"num_paragraphs": 3}]),
    ("length_constraints:number_words", [{"num_words": 10, "relation": "at least"}, {"num_words": 100, "relation": "at least"},
                                         {"num_words": 12, "relation": "less than"}]),
    ("length_constraints:nth_paragraph_first_word",
     [{"num_paragraphs": 3, "nth_paragraph": 2, "first_word": "However"},
      {"num_paragraphs": 3, "nth_paragraph": 3, "first_word": "finally"},
      {"num_paragraphs": 2, "nth_paragraph": 1, "first_word": "here"}]),
    ("detectable_content:number_placeholders", [{"num_placeholders": 1}, {"num_placeholders": 5}]),
    ("detectable_content:postscript", [{"postscript_marker": "P.S."}, {"postscript_marker": "P.P.S"},
                                       {"postscript_marker": "Goodbye"}]),
    ("detectable_format:number_bullet_lists", [{"num_bullets": 3}, {"num_bullets": 1}]),
    ("detectable_format:constrained_response", [{}]),
    ("detectable_format:number_highlighted_sections", [{"num_highlights": 1}, {"num_highlights": 2}, {"num_highlights": 3}]),
    ("detectable_format:multiple_sections", [{"section_spliter": "Section", "num_sections": 2},
                                             {"section_spliter": "SECTION", "num_sections": 1}]),
    ("detectable_format:json_format", [{}]),
    ("detectable_format:title", [{}]),
    ("combination:two_responses", [{}]),
    ("combination:repeat_prompt", [{"prompt_to_repeat": "Write a poem about rain."}]),
    ("startend:end_checker", [{"end_phrase": "Any other questions?"},
                              {"end_phrase": "Is there anything else I can help with?"}]),
    ("startend:quotation", [{}]),
    ("change_case:capital_word_frequency", [{"capital_frequency": 3, "capital_relation": "at least"},
                                            {"capital_frequency": 1, "capital_relation": "less than"}]),
    ("change_case:english_capital", [{}]),
    ("change_case:english_lowercase", [{}]),
    ("punctuation:no_comma", [{}]),
]


def followed(name, kwargs, responses):
    instruction = instructions_registry.INSTRUCTION_DICT[name](name)
    instruction.build_description(**kwargs)
    return any(bool(response.strip()) and bool(instruction.check_following(response)) for response in responses)


def loose(response):
    lines = response.split("\n")
    cut = ["\n".join(lines[1:]).strip(), "\n".join(lines[:-1]).strip(), "\n".join(lines[1:-1]).strip()]
    return [response, *cut] + [text.replace("*", "") for text in [response, *cut]]


for response in RESPONSES:
    asked = [{"instruction_id": name, "kwargs": kwargs} for name, several in INSTRUCTIONS for kwargs in several]
    strictly = [followed(i["instruction_id"], i["kwargs"], [response]) for i in asked]
    loosely = [followed(i["instruction_id"], i["kwargs"], loose(response)) for i in asked]
    json.dump({"kind": "response", "response": response, "instructions": asked, "strict": strictly, "loose": loosely},
              sys.stdout, ensure_ascii=False, sort_keys=True)
    print()
