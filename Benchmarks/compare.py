"""Measures Ouzel beside its peers and writes RESULTS.md. Benchmarks/run calls it."""
import datetime
import json
import os
import platform
import shutil
import subprocess
import sys

import expressions
from formats import FORMATS
from measuring import Taken, in_turns, run
from orders import DATA, HERE, OUZEL, made, orders, table_rows

ROUNDS = int(os.environ.get("ROUNDS", "5"))


def afresh(*names):
    """Forgets what an earlier run left: positions, tables, topics."""
    for name in (".ouzel", *names):
        path = os.path.join(HERE, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        for file in (path, path + "-wal", path + "-shm"):
            if os.path.isfile(file):
                os.remove(file)


def ouzel(file, source, to=subprocess.DEVNULL):
    afresh("data/events.db", "data/orders.db")
    return run([OUZEL, "run", os.path.join(HERE, file), "--until", "end"], {"ORDERS": source}, to)


def duckdb(source, to=subprocess.DEVNULL):
    return run([sys.executable, os.path.join(HERE, "duckdb_json_lines.py"), source], to=to)


def json_lines():
    """CSV → filter, two columns → JSON lines, beside DuckDB."""
    same_lines(orders(99_441))
    source = orders(2_000_000)
    taken = in_turns(ROUNDS, {"Ouzel": lambda: ouzel("json-lines.yaml", source), "DuckDB": lambda: duckdb(source)})
    return {
        "title": "2,000,000 orders, CSV → filter, two columns → JSON lines",
        "goal": "1.3 × the rate of DuckDB a CPU second, in a quarter of its memory",
        "sides": {name: vars(side) for name, side in taken.items()},
    }


def same_lines(source):
    """Refuses to compare the speed of programs that don't write the same."""
    lines = []
    for name, side in (("ouzel", lambda to: ouzel("json-lines.yaml", source, to)), ("duckdb", lambda to: duckdb(source, to))):
        path = os.path.join(DATA, name + ".jsonl")
        with open(path, "wb") as file:
            side(file)
        with open(path) as file:
            lines.append(sorted(json.dumps(json.loads(line), sort_keys=True) for line in file))
        os.remove(path)
    if lines[0] != lines[1]:
        unlike = next((pair for pair in zip(*lines) if pair[0] != pair[1]), (len(lines[0]), len(lines[1])))
        raise SystemExit(f"Ouzel and DuckDB write different lines:\n{unlike[0]}\n{unlike[1]}")


def load():
    """CSV → topic → keyed table, beside the sqlite3 shell's import into the same table."""
    source = orders(1_000_000)
    rows = table_rows(source)
    ouzel("load.yaml", source)
    table = os.path.join(DATA, "orders.db")
    schema = asked(table, "select sql from sqlite_master where name = 'orders'")
    count = asked(table, "select count(*) from orders")
    if count != "1000000":
        raise SystemExit(f"the table holds {count} orders instead of 1000000")

    def sqlite():
        afresh("data/imported.db")
        # Columns by name, since a table's order is its own.
        return run(["sqlite3", os.path.join(DATA, "imported.db")], text=f"{schema};\n.import --csv {rows} orders\n")

    taken = in_turns(ROUNDS, {"Ouzel": lambda: ouzel("load.yaml", source), "sqlite3": sqlite})
    same_rows(table, os.path.join(DATA, "imported.db"))
    return {
        "title": "1,000,000 orders, CSV → topic → keyed table, both pipelines of the example",
        "goal": "at least half the rate of the `sqlite3` shell's `.import` into the same table",
        "sides": {name: vars(side) for name, side in taken.items()},
    }


def asked(database, question):
    return subprocess.run(["sqlite3", "-readonly", database, question], check=True, capture_output=True, text=True).stdout.strip()


def same_rows(table, imported):
    """Both tables have to hold the same orders."""
    columns = "order_id, customer_id, order_status, order_purchase_timestamp, order_hour, order_day_of_week"
    unlike = asked(table, f"attach '{imported}' as other; select count(*) from (select {columns} from orders except select {columns} from other.orders)")
    if unlike != "0":
        raise SystemExit(f"the tables differ in {unlike} orders")


def memory():
    """Peak memory of the example's pipelines, few rows and many."""
    sides = {f"{count:,} orders": vars(ouzel("load.yaml", orders(count))) for count in (99_441, 5_000_000)}
    for name, side in sides.items():
        print(f"  {name}: {side['peak']:.0f} MiB, {side['wall']:.1f} s", flush=True)
    return {
        "title": "Peak memory of the example's two pipelines, default settings",
        "goal": "under 256 MiB, few rows and many alike",
        "sides": sides,
    }


def cores(source, goal):
    """One file through the built program on one core and on two: how far one lane's work spreads."""
    def on(count):
        afresh("data/events.db", "data/orders.db")
        return run(["taskset", "-c", "0" if count == 1 else "0,1", OUZEL, "run", os.path.join(HERE, "json-lines.yaml"),
                    "--until", "end"], {"ORDERS": source()})
    taken = in_turns(ROUNDS, {"1 core": lambda: on(1), "2 cores": lambda: on(2)})
    name = os.path.basename(source())
    return {
        "title": f"One lane on one core and on two: {name}, CSV → filter, two columns → JSON lines", "goal": goal,
        "sides": {name: vars(side) for name, side in taken.items()}}


def compressed():
    source = orders(2_000_000)
    return made(os.path.basename(source) + ".gz", lambda path: subprocess.run(
        ["gzip", "-1", "--stdout", source], check=True, stdout=open(path, "wb")))


BENCHMARKS = {
    "json-lines": json_lines, "load": load, "memory": memory,
    "cores": lambda: cores(lambda: orders(2_000_000), "the work of one lane spreads over the cores"),
    "cores-gzip": lambda: cores(compressed, "decoding goes on while the next bytes are unpacked"),
    **FORMATS,
    "expressions": lambda: expressions.benchmark(ROUNDS),
}


def verdict(name, sides):
    (_, first), (peer, second) = ((side, Taken(**of)) for side, of in sides.items())
    if name == "memory":
        return f"Many rows take {second.peak / first.peak:.2f} × the memory of few."
    if name.startswith("cores"):
        return f"Two cores take {second.wall / first.wall:.2f} × the wall time of one, and {second.cpu / first.cpu:.2f} × its CPU seconds."
    return (
        f"Ouzel takes {first.wall / second.wall:.2f} × the wall time, {first.cpu / second.cpu:.2f} × the CPU seconds and "
        f"{first.peak / second.peak:.2f} × the memory of {peer}: {second.cpu / first.cpu:.2f} × the rate a CPU second, "
        f"{second.wall / first.wall:.2f} × the rate by the clock.")


def commit():
    return subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True).stdout.strip()


