"""The cases, by what they are about: lists of (template, context, extra)."""

from . import basics, built_in, chats, edges, errors, lists, numbers, refused, texts

GROUPS = {}
for module in (basics, texts, numbers, lists, built_in, chats, edges, errors, refused):
    for name, cases in module.GROUPS.items():
        assert name not in GROUPS, name
        GROUPS[name] = cases
