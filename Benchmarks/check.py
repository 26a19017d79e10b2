"""How long `ouzel check` takes for 500 pipelines, in one file, made by `for_each`, and in 500 files.

    Benchmarks/run check            builds the program and runs this
    python3 check.py PROGRAM        measures a program that is built already
"""

import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

PIPELINES = 500
LIMIT = 0.5
ROUNDS = 9

CONNECTIONS = """connections:
  events: { type: embedded, path: events.db }
  store: { type: sqlite, path: orders.db }
"""


def contract(number: int) -> str:
    return f"""  order{number}:
    fields:
      order_id: {{ type: uuid, required: true }}
      customer: {{ type: text, required: true, pattern: "^[A-Z]{{2}}[0-9]{{4,}}-{number}$", also_named: [customer_id] }}
      email: {{ type: text, pii: true, pattern: "^[^@ ]+@[^@ ]+[.][a-z]{{2,}}$", max_length: 200 }}
      status: {{ type: text, one_of: [new, paid, sent, canceled, returned], ignore_case: true }}
      placed: {{ type: timestamp, required: true, formats: ["%Y-%m-%d %H:%M:%S", "%d-%m-%Y %H:%M"] }}
      delivered: timestamp
      due: timestamp
      total: {{ type: "decimal(12,2)", min: 0, max: 1000000 }}
      weight: {{ type: float64, min: 0 }}
      lines: "list<struct<sku: text, quantity: int32, price: decimal(12,2)>>"
      address: "struct<street: text, city: text, code: text>"
      note: text
    key: [order_id]
    unknown: drop
"""


def steps() -> str:
    return """    steps:
      - set:
          order_hour: hour(placed)
          late: "case when delivered > due then 'late' when delivered is null then 'under way' else 'in time' end"
          city: "upper(trim(address.city))"
          domain: "regexp_extract(email, '@(.*)$', 1)"
          days: date_diff('day', placed, coalesce(delivered, due))
          vienna: "strftime(placed at time zone 'Europe/Vienna', '%Y-%m-%d %H:%M')"
          lines_count: len(lines)
      - filter: total > 0 and status not in ('canceled', 'returned') and regexp_matches(customer, '^[A-M]')
      - rename: { note: remark }
      - fill: { remark: "'none'", weight: 0 }
      - cast: { weight: float32 }
      - mask: { email: hash }
      - validate: { dates: "delivered is null or delivered >= placed" }
      - drop: [address]
"""


def written(number: int) -> str:
    return f"""  publish{number}:
    source: {{ files: {{ path: "data/{number}/*.csv", format: csv }} }}
    contract: order{number}
    sink: {{ topic: {{ connection: events, name: orders{number}, key: customer, partitions: 3, format: json }} }}
  store{number}:
    description: what was published as orders{number}
    source: {{ topic: {{ connection: events, name: orders{number}, format: json, until: end }} }}
    contract: order{number}
{steps()}    sink: {{ table: {{ connection: store, name: orders{number}, mode: upsert, key: [order_id] }} }}
    batch: {{ records: 4000, age: 2s }}
"""


def one_file(folder: pathlib.Path) -> None:
    text = CONNECTIONS + "contracts:\n" + "".join(contract(n) for n in range(PIPELINES // 2)) + "pipelines:\n"
    (folder / "all.yaml").write_text(text + "".join(written(n) for n in range(PIPELINES // 2)))


def by_items(folder: pathlib.Path) -> None:
    items = "".join(f"  - {{ name: orders{n}, rate: {n + 1}/s }}\n" for n in range(PIPELINES))
    (folder / "items.yaml").write_text(items)
    (folder / "each.yaml").write_text(
        CONNECTIONS
        + "contracts:\n"
        + contract(1)
        + """pipelines:
  "store-${each.name}":
    for_each: items.yaml
    rate: "${each.rate}"
    source: { topic: { connection: events, name: "${each.name}", format: json, until: end } }
    contract: order1
"""
        + steps()
        + '    sink: { table: { connection: store, name: "${each.name}" } }\n'
    )


def many_files(folder: pathlib.Path) -> None:
    (folder / "many").mkdir()
    (folder / "many" / "a-connections.yaml").write_text(CONNECTIONS)
    for n in range(PIPELINES):
        (folder / "many" / f"orders{n}.yaml").write_text(
            "contracts:\n" + contract(n) + "pipelines:\n" + "  store" + written(n).split("  store", 1)[1]
        )


def measure(program: str, folder: pathlib.Path, operand: str) -> tuple[float, float]:
    """The seconds that pass, and those of the processor: where others use the machine too, only these tell."""
    times = []
    for _ in range(ROUNDS):
        begin, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([program, "check", operand], cwd=folder, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        times.append((time.perf_counter() - begin, used))
        if done.returncode != 0:
            sys.exit(f"{operand}: {done.stderr[:2000]}")
    pipelines = done.stdout.count(" → ")
    if pipelines != PIPELINES:
        sys.exit(f"{operand}: {pipelines} pipelines instead of {PIPELINES}")
    return statistics.median(wall for wall, _ in times), statistics.median(used for _, used in times)


def main() -> None:
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for make in (one_file, by_items, many_files):
            make(folder)
        slow = False
        for what, operand in (("one file", "all.yaml"), ("for_each", "each.yaml"), ("500 files", "many")):
            seconds, used = measure(program, folder, operand)
            slow = slow or used > LIMIT
            print(
                f"check of {PIPELINES} pipelines, {what:9}  {seconds * 1000:5.0f} ms, "
                f"of the processor {used * 1000:4.0f} ms (medians of {ROUNDS})"
            )
        if slow:
            sys.exit(f"more than {LIMIT * 1000:.0f} ms of the processor")


if __name__ == "__main__":
    main()
