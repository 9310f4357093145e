"""Writes what Microsoft's prompt flow makes of chat prompts, one JSON document a line.

    python3 chat_reference.py > ../resources/chat/messages.jsonl

Needs the package promptflow-tools (the expected values are its own; made with the sources of
5 May 2026, commit 6e76ef49). Each line is {"prompt": ..., "messages": [...]} or
{"prompt": ..., "error": <name of the exception>}. The second half of the prompts is put together
at random, with a fixed seed, from the pieces that matter.
"""

import json
import random
import re

from promptflow.tools.common import VALID_ROLES, parse_chat

WRITTEN = [
    "system:\nBe brief.\nuser:\nHi", " \n # system:\nX", "system:\n", "# system:\nX\n\n\n# user:\nY\n",
    "#user :\nhi\n #assistant:\nanswer\n# function:\n##name:\nn\n##content:\nc",
    "SYSTEM:\na\nUser:\nb\naSSistant:\nc", "system:\na\nassistant:\nuser:\nb", "assistant:\n\n\nuser:\n",
    "\t#\tuser\t:\t\nhi", "user\n:\nhi", "#\n\nuser:\nhi", "##user:\nhi", "## system:\nx\nuser:\ny",
    "system: Be brief\nuser:\nHi", "system:\nBe brief.\nuser: Hi", "system:\nX\nuser:", "user:", "plain text",
    "Hello\nuser:\nHi", "human:\nHi", "xuser:\nHi", "user1:\nhi", "_user:\nhi", "user:\nxuser:\nhi",
    "user:\nsuser :\n", "user:\r\nHi\r\nassistant:\r\nBye\r\n", "user:\rHi", "user:\u00a0\nHi", "\u3000user:\nHi",
    "user:\u2028\nHi", "\x1cuser\x1f:\x85\nHi", "user:\u200b\nHi", "\ufeffuser:\nHi",
    "user:\n  indented\n    more  \n\n", "user:\nname:\nbob\ncontent:\nhi", "user:\n## name:\nbob\n## content:\nhi\nthere\n",
    "user:\n##name :\n\n  bob  \n\n##content :hi", "user:\nname:\n\ncontent:\nfoo", "user:\nname:\n## content:\nfoo",
    "user:\nname:\nbob smith\ncontent:\nhi", "user:\nname: bob\ncontent:\nhi", "user:\nmy surname:\nbob\ncontent:\nhi",
    "user:\nname:\nbob##content:\nhi", "user:\nname:\nbobcontent:\nhi", "user:\nname:\nbob ##content:\nhi",
    "user:\nname:\nbob\n###content:\nhi", "user:\nname:\nbob\n# content:\nhi", "user:\nname:\nbob\n# #content:\nhi",
    "user:\nname:\ncontent:\ncontent:\nfoo", "user:\nname:\nacontent:content:\nx", "user:\nname:\na\ncontent:\nb\nname:\nc\ncontent:\nd",
    "user:\nname:\na b\nname:\nc\ncontent:\nd", "user:\nName:\nbob\nContent:\nhi", "user:\ncontent:\nhi", "user:\nname:\nbob",
    "function:\nname:\nf\ncontent:\n42", "function:\n42", "function:\nname:\nf", "function:\n## name:\nf\n## content:\n",
    "function:\nsome words\n## name:\nf\n## content:\n{\"a\": 1}",
    "tool:\ntool_call_id:\nid1\ncontent:\n42", "tool:\n## tool_call_id:\nid1\n## content:\n42\nuser:\nok", "tool:\n42", "tool:\nname:\nf\ncontent:\n1",
    "tool:\n## tool_call_id:\nid 1\n## content:\n42", "tool:\n##tool_call_id:\nid1\n##content:42",
    "assistant:\n## tool_calls:\n[{'id': 'a', 'type': 'function', 'function': {'name': 'f', 'arguments': '{\"x\": 1}'}}]\ntool:\n## tool_call_id:\na\n## content:\nr",
    "assistant:\ntool_calls:\n[1, -2, 3.5, 1e3, True, False, None, 'a', \"b\", (1, 2), (3,), (4), {'k': 'v', 1: 2}]",
    "assistant:\ntool_calls:\n[]", "assistant:\ntool_calls:\n[1,]", "assistant:\ntool_calls: [1]", "assistant:\ntool_calls:\n\n   [ 1 , 2 ] rest\nuser:\nx",
    "assistant:\nsome words\n## tool_calls:\n[{'id': 'a'}]\nmore words", "assistant:\ntool_calls:\n[__import__('os').system('id')]",
    "assistant:\ntool_calls:\n[1+1]", "assistant:\ntool_calls:\n[open]", "assistant:\ntool_calls:\nfoo [1]", "assistant:\ntool_calls:\n['a' 'b', r'\\n', u'c', '''d''']",
    "assistant:\ntool_calls:\n['\\n\\t\\\\\\'\\x41\\u00e9\\101\\q']", "assistant:\ntool_calls:\n['a\nb']", "assistant:\ntool_calls:\n['unclosed]",
    "assistant:\ntool_calls:\n[1, 2", "assistant:\n## Tool_calls:\n[1]", "user:\ntool_calls:\n[1]", "assistant:\nname:\nbot\ncontent:\nhi",
    "assistant:\ntool_calls:\n[1_000, 00, .5, 5., -0.0]", "assistant:\ntool_calls:\n[01]", "assistant:\ntool_calls:\n[{'a': {'b': {'c': 1}}}]",
    "system:\n# Heading\n## Another:\ntext\nuser:\nq", "system:\nuser\n:\nx", "system:\nfoo system:\nbar", "system:\n- user:\nx", "system:\n> user:\nx",
    "tool_call:\nx", "system:\n{'role': 'user'}\nuser:\n\"system:\\n\"", "user:\nsystem:\nuser:\nsystem:\n",
    "user:\n\n\n#\n\n\nassistant:\nx", "user:\nhi #\nassistant:\nx", "user:\nhi # assistant:\nx", "user:\n#assistant:\n#\n#user:\nx",
    "user:\n## assistant:\nx", "user:\n# assistant: \t \n\n\n  x", "system:\nYou are a tool:\nuser:\nx", "system:\ntool:\ntool_call_id:\na\ncontent:\n",
]

