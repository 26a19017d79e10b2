"""Measures our expressions beside DuckDB's, one by one, on one thread each.

Both sides hold the same rows in memory in columns: DuckDB makes them by the queries of expressions.sql and writes them
as JSON lines, from which Measure reads them. For each expression both sides go over all rows in turns; the median of a
side's CPU time counts. Ours makes whole columns, by batches of 8192 rows. DuckDB's feeds `count`, which needs the
result's vectors and looks at nothing but which of them are null; what counting the bare columns costs, its reading of
the table included, is taken off, while ours has no such part. Since that difference is only good to about half a
nanosecond, a side that takes less than one counts as taking one. Each expression can be null in some row: of others
DuckDB's `count` needs no value at all.
"""
import json
import os
import re
import statistics
import subprocess
import sys
import time

from orders import DATA, HERE, made

sys.path.insert(0, os.path.join(HERE, "..", "Scripts", "judge-expressions"))
MEASURE = os.path.join(HERE, "..", ".build", "release", "Measure")
ROWS = int(os.environ.get("ROWS", "1000000"))
LEAST = 1.0


def parts():
    """The columns of the table, (name, type, query), and the expressions by group, (ours, DuckDB's)."""
    columns, groups = [], {}
    with open(os.path.join(HERE, "expressions.sql"), encoding="utf-8") as file:
        for line in (line.strip() for line in file):
            if line.startswith("-- # "):
                groups[line[5:]] = []
            elif line.startswith("-- column "):
                name, type, query = line[10:].split(" | ")
                columns.append((name, type, query))
            elif line and not line.startswith("--"):
                ours, _, theirs = line.partition(" -- duckdb: ")
                groups[list(groups)[-1]].append((ours, theirs))
    return columns, groups


class DuckDB:
    def __init__(self, columns):
        import duckdb
        from judge import translated
        from judge_duckdb import spelled
        self.spelled, self.translated = spelled, translated
        self.names = [name for name, _, _ in columns]
        self.db = duckdb.connect()
        self.db.execute("set threads = 1")
        self.db.execute("set timezone = 'UTC'")
        query = ", ".join(
            f"case when hash(i, '{name}') % 10 <> 0 then ({query})::{spelled(type)} end as {name}"
            for name, type, query in columns)
        self.db.execute("create macro h(i, salt) as (hash(i, salt) >> 1)::bigint")
        self.db.execute(f"create table t as select {query} from range({ROWS}) as r(i)")
        self.version = duckdb.__version__

    def write(self, path, columns):
        listed = ", ".join(f"to_base64({name}) as {name}" if type == "bytes" else name for name, type, _ in columns)
        self.db.execute(f"copy (select {listed} from t) to '{path}' (format json)")

    def taken(self, query):
        began = time.process_time()
        found = self.db.execute(f"select {query} from t").fetchone()
        return (time.process_time() - began) / ROWS * 1e9, found[0]

    def bytes(self, expression):
        """How many bytes the text of the first results has; None where it is another one by its nature."""
        value = self.translated(expression, self.spelled)
        type = self.db.execute(f"select typeof({value}) from t limit 1").fetchone()[0]
        if type.endswith(("]", ")", "TIME ZONE")) and not type.startswith("DECIMAL") or expression.startswith("hash("):
            return None
        return self.db.execute(f"select coalesce(sum(strlen(({value})::varchar)), 0) from (from t limit 32768)").fetchone()[0]

    def query(self, expression):
        return f"count({self.translated(expression, self.spelled)})"

    def bare(self, expression):
        """Counts the columns that an expression names."""
        plain = re.sub(r"'[^']*'", "", expression)
        used = [name for name in self.names if re.search(rf"(?<![\w.]){name}(?!\w)", plain)]
        return ", ".join(f"count({name})" for name in used) or "count(*)"


class Ours:
    def __init__(self, path, columns):
        arguments = [part for name, type, _ in columns for part in (name, type)]
        self.process = subprocess.Popen(
            [MEASURE, "expressions", path, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if json.loads(self.answer())["rows"] != ROWS:
            raise SystemExit("Measure has read another number of rows")

    def answer(self):
        line = self.process.stdout.readline()
        if not line.startswith("{"):
            raise SystemExit(f"Measure says: {line or 'nothing'}")
        return line

    def taken(self, expression):
        print(expression, file=self.process.stdin, flush=True)
        answer = json.loads(self.answer())
        if "problem" in answer:
            raise ValueError(answer["problem"])
        self.bytes = answer["bytes"]
        return answer["ns"], ROWS - answer["nulls"]


def measured(rounds, only=""):
    """For each group its expressions, each with both sides' nanoseconds a row."""
    columns, groups = parts()
    theirs = DuckDB(columns)
    ours = Ours(made(f"expressions-{ROWS}.jsonl", lambda path: theirs.write(path, columns)), columns)
    print(f"  {'Ouzel':>8} {'DuckDB':>8}   ns a row", flush=True)
    results = {}
    for group, expressions in groups.items():
        for expression, other in expressions:
            if only not in expression and only != group:
                continue
            try:
                mine, other = in_turns(rounds, ours, theirs, expression, other or expression)
            except ValueError as problem:
                raise SystemExit(f"{expression}: {problem}")
            print(f"  {mine:8.1f} {other:8.1f} {mine / other:6.2f}  {expression}", flush=True)
            results.setdefault(group, []).append((expression, mine, other))
    return {"duckdb": theirs.version, "groups": results}


def in_turns(rounds, ours, theirs, expression, other):
    """Both sides' nanoseconds a row."""
    query, bare = theirs.query(other), theirs.bare(other)
    ours.taken(expression)
    there = theirs.bytes(other)
    if there is not None and there != ours.bytes:
        raise ValueError(f"texts of {ours.bytes} bytes here, of {there} there")
    runs = []
    for _ in range(rounds):
        (mine, mine_valid), (full, full_valid), (base, _) = (
            ours.taken(expression), theirs.taken(query), theirs.taken(bare))
        if mine_valid != full_valid:
            raise ValueError(f"{mine_valid} values here, {full_valid} there")
        runs.append((mine, full - base))
    mine, other = (statistics.median(side) for side in zip(*runs))
    return max(mine, LEAST), max(other, LEAST)


def benchmark(rounds):
    found = measured(rounds)
    return {
        "title": f"Expressions over {ROWS:,} rows, one thread",
        "goal": "none slower than DuckDB's, a row",
        "table": found["groups"],
    }


def section(table):
    """The table function by function, as lines of RESULTS.md."""
    ratios = [ours / theirs for rows in table.values() for _, ours, theirs in rows]
    lines = [
        f"{len(ratios)} expressions: {sum(ratio <= 1 for ratio in ratios)} not slower than DuckDB's, "
        f"{sum(1 < ratio <= 2 for ratio in ratios)} up to twice as slow, {sum(ratio > 2 for ratio in ratios)} slower; "
        f"the median takes {statistics.median(ratios):.2f} × the time.", "",
        "| | Ouzel ns | DuckDB ns | ratio |", "| --- | ---: | ---: | ---: |",
    ]
    for group, rows in table.items():
        lines.append(f"| **{group}** | | | |")
        for expression, ours, theirs in rows:
            text = expression.replace("|", "\\|")
            ratio = f"{ours / theirs:.2f}" if ours <= theirs else f"**{ours / theirs:.2f}**"
            lines.append(f"| `{text}` | {ours:.1f} | {theirs:.1f} | {ratio} |")
    return lines + [""]


if __name__ == "__main__":
    measured(int(os.environ.get("ROUNDS", "3")), *sys.argv[1:])