def section(name, result):
    """What RESULTS.md says of one benchmark."""
    lines = [f"`ROUNDS={result['rounds']} Benchmarks/run {name}` on {result['date']}, at commit {result['commit']}. "
             f"Goal: {result['goal']}.", ""]
    if "rows" in result:
        lines += [f"| {' | '.join(result['columns'])} |", "| ---" + " | ---:" * (len(result["columns"]) - 1) + " |"]
        return lines + [f"| {' | '.join(map(str, row))} |" for row in result["rows"]]
    if "table" in result:
        return lines + expressions.section(result["table"])
    lines += ["| | wall s | CPU s | peak MiB |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {side} | {of['wall']:.2f} | {of['cpu']:.2f} | {of['peak']:.0f} |" for side, of in result["sides"].items()]
    lines += ["", verdict(name, result["sides"])]
    if "ceiling" in result:
        lines += ["", f"The machine's ceiling: {result['ceiling']}."]
    return lines


def report(title, lines):
    """Puts a section into RESULTS.md, in the place of the one with its title; the others stay as they were measured."""
    path = os.path.join(HERE, "RESULTS.md")
    sections = {}
    if os.path.exists(path):
        with open(path) as file:
            for part in file.read().split("\n## ")[1:]:
                known, _, body = part.partition("\n")
                sections[known] = body.strip()
    sections[title] = "\n".join(lines).strip()
    beginning = [
        "# Results", "",
        f"Written by `Benchmarks/run`, {os.cpu_count()} cores ({platform.machine()}). Both sides ran in turns on one machine;",
        "each figure is the median of its runs. The ratios can be trusted, the seconds are this machine's.", "",
    ]
    with open(path, "w") as file:
        file.write("\n".join(beginning + [f"## {known}\n\n{body}\n" for known, body in sections.items()]))


def main(wanted):
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        raise SystemExit(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    for name in wanted or BENCHMARKS:
        print(name, flush=True)
        result = {**BENCHMARKS[name](), "rounds": 1 if name in ("memory", "allocations") else ROUNDS,
                  "date": str(datetime.date.today()), "commit": commit()}
        report(result["title"], section(name, result))
    print("Written: Benchmarks/RESULTS.md")


if __name__ == "__main__":
    main(sys.argv[1:])
