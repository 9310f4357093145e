from .case import each, shown

DATA = {
    "s": "Hello, World", "p": "  padded \n", "u": "Straße ÄÖÜ éß", "e": "a😀b👨‍👩‍👧c", "m": "one two\nthree\r\nfour",
    "h": "it's a well-known fact", "ls": "a,b,,c", "html": "<p>Hi & \"bye\" <!-- no --> <b>'you'</b></p>",
    "tabs": "a\tb\tc", "n": "42", "x": "", "greek": "ΟΔΥΣΣΕΥΣ", "dz": "ǆ ﬁ ŉ", "long":
    "The quick brown fox jumps over the lazy dog, and then it sleeps all day in the warm sunshine.",
    "words": "supercalifragilisticexpialidocious is a very-long-hyphenated-word -- you know?",
    "cjk": "日本語のテキスト", "xs": ["a", "b"],
}
TEXTS = ["s", "p", "u", "e", "x", "h", "greek", "dz"]

GROUPS = {
    "text methods": shown(
        DATA,
        *[f"{t}.{m}()" for t in TEXTS for m in ("upper", "lower", "title", "capitalize", "swapcase")],
        *[f"{t}.strip()" for t in TEXTS], "p.lstrip()", "p.rstrip()", "s.strip('Hd')", "s.lstrip('He')", "s.rstrip('dl')",
        "'😀a😀'.strip('😀')", "s.split()", "s.split(',')", "ls.split(',')", "ls.split(',', 1)", "ls.rsplit(',', 1)",
        "p.split()", "m.split()", "m.split(none, 1)", "m.rsplit(none, 1)", "'a b  c '.split(' ')", "' a b c '.split(maxsplit=1)",
        "m.splitlines()", "m.splitlines(true)", "'a\\n\\nb\\n'.splitlines()", "''.splitlines()", "''.split()", "''.split(',')",
        "s.partition(', ')", "s.partition('x')", "s.rpartition('o')", "s.rpartition('x')", "','.join(xs)", "''.join('abc')",
        "', '.join(['x'])", "s.replace('o', '0')", "s.replace('o', '0', 1)", "s.replace('', '-')", "'aaa'.replace('aa', 'b')",
        "'abc'.replace('', '-', 2)", "s.startswith('Hell')", "s.startswith('ell', 1)", "s.startswith(('x', 'H'))", "s.endswith('ld')",
        "s.endswith('Wor', 0, 10)", "s.endswith(('x', 'd'))", "s.find('o')", "s.find('o', 5)", "s.find('z')", "s.find('o', 5, 7)",
        "s.rfind('o')", "s.index('W')", "s.rindex('o')", "s.count('l')", "s.count('l', 4)", "s.count('')", "'aaaa'.count('aa')",
        "e.find('c')", "e.index('b')", "s.center(20)", "s.center(21, '*')", "'ab'.center(5)", "'abc'.center(6)", "s.ljust(15) ~ '|'",
        "s.rjust(15, '.')", "'a'.ljust(3, '😀')", "n.zfill(5)", "'-42'.zfill(5)", "'+1'.zfill(4)", "tabs.expandtabs()", "tabs.expandtabs(4)",
        "'a\\tb'.expandtabs(0)", "s.removeprefix('Hello')", "s.removesuffix('World')", "s.removeprefix('x')", "u.casefold()",
        *[f"{v}.{m}()" for v in ("'abc'", "'ABC'", "'Abc Def'", "'123'", "'a1'", "' \\n'", "''", "'²'", "'½'", "'é'", "'_x1'")
          for m in ("isalpha", "isdigit", "isalnum", "islower", "isupper", "istitle", "isspace", "isnumeric", "isdecimal", "isidentifier", "isprintable", "isascii")],
        "s.translate({72: 'J', 111: none})", "s.upper().lower().title()", "'%s' % s.upper()", "s[0].upper() ~ s[1:]", "cjk.upper()", "cjk[2:4]", "cjk|length",
    ),
    "format": shown(
        DATA,
        "'{} {}'.format('a', 1)", "'{0} {1} {0}'.format('a', 'b')", "'{name}!'.format(name='Bo')", "'{0.a}'.format({'a': 1})", "'{0[a]}'.format({'a': 1})",
        "'{0[1]}'.format([1, 2])", "'{{}}'.format()", "'{:>5}|{:<5}|{:^5}'.format('a', 'b', 'c')", "'{:*^9}'.format('mid')", "'{:5}|'.format('ab')",
        "'{:5}|'.format(12)", "'{:05d}'.format(42)", "'{:+d} {: d}'.format(5, 5)", "'{:,}'.format(1234567)", "'{:_}'.format(1234567)", "'{:,.2f}'.format(1234567.891)",
        "'{:.2f}'.format(3.14159)", "'{:.0f}'.format(2.5)", "'{:.3}'.format('abcdef')", "'{:e}'.format(12345.678)", "'{:.2e}'.format(0.00012)", "'{:g}'.format(1e10)",
        "'{:g}'.format(123456789)", "'{:g}'.format(0.0001)", "'{:%}'.format(0.25)", "'{:.1%}'.format(0.1234)", "'{:x} {:X} {:o} {:b}'.format(255, 255, 8, 5)",
        "'{:#x} {:#o} {:#b}'.format(255, 8, 5)", "'{:08.3f}'.format(3.14159)", "'{:010,d}'.format(1234567)", "'{:c}'.format(65)", "'{!r} {!s}'.format('a', 'b')",
        "'{!r:>6}'.format('a')", "'{:{}}|'.format('a', 5)", "'{:{w}}|'.format('a', w=6)", "'{:>{w}.{p}f}'.format(3.14159, w=8, p=2)", "'{}'.format(none)", "'{}'.format(true)",
        "'{}'.format([1, 'a'])", "'{:d}'.format(true)", "'{:>6}'.format(true)", "'{}'.format(1.0)", "'{:.3}'.format(1234.5)", "'{:.3}'.format(0.00001234)", "'{:10}|'.format(1.5)",
        "'{:<10}|'.format(1.5)", "'{:=+8d}'.format(42)", "'{:>+8.1f}'.format(2.25)", "'{:n}'.format(1234)", "'{a[b]} {a[c]}'.format(a={'b': 1, 'c': 2})", "'{a.b}'.format(a={'b': 'x'})",
        "'{0.missing}'.format({'a': 1})", "'{}'.format(missing)", "'{:^7}|'.format('😀')", "'{a}'.format_map({'a': 1})", "'{:.2f}'.format(2)", "'{:,}'.format(12.5)", "'{:#.3g}'.format(1)",
        "'{:G}'.format(1e-10)", "'{:.10g}'.format(0.1)", "'{:.20f}'.format(0.1)", "'{:f}'.format(1e20)", "'{:e}'.format(0.0)", "'{:a>4}'.format('x')", "'{!a}'.format('é')", "'{:E}'.format(1.5)",
        "'%s, %s!'|format('Hello', 'Bo')", "'%(a)s'|format(a=1)", "'%.2f'|format(2.5)", "'%d%%'|format(50)", "'%s'|format([1])", "'%5s|%-5s'|format('a', 'b')", "'%r'|format('a')", "'none'|format",
        "'%s %s'|format(*['a', 'b'])", "'%08.3f|%+.1e'|format(3.14159, 12345)", "'%x'|format(255)", "'%-8d|'|format(42)", "'%05d'|format(-42)", "'%#o %#X'|format(8, 255)", "'%.0f %.0f'|format(0.5, 1.5)",
        "'%g %g'|format(100000, 1000000)", "'%s'|format(none)", "'%10.4s|'|format('abcdefgh')", "'% d'|format(3)", "'%5%|'|format()", "'%i'|format(2.9)", "'%c'|format('x')",
    ),
    "text filters": shown(
        DATA,
        *[f"{t}|{f}" for t in TEXTS for f in ("upper", "lower", "title", "capitalize", "trim", "length", "wordcount", "reverse", "string")],
        "s|trim('Hd')", "'xxaxx'|trim('x')", "s|replace('o', '0')", "s|replace('o', '0', 1)", "s|replace('l', '')", "42|replace('4', '5')", "s|replace(none, 'x')", "s|center(20)", "s|center(3)", "'ab'|center(5)",
        "'a'|center", "long|truncate(20)", "long|truncate(20, true)", "long|truncate(20, false, '…')", "long|truncate(20, true, '')", "long|truncate(90)", "long|truncate(85, leeway=0)", "s|truncate(5)", "s|truncate(5, leeway=0)",
        "s|truncate(5, true, '..', 0)", "'nospaceshere'|truncate(8, leeway=0)", "long|truncate(length=30, killwords=true, end='>')", "e|truncate(4, true, '', 0)", "long|truncate", "m|indent", "m|indent(2)", "m|indent(2, true)",
        "m|indent(width='> ')", "'a\\n\\nb'|indent(2)", "'a\\n\\nb'|indent(2, blank=true)", "'a\\n'|indent(2)", "'a\\n\\n'|indent(2, true, true)", "''|indent(4, true)", "'a\\nb'|indent(width=3, first=true)", "long|wordwrap(20)",
        "long|wordwrap(40)", "words|wordwrap(20)", "words|wordwrap(20, false)", "words|wordwrap(20, wrapstring='|')", "words|wordwrap(12, break_on_hyphens=false)", "words|wordwrap(10, false, break_on_hyphens=false)",
        "'a\\n\\nb c'|wordwrap(3)", "'well-known e-mail foo-bar-baz a--b x-1-y'|wordwrap(5)", "'  lead  and   spaces  '|wordwrap(8)", "cjk|wordwrap(3)", "'tab\\tbed text'|wordwrap(6)", "'a-b-c-d-e-f'|wordwrap(4)", "'abc--def ghi'|wordwrap(6)",
        "html|striptags", "'a &amp; b &lt;c&gt; &#39;d&#39; &copy; &#x41;'|striptags", "'<a\\nb>x</a>  y '|striptags", "'a < b > c'|striptags", "html|escape", "html|e", "html|escape|escape", "html|forceescape", "html|escape|forceescape", "html|safe",
        "html|safe|escape", "none|escape", "[1, '<']|escape", "('<'|escape) + '<'", "'<' + ('<'|escape)", "('<'|escape) ~ '<'", "['<'|escape, '<']|join", "('<'|escape)|upper", "('%s'|safe) % '<'", "('<%s>'|safe)|format('<')", "('<'|safe).replace('<', '>')",
        "('a'|safe).join(['<', '>'])", "['<'|escape]", "('<b>'|safe)|length", "('{}'|safe).format('<')", "('<'|escape).upper()", "('<a>'|safe)|trim|escape", "('<'|safe) * 2|escape", "('a<'|safe)[1]|escape", "s|urlencode", "'a b/c?d=e&f'|urlencode",
        "{'q': 'a b', 'x': '/é'}|urlencode", "[('a', 1), ('b', 'c d')]|urlencode", "'é😀~-_.'|urlencode", "42|urlencode", "''|urlencode", "'see http://example.com/a?b=c, ok'|urlize", "'www.example.com and foo@bar.org'|urlize",
        "'(http://x.com/a_(b))'|urlize", "'http://example.com/very/long/path'|urlize(15)", "'http://a.com'|urlize(target='_blank')", "'http://a.com'|urlize(nofollow=true)", "'http://a.com'|urlize(rel='me')", "'mailto:a@b.com'|urlize", "'<http://a.com>'|urlize",
        "'ftp://x.y tel:123'|urlize(extra_schemes=['tel:'])", "'example.org. example.xyz'|urlize", "'https://1.2.3.4:80/x'|urlize", "'a@b'|urlize", "'http://a.com.'|urlize", "{'class': 'a b', 'id': none, 'x': '<'}|xmlattr", "{'a': 1}|xmlattr(false)", "{}|xmlattr",
        "{'a': missing, 'b': 2}|xmlattr", "'don\\'t (stop) [me] {now} <ok> a-b'|title", "'ABC dEF'|title", "'1st place'|title", "'éa ßx'|title", "123|title", "none|upper", "true|lower", "[1, 2]|upper", "missing|upper", "missing|length", "missing|trim", "'a b_c-d'|wordcount",
        "42|wordcount", "s|list", "e|list", "s|first", "s|last", "''|first", "''|last", "e|length", "e|reverse", "s|sort|join", "s|unique|join", "s|batch(5)|list", "s|max", "s|min", "s|map('upper')|join", "s|join('-')", "s|select('in', 'lo')|join", "'b,a'|sort", "42|string ~ 1", "1.0|string",
        "none|string", "missing|string", "[missing]|string", "'5'|int + 1", "'a'|default('b')", "missing|default('b')", "missing|d('b')", "''|default('b')", "''|default('b', true)", "none|default('b')", "none|default('b', boolean=true)", "0|d(1, true)", "missing|default", "missing.x|default('b') if false else 'ok'",
    ),
}
