"""Which XML, HTML and SQL texts are equal, by other programs.

    python equality_reference.py > ../resources/metric/equality.jsonl

XML: xml.etree.ElementTree.canonicalize of Python, texts stripped, prefixes rewritten. HTML: the trees that html5lib 1.1
reads, blanks collapsed and stripped. SQL: the programs into which SQLite compiles the queries (EXPLAIN).
"""

import json
import re
import sqlite3
import xml.etree.ElementTree as ElementTree

import html5lib

XML = [
    ("<a x='1' y='2'/>", '<a y="2" x="1"></a>'),
    ("<a> one </a>", "<a>one</a>"),
    ("<a>\n  <b/>\n  <c/>\n</a>", "<a><b/><c/></a>"),
    ("<a><b/><c/></a>", "<a><c/><b/></a>"),
    ("<a><![CDATA[x < y]]></a>", "<a>x &lt; y</a>"),
    ("<a><!-- note -->x</a>", "<a>x</a>"),
    ('<p:a xmlns:p="u"><p:b/></p:a>', '<a xmlns="u"><b/></a>'),
    ('<p:a xmlns:p="u"/>', '<p:a xmlns:p="v"/>'),
    ("<a>one two</a>", "<a>one  two</a>"),
    ("<a>1</a>", "<a>1.0</a>"),
    ("<A/>", "<a/>"),
    ('<?xml version="1.0"?><a/>', "<a/>"),
    ("<a b=''/>", "<a/>"),
]
HTML = [
    ("<p>one<p>two", "<p>one</p>\n<p>two</p>"),
    ('<A HREF=x>y</A>', '<a href="x">y</a>'),
    ("<ul><li>a<li>b</ul>", "<ul>\n <li>a</li>\n <li>b</li>\n</ul>"),
    ('<img src="a" alt="b">', "<img alt='b' src='a'/>"),
    ("<b>one</b> two", "<b>one two</b>"),
    ("<p>a &amp; b</p>", "<p>a &#38; b</p>"),
    ("<p>a<!-- note --></p>", "<p>a</p>"),
    ("<p>one   two</p>", "<p>one\ntwo</p>"),
    ("<p>one</p>", "<p>other</p>"),
    ("<p class='x'>a</p>", "<p>a</p>"),
    ("<input disabled>", '<input disabled="">'),
    ("<h1>a</h1>", "<h2>a</h2>"),
    ("<div><p>a</p></div>", "<div><p>a</div>"),
    ("<pre>a</pre><i>b</i>", "<pre>a<i>b</i></pre>"),
]
SQL = [
    ("select a from t where b = 1", "SELECT a\nFROM t\nWHERE b=1;"),
    ("SELECT A FROM T", "SELECT a FROM t"),
    ("SELECT a FROM t -- all", "SELECT a FROM t"),
    ("SELECT /* the first */ a FROM t", "SELECT a FROM t"),
    ('SELECT "a" FROM `t`', "SELECT a FROM [t]"),
    ('SELECT "t"."a" FROM t', "SELECT t.a FROM t"),
    ("SELECT a FROM t WHERE c = 'X'", "SELECT a FROM t WHERE c = 'x'"),
    ("SELECT a, b FROM t", "SELECT b, a FROM t"),
    ("SELECT a FROM t WHERE b <> 1", "SELECT a FROM t WHERE b != 1"),
    ("SELECT a FROM t WHERE b > 1", "SELECT a FROM t WHERE b >= 1"),
    ("SELECT a FROM t WHERE c = '--'", "SELECT a FROM t WHERE c = '-- '"),
    ("SELECT a FROM t LIMIT 1", "SELECT a FROM t LIMIT 2"),
    ("SELECT COUNT(*) FROM t GROUP BY a", "select count( * ) from t group by a"),
]


def html(text):
    def tree(node):
        children = [
            [child.tag if isinstance(child.tag, str) else None, sorted(child.attrib.items()), tree(child)]
            for child in node
            if isinstance(child.tag, str)
        ]
        texts = [words(node.text)] + [words(child.tail) for child in node]
        return [children, texts if len(children) + 1 == len(texts) else ["".join(texts)]]

    return tree(html5lib.parseFragment(text, namespaceHTMLElements=False))


def words(text):
    return re.sub(r"\s+", " ", (text or "")).strip()


def xml(text):
    return ElementTree.canonicalize(text, strip_text=True, rewrite_prefixes=True)


def sql(text):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE t (a INT, b INT, c TEXT)")
    return connection.execute("EXPLAIN " + text).fetchall()


for kind, cases, form in (("xml", XML, xml), ("html", HTML, html), ("sql", SQL, sql)):
    for some, other in cases:
        print(json.dumps({"kind": kind, "some": some, "other": other, "equal": form(some) == form(other)}))
