from .case import shown

DATA = {"i": 7, "f": 2.5, "neg": -3.7, "big": 10**30, "t": True, "small": 1e-9, "whole": 4.0, "huge": 1.5e300}

GROUPS = {
    "number filters": shown(
        DATA,
        *[f"{v}|round" for v in ("2.5", "3.5", "2.4", "-2.5", "42", "0.5", "1.5", "1e20", "42.55", "true")],
        *[f"{v}|round({p})" for v in ("2.675", "1.005", "1234.5678", "-0.125", "0.1") for p in (1, 2, 3)],
        *[f"{v}|round({p}, '{m}')" for v in ("42.55", "-42.55", "42", "0.1") for p in (0, 1) for m in ("ceil", "floor")],
        "1234|round(-2)", "1250|round(-2)", "1234.5|round(-2)", "1234|round(-2, 'floor')", "big|round(-29)", "42.55|round(precision=1)", "42.55|round(method='ceil')", "2.5|round|int", "0.5|round(0) ~ ''", "-0.4|round", "1e300|round(2)",
        *[f"{v}|int" for v in ("'42'", "' 42 '", "'-7'", "'+7'", "'4_2'", "'4.7'", "'1e3'", "'abc'", "''", "4.7", "-4.7", "true", "none", "[]", "'0x1f'", "'１２'", "1e20", "'nan'")],
        "'1f'|int(base=16)", "'0x1f'|int(0, 16)", "'101'|int(base=2)", "'0b101'|int(base=2)", "'z'|int(base=36)", "'12'|int(base=8)", "'9'|int(5, 8)", "'abc'|int(-1)", "'abc'|int(default=none)", "'0x1f'|int(base=0)", "'010'|int(base=0)", "'99999999999999999999'|int",
        *[f"{v}|float" for v in ("'4.5'", "' 4.5 '", "'4'", "'-1e3'", "'abc'", "''", "7", "true", "none", "'inf'", "'-Infinity'", "'nan'", "'1_000.5'", "'.5'", "'5.'", "'1e'", "'0x10'")],
        "'abc'|float(1.5)", "'abc'|float(default='x')", *[f"{v}|abs" for v in ("-1", "1", "-1.5", "0", "-0.0", "true", "big", "neg")],
        *[f"{v}|filesizeformat" for v in ("0", "1", "999", "1000", "1500", "1234567", "1e9", "123456789012", "'100'", "1e30", "-5", "1.5")],
        *[f"{v}|filesizeformat(true)" for v in ("1", "1023", "1024", "1536", "1048576", "5e12")],
        "[1, 2, 3]|sum", "[1.5, 2]|sum", "[]|sum", "[1]|sum(start=10)", "[[1], [2]]|sum(start=[])", "[{'v': 1}, {'v': 2}]|sum(attribute='v')", "[{'v': 1}, {'v': 2}]|sum('v', 10)", "[true, true]|sum", "[0.1, 0.2, 0.3]|sum", "(1, 2)|sum", "{1: 2, 3: 4}|sum",
        "[3, 1, 2]|max", "[3, 1, 2]|min", "[]|max", "[]|min|default('none')", "['b', 'A', 'c']|max", "['b', 'A', 'c']|min", "['b', 'A']|min(case_sensitive=true)", "[{'v': 2}, {'v': 5}]|max(attribute='v')", "[1, 2.5]|max", "[[1, 2], [1, 3]]|max",
    ),
    "number methods": shown(
        DATA,
        "(5).bit_length()", "(255).bit_count()", "(2.0).is_integer()", "f.is_integer()", "i.real", "i.imag", "i.numerator", "i.denominator", "f.real", "f.imag", "t.real", "i.conjugate()", "i.nope", "f.nope", "whole", "huge", "small", "big", "big + 0.5",
        "f|string|length", "i ~ f", "1.0 == 1", "0.1 * 3", "1/3", "2/3", "10/3", "1e15", "1e16", "1e17", "123456789012345678", "1.23e-4", "0.00012", "0.000012", "100.0", "1e2", "1.10", "3.14159265358979", "2.0**0.5", "1e22", "1e23", "-1e-7", "1/7", "100/7",
        "(1e16)|int", "7.0 // 2", "7 // 2.0", "-7 // 2.0", "1e308 + 1e308", "-(1e308 + 1e308)", "(1e308 * 10) - (1e308 * 10)", "5 % 3.0", "-5 % 3.0", "0.3 % 0.1", "1e16 % 7", "2**0.5 * 2**0.5", "1", "i // f", "i % f", "i ** f", "4 ** 0.5", "8 ** (1/3)", "(-8) ** 3",
        "2 ** 200", "(2 ** 200) // (2 ** 190)", "(2**70) % 1000", "-(2**70) % 1000", "(2**70) / (2**60)", "(10**30) / (10**10)", "(10**400) // (10**398)", "(10**25)|float", "10**25 > 1e25", "10**22 == 1e22", "i in [7.0]", "t in [1]", "t == 1.0", "{1: 'a'}[t]", "{1.0: 'a'}[1]", "{true: 'a'}[1]",
        "[1, true, 1.0]|unique|list", "[2, 1.5, true]|sort", "[3.0, 3]|min", "i is divisibleby 7", "f is odd", "(7.0) is odd", "7.0 is integer", "7.0 is float", "i|pprint", "f|pprint", "1e400 == 1e500", "-i % 4", "+t", "1 if 0.1 + 0.2 == 0.3 else 2", "12 // 5 * 5 + 12 % 5", "range(5, 0)|list", "range(2, 8, 2)|list", "range(3)", "range(1, 5, 2)", "range(3)|length", "range(3)|last", "2 in range(5)", "range(3) == range(0, 3)",
    ),
}
