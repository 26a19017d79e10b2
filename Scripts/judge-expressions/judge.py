"""Holds our results of expressions against another database's.

    judge.py duckdb|postgresql FOLDER

FOLDER has table.jsonl (the rows, as text), types.json (the columns' types) and results.jsonl (what we make of each line
of expressions.sql). Each difference is a line that begins with ✘; the last line sums up. A line of expressions.sql is an
expression, and behind ` -- ` what is to be known of it:

    -- pg              PostgreSQL gives the same, and is held to it
    -- differs: WHY    we differ from DuckDB on purpose; it is a mistake if we don't
    -- alone: WHY      DuckDB knows nothing of the kind; it is a mistake if it does
"""
import json
import math
import os
import re
import struct
import sys
from decimal import Decimal

HERE = os.path.dirname(os.path.abspath(__file__))


def lines():
    """The expressions by their line: (expression, isForPostgreSQL, why we differ, why we are alone)."""
    found = {}
    with open(os.path.join(HERE, "expressions.sql"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("--"):
                continue
            expression, _, note = line.partition(" -- ")
            notes = [part.strip() for part in note.split(" -- ")] if note else []
            word = lambda name: next((part[len(name):].strip() for part in notes if part.startswith(name)), None)
            found[number] = (expression.strip(), "pg" in notes, word("differs:"), word("alone:"))
    return found


def read(folder):
    rows = [json.loads(line) for line in open(os.path.join(folder, "table.jsonl"), encoding="utf-8")]
    types = json.load(open(os.path.join(folder, "types.json"), encoding="utf-8"))
    results = {}
    for line in open(os.path.join(folder, "results.jsonl"), encoding="utf-8"):
        result = json.loads(line)
        results[result["line"]] = result
    return rows, types, results


def translated(expression, spelled):
    """The expression with the names that another database has for our types."""
    return re.sub(r"(::|\bas )([a-z]+\d*\b(?:\(local\))?)", lambda found: found[1] + spelled(found[2]), expression)


class Failed(str):
    """A row for which the judge has an error instead of a value."""


FLOATS = ("float32", "float64")


def kind(type):
    """Which types count as alike: results may be wider or narrower than ours."""
    type = type.split("(")[0].split("<")[0]
    if type.startswith(("int", "uint", "decimal")):
        return "number"
    return "float" if type in FLOATS else type


def ordered(value, size):
    """Floats as whole numbers in their order, so that neighbours differ by one."""
    code, shape = ("i", "f") if size == 4 else ("q", "d")
    try:
        bits = struct.unpack("<" + code, struct.pack("<" + shape, value))[0]
    except OverflowError:
        bits = struct.unpack("<" + code, struct.pack("<" + shape, math.copysign(math.inf, value)))[0]
    return bits if bits >= 0 else -(bits & (2 ** (8 * size - 1) - 1))


def number(text):
    return float(text.replace("Infinity", "inf").replace("NaN", "nan"))


def same(ours, theirs, type):
    """Whether two values, as text, are one."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    if type in FLOATS:
        a, b = number(ours), number(theirs)
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        return abs(ordered(a, 4 if type == "float32" else 8) - ordered(b, 4 if type == "float32" else 8)) <= 2
    if ours == theirs:
        return True
    if type in ("date", "timestamp", "timestamp(local)"):
        return plain(ours) == plain(theirs)
    if kind(type) == "number":
        try:
            return Decimal(ours) == Decimal(theirs)
        except ArithmeticError:
            return False
    if type == "json" or type.startswith(("list", "map", "struct")):
        try:
            return json.loads(ours) == json.loads(theirs)
        except ValueError:
            return False
    return False


def plain(text):
    """A date or moment with the sign that ISO 8601 gives to years beyond four digits and before 1."""
    if text.endswith(" (BC)") or " (BC) " in text:
        date, _, time = text.partition(" (BC)")
        year, rest = date.split("-", 1)
        year = 1 - int(year)
        return ("-" if year < 0 else "") + f"{abs(year):04}-{rest}{time}"
    return text.removeprefix("+")


def isNoValue(value):
    """What others give where the language says that a row fails: division by zero, overflow, roots of negatives."""
    return value is None or value.lower() in ("inf", "-inf", "nan", "-nan", "infinity", "-infinity")


ALLOWED = ("divides by zero", "goes beyond", "go beyond", "is beyond", "has no value")


def differences(result, theirs, narrower=None):
    """The rows in which we differ: (row, ours, theirs). A judge whose types are `narrower` than ours says so there."""
    failures = result["failures"]
    for row, (mine, other) in enumerate(zip(result["values"], theirs)):
        message = failures.get(str(row))
        if message is not None:
            if isinstance(other, Failed) or any(word in message for word in ALLOWED) and isNoValue(other):
                continue
            yield row, f"✗ {message}", other
        elif isinstance(other, Failed):
            if narrower and narrower in other:
                continue
            yield row, mine, f"✗ {other}"
        elif not same(mine, other, result["type"]):
            yield row, mine, other


def judge(judge, folder):
    rows, types, results = read(folder)
    judge.fill(rows, types)
    counts = {"held": 0, "values": 0, "alone": 0, "differing": 0, "wrong": 0}
    for line, (expression, isShared, differs, alone) in lines().items():
        if judge.name == "postgresql" and not isShared:
            continue

        def wrong(reason):
            counts["wrong"] += 1
            print(f"✘ line {line}: {expression}   {reason}")

        result = results[line]
        if "problem" in result:
            theirs = judge.values(expression, result, rows)
            if not isinstance(theirs, str):
                wrong(f"we refuse it: {result['problem']}")
            continue
        theirs = judge.values(expression, result, rows)
        if judge.name == "duckdb" and alone:
            counts["alone"] += 1
            if not isinstance(theirs, str):
                wrong("DuckDB knows this, though it is said to be ours alone")
            continue
        if isinstance(theirs, str):
            wrong(f"it is refused: {theirs}")
            continue
        found = list(differences(result, theirs, judge.narrower))
        if judge.name == "duckdb" and differs:
            counts["differing"] += 1
            if not found:
                wrong("we don't differ, though it is said that we do")
            continue
        counts["held"] += 1
        counts["values"] += len(theirs)
        if found:
            row, ours, other = found[0]
            used = {name: value for name, value in rows[row].items() if name in words(expression)}
            wrong(f"{len(found)} rows; row {row} {used}: ours {ours!r}, theirs {other!r} ({result['type']})")
    print(
        f"{judge.title}: {counts['held']} expressions with {counts['values']} values held, "
        f"{counts['differing']} differ on purpose, {counts['alone']} are ours alone, {counts['wrong']} are wrong"
    )
    return 1 if counts["wrong"] or not counts["held"] else 0


def words(expression):
    return set(re.findall(r"\w+", expression))


def main():
    if sys.argv[1] == "duckdb":
        from judge_duckdb import DuckDB as Judge
    else:
        from judge_postgresql import PostgreSQL as Judge
    with Judge() as one:
        return judge(one, sys.argv[2])


if __name__ == "__main__":
    # As a module of its own name, so that the judges' `Failed` is this one.
    sys.path.insert(0, HERE)
    import judge as itself

    sys.exit(itself.main())