PIECES = ["system", "user", "assistant", "User", "tool", "function", ":", ":\n", ":\n", "\n", "\n", " ", "#", "##", "# ", "name:\n", "content:\n",
          "name", "content:", "tool_call_id:\n", "tool_calls:\n", "[{'a': 1}]", "x", "bob", "\t", "\r\n", "\u00a0", "a b", "[1", "]", "'"]


STARTS = ["", "system:\nx\n", "user:\n", "user:\nname:\n", "assistant:\n", "assistant:\ntool_calls:\n",
          "function:\nname:\nf\ncontent:\n", "tool:\ntool_call_id:\n1\ncontent:\n", "function:\nname:\n", "tool:\ntool_call_id:\n"]


def random_prompts(count, seed):
    rng = random.Random(seed)
    while count:
        starts = rng.choice(STARTS)
        prompt = starts + "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 24)))
        first = re.split(r"(?i)^\s*#?\s*(" + "|".join(VALID_ROLES) + r")\s*:\s*\n", prompt, flags=re.MULTILINE)[0]
        # A bare role word before the first role line is taken for a role there; here it is refused.
        if prompt.strip() and first.strip().lower() not in VALID_ROLES:
            count -= 1
            yield prompt


for prompt in WRITTEN + list(random_prompts(1400, 20260505)):
    line = {"prompt": prompt}
    try:
        line["messages"] = parse_chat(prompt)
    except Exception as problem:  # the name is what matters
        line["error"] = type(problem).__name__
    print(json.dumps(line))
