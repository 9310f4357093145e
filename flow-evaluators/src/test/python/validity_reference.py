"""Asks Python's json, Expat (xml.parsers) and SQLite whether texts are well-formed.

    python validity_reference.py > ../resources/metric/validity.jsonl

SQLite knows one dialect, so only statements of common SQL are asked; that a table or column does not exist is no
mistake of form.
"""

import json
import sqlite3
import sys
from xml.parsers import expat

JSON = ['{}', '[]', '""', '0', '-1.5e3', 'true', 'null', ' {"a": [1, {"b": null}]} \n', '{"a": 1,}', '[1, 2', "{'a': 1}",
        '{"a": 01}', '{a: 1}', '', '   ', 'nul', '"unclosed', '"tab\there"', '{"a": 1} {"b": 2}', '[1,,2]', '+1', '.5', '5.',
        '"\\u00e9"', '"\\x41"', 'NaN', '[NaN, -Infinity]', '// comment\n{}', '{"a": "\\"quoted\\""}', '[[[[[[]]]]]]',
        '{"a": 1, "a": 2}', '"\\ud83d\\ude00"', 'True', '1 2', '{"a" 1}', '[1 2]', '1e400']
XML = ['<a/>', '<a></a>', '<a>text</a>', '<?xml version="1.0"?>\n<a b="1"/>', '<a><b></a></b>', '<a>', 'text', '',
       '<a b=1/>', '<a b="1" b="2"/>', '<a>&lt;</a>', '<a>&nbsp;</a>', '<a>1 < 2</a>', '<a>1 &amp; 2</a>', '<a>A & B</a>',
       '<a/><b/>', '<a><!-- c --></a>', '<a><!-- -- --></a>', '<a><![CDATA[<x>]]></a>', '<a xmlns:x="u"><x:b/></a>',
       '<1a/>', '<a><b/>tail</a>', '<A></a>', '<a b="<"/>', "<a b='1'/>", '<é>ü</é>', '<a>\u0001</a>', '<a><?pi x?></a>',
       ' <a/> ', '<a>]]></a>', '< a/>', '<a/ >', '<root>\n<item id="1">x</item>\n<item id="2"/></root>']
SQL = ["SELECT 1", "SELECT * FROM t", "select a, b from t where a = 1 and b like 'x%' order by a desc limit 10;",
       "SELECT count(*) AS n FROM t GROUP BY a HAVING count(*) > 1", "SELECT FROM t WHERE", "SELEC * FROM t", "hello world",
       "", "INSERT INTO t (a, b) VALUES (1, 'it''s')", "INSERT INTO t VALUES (1, 2", "UPDATE t SET a = a + 1 WHERE b IS NULL",
       "UPDATE t WHERE a = 1", "DELETE FROM t WHERE a IN (SELECT a FROM u)", "DELETE t WHERE", "SELECT a FROM t JOIN u ON t.id = u.id",
       "SELECT a FROM t LEFT JOIN u USING (id)", "SELECT a,, b FROM t", "SELECT (a FROM t", "SELECT 'unclosed FROM t",
       "WITH x AS (SELECT 1 AS a) SELECT a FROM x", "SELECT CASE WHEN a > 1 THEN 'x' ELSE 'y' END FROM t",
       "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)", "DROP TABLE t", "CREATE TABLE (", "SELECT a FROM t WHERE a = ",
       "SELECT DISTINCT a FROM t UNION SELECT b FROM u", "SELECT a FROM t ORDER", "SELECT -- comment\n a FROM t",
       "SELECT sum(a) OVER (PARTITION BY b ORDER BY c) FROM t", "SELECT a FROM t WHERE a BETWEEN 1 AND 2", "SELECT a FROM t WHERE",
       "SELECT a FROM (SELECT b FROM u) AS v", "ALTER TABLE t ADD COLUMN c INTEGER", "SELECT * FORM t WHERE a = 1",
       "The answer is SELECT a FROM t"]


def is_json(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


def is_xml(text):
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(text.strip().encode(), True)
        return True
    except expat.ExpatError:
        return False


def is_sql(text):
    if not text.strip():
        return False
    database = sqlite3.connect(":memory:")
    try:
        database.execute("EXPLAIN " + text)
        return True
    except sqlite3.OperationalError as problem:
        return not any(word in str(problem) for word in ("syntax error", "incomplete input", "unrecognized token"))


for kind, texts, test in (("json", JSON, is_json), ("xml", XML, is_xml), ("sql", SQL, is_sql)):
    for text in texts:
        json.dump({"kind": kind, "text": text, "valid": test(text)}, sys.stdout, ensure_ascii=False, sort_keys=True)
        print()
