"""The benchmarks of the formats alone: parts of Ouzel in Measure, each beside a peer that does the same."""
import json
import os
import subprocess
import sys

from measuring import in_turns, run_reporting
from orders import DATA, HERE, orders
from people import people

MEASURE = os.path.join(HERE, "..", ".build", "release", "Measure")
FOUNDATION = os.path.join(HERE, "..", ".build", "release", "MeasureFoundation")
ALLOCATIONS = os.path.join(HERE, "..", ".build", "release", "MeasureAllocations")
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def measure(*arguments):
    return [MEASURE, *map(str, arguments)]


def peer(name, *arguments):
    return [sys.executable, os.path.join(HERE, "peer_formats.py"), name, *map(str, arguments)]


def foundation(*arguments):
    return [FOUNDATION, *arguments]


def same(*commands):
    """Refuses to compare programs whose columns aren't the same."""
    said = [run_reporting(command)[1] for command in commands]
    for other in said[1:]:
        if (said[0]["rows"], said[0]["sums"]) != (other["rows"], other["sums"]):
            raise SystemExit(f"these aren't the same columns:\n{said[0]}\n{other}")


def compared(title, goal, sides, source, out=os.devnull):
    """Runs the sides in turns, and puts the machine's ceiling beside them."""
    rates, size = ceiling(source, out)
    taken = in_turns(ROUNDS, {name: lambda command=command: run_reporting(command)[0] for name, command in sides.items()})
    return {
        "title": title, "goal": goal, "sides": {name: vars(side) for name, side in taken.items()},
        "ceiling": "; ".join(f"{name} {size / rate:.2f} s" for name, rate in rates.items()),
    }


def ceiling(source, out):
    """What the machine takes for the bytes of a file where nothing is made of them."""
    runs = [run_reporting(measure("ceiling", source, out))[1] for _ in range(3)]
    names = {"read": "reading the file", "memchr": "`memchr` over it in memory"}
    if out != os.devnull:
        names["write"] = "writing so many bytes"
    return {words: max(said[name] for said in runs) for name, words in names.items()}, os.path.getsize(source)


def decode_csv():
    source = orders(2_000_000)
    ours, theirs = ("decode", "csv", source, "orders"), ("pyarrow", "decode", "csv", source, "orders")
    same(measure(*ours, "sums"), peer(*theirs, "sums"))
    return compared(
        "2,000,000 orders, CSV → a table of typed columns, one thread", "1.5 × the rate of pyarrow's `read_csv`",
        {"Ouzel": measure(*ours, "keep"), "pyarrow": peer(*theirs)}, source)


def stream_csv():
    source = orders(2_000_000)
    ours, theirs = ("decode", "csv", source, "orders"), ("pyarrow", "stream", "csv", source, "orders")
    same(measure(*ours, "sums"), peer(*theirs, "sums"))
    return compared(
        "2,000,000 orders, CSV → typed columns batch by batch, one thread", "1.5 × the rate of pyarrow's `open_csv`",
        {"Ouzel": measure(*ours), "pyarrow": peer(*theirs)}, source)


def decode_json():
    source = people(1_000_000)
    ours = ("decode", "json", source, "people")
    same(measure(*ours, "sums"), foundation(source, "sums"))
    return compared(
        "1,000,000 people, JSON lines → typed columns, one thread", "10 × the rate of Foundation's `JSONDecoder`",
        {"Ouzel": measure(*ours), "Foundation": foundation(source)}, source)


def table_json():
    source = people(1_000_000)
    ours, theirs = ("decode", "json", source, "people", 2), ("duckdb", "decode", "json", source, "people", 2)
    same(measure(*ours, "sums"), peer(*theirs, "sums"))
    return compared(
        "1,000,000 people, JSON lines → a table of typed columns, two threads", "1.3 × the rate of DuckDB's `read_json`",
        {"Ouzel": measure(*ours, "keep"), "DuckDB": peer(*theirs)}, source)


def encode(kind, name, source):
    """Columns in memory to a file, which is read back to see that both wrote the same."""
    def benchmark():
        path = source()
        outs = [os.path.join(DATA, f"{side}.{kind}") for side in ("ouzel", "duckdb")]
        sides = {
            "Ouzel": measure("encode", kind, path, name, outs[0]),
            "DuckDB": peer("duckdb", "encode", kind, path, name, outs[1])}
        for command in sides.values():
            run_reporting(command)
        same(*(measure("decode", kind, out, name, "sums") for out in outs))
        rows = f"{2_000_000 if name == 'orders' else 1_000_000:,} {name}"
        result = compared(
            f"{rows}, typed columns in memory → {kind.upper()} in a file, one thread", "not slower than DuckDB's `copy to`",
            sides, outs[0], os.path.join(DATA, "written"))
        for out in (*outs, os.path.join(DATA, "written")):
            os.remove(out)
        return result
    return benchmark


def allocations():
    """How often memory is asked for while columns are read and written: not once a value."""
    said = subprocess.run([ALLOCATIONS], capture_output=True, text=True)
    if said.returncode != 0:
        raise SystemExit(f"memory is asked for once a value:\n{said.stdout}")
    return {
        "title": "Requests for memory while a column is read from text, and its values are written as text",
        "goal": "as many for 100,000 rows as for 1,000",
        "rows": [
            [kind["type"], *kind["reading"], *kind["writing"]] for kind in json.loads(said.stdout)],
        "columns": ["", "reading 1,000", "reading 100,000", "writing 1,000", "writing 100,000"], "sides": {},
    }


FORMATS = {
    "allocations": allocations,
    "decode-csv": decode_csv, "stream-csv": stream_csv, "decode-json": decode_json, "table-json": table_json,
    "encode-csv": encode("csv", "orders", lambda: orders(2_000_000)),
    "encode-json": encode("json", "orders", lambda: orders(2_000_000)),
    "encode-people": encode("json", "people", lambda: people(1_000_000)),
}
