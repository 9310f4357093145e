"""What this engine refuses or does otherwise on purpose; resources/template/refused.jsonl says why."""

from .case import each

DATA = {"xs": [1, 2], "d": {"a": 1}, "s": "é"}

GROUPS = {
    "refused": each(
        DATA,
        "{% set _ = xs.append(3) %}{{ xs }}", "{{ xs.extend([3]) }}{{ xs }}", "{{ xs.insert(0, 9) }}{{ xs }}", "{{ xs.remove(1) }}{{ xs }}", "{{ xs.pop() }}", "{{ xs.clear() }}{{ xs }}", "{{ xs.sort() }}", "{{ xs.reverse() }}{{ xs }}",
        "{% set _ = d.update({'b': 2}) %}{{ d }}", "{{ d.setdefault('b', 2) }}", "{{ d.pop('a') }}", "{{ d.popitem() }}", "{{ d.clear() }}",
        "{{ [5]|random }}", "{{ lipsum(n=0) }}|", "{{ s.encode('utf-8')|length }}", "{{ ''.maketrans('a', 'b') }}",
        "{% autoescape true %}{{ '<' }}{% endautoescape %}", "{{ 2 ** 100000 % 7 }}",
        "{{ false and x|nope }}", "{{ 'inf'|int }}", "{{ 'b'|tojson(indent=2.5) }}",
        "{{ 5[1:] }}|", "{% filter wordcount %}a b{% endfilter %}",
    ),
}
