"""JSON: what Python's json module and DuckDB write, we read as them, and they and pyarrow read what we write."""
import io
import json
import math

import duckdb
import pyarrow as pa
import pyarrow.json

from csv_judges import Case, WrittenByUs, fill, quoted, shown
from values import ARROW, DUCK, FLAT, NESTED, plain


class Shape:
    """One way of writing JSON, as each program is told of it."""

    def __init__(self, random):
        self.ascii = random.random() < 0.5
        self.separators = random.choice([(",", ":"), (", ", ": "), (" ,\t", "  :")])
        self.newline = random.choice(["\n", "\r\n", "\n\n"])
        self.mark = random.random() < 0.2
        # How records stand, and what we are told of it: mostly the beginning tells.
        self.shape = random.choice(["lines", "lines", "array", "objects", "at", "document"])
        self.told = self.shape in ("at", "document") or self.shape != "objects" and random.random() < 0.5
        self.nan = random.choice(["reject", "as_null", "float"])

    def ours(self):
        options = {"at": "/data/items"} if self.shape == "at" else {"shape": self.shape} if self.told else {}
        return {"json": options | ({"nan": self.nan} if self.nan != "reject" else {})}

    def file(self, records):
        """The records as a file, in bytes."""
        indent = self.shape in ("array", "at", "document", "objects") and len(self.newline) == 2
        options = {"ensure_ascii": self.ascii, "separators": self.separators, "indent": 2 if indent else None}
        if self.shape == "array":
            text = json.dumps(records, **options)
        elif self.shape == "at":
            text = json.dumps({"more": {"items": [[]]}, "data": {"page": 1, "items": records, "next": None}}, **options)
        elif self.shape == "objects":
            text = (" " if self.mark else "").join(json.dumps(record, **options) for record in records)
        else:
            text = self.newline.join(json.dumps(record, **options) for record in records)
        return (b"\xef\xbb\xbf" if self.mark else b"") + text.encode()

    def __str__(self):
        return f"{self.ours()} {self.shape}, ascii {self.ascii}, {self.separators}, {self.newline!r}, mark {self.mark}"


class PythonWrites(Case):
    def __init__(self, random):
        shape = Shape(random)
        super().__init__("python json → ouzel", random, FLAT + NESTED, shape, 1 if shape.shape == "document" else 40)
        # Where they are numbers, they are read as such, and written as Python reads them.
        for name, type in self.types.items():
            if type == "float64" and shape.nan != "reject":
                self.columns[name][0] = random.choice([math.nan, math.inf, -math.inf])

    def run(self, ouzel):
        records = []
        for row in self.rows():
            names = list(self.types)
            self.random.shuffle(names)
            # Null is written, or nothing is.
            left = [name for name in names if row[name] is not None or self.random.random() < 0.5]
            members = {name: plain(self.types[name], row[name]) for name in left}
            if self.random.random() < 0.2:
                members["stranger"] = {"x": [1, None, "\u2028"]}
            records.append(members)
        rows, said = ouzel.read(self.dialect.file(records), self.dialect.ours(), self.types)
        # The sink, whose `nan` is `reject`, writes null for them.
        for name, column in self.columns.items():
            self.columns[name] = [
                None if isinstance(value, float) and not math.isfinite(value) else value for value in column]
        return self.compare(rows)


class DuckWrites(Case):
    def __init__(self, random):
        types = [type for type in FLAT + NESTED if type not in ("bytes", "list<struct<x: date, y: float64>>")]
        super().__init__("duckdb json → ouzel", random, types, Shape(random))
        self.dialect.shape = random.choice(["lines", "array"])

    def run(self, ouzel):
        path = self.path(ouzel, "duck.json")
        with duckdb.connect() as db:
            fill(db, self)
            db.execute(f"copy (select * exclude (place) from t order by place) to '{path}' (format json, array {str(self.dialect.shape == 'array').lower()})")
        with open(path, "rb") as file:
            rows, said = ouzel.read(file.read(), self.dialect.ours(), self.types)
        return self.compare(rows)


class PythonReads(WrittenByUs):
    def __init__(self, random):
        super().__init__("ouzel → python json", random, FLAT + NESTED, Shape(random))

    def run(self, ouzel):
        written = self.written(ouzel)
        rows = [json.loads(line, parse_float=str) for line in written.decode().split("\n")[:-1]]
        for row in rows:
            if list(row) != list(self.types):
                yield f"the keys are {list(row)}"
        yield from self.compare(rows)


class ArrowReads(WrittenByUs):
    def __init__(self, random):
        # pyarrow reads no decimals of numbers, no times, and no whole numbers beyond 64 bits with a sign.
        without = ("bytes", "uuid", "decimal(12,2)", "decimal(38,10)", "time", "date", "uint64")
        types = [type for type in FLAT + NESTED if type not in without and type in ARROW and "date" not in type]
        super().__init__("ouzel → pyarrow json", random, types, Shape(random))

    def run(self, ouzel):
        schema = pa.schema([(name, ARROW[type]) for name, type in self.types.items()])
        table = pa.json.read_json(
            io.BytesIO(self.written(ouzel)), pa.json.ReadOptions(use_threads=False),
            pa.json.ParseOptions(explicit_schema=schema))
        return self.compare(table.to_pylist())


class DuckReads(WrittenByUs):
    def __init__(self, random):
        # It reads decimals by way of floats, which have too few digits for the longer.
        types = [type for type in FLAT + NESTED if type not in ("bytes", "decimal(38,10)")]
        super().__init__("ouzel → duckdb json", random, types, Shape(random))

    def run(self, ouzel):
        path = self.path(ouzel, "ours.json")
        with open(path, "wb") as file:
            file.write(self.written(ouzel))
        columns = ", ".join(f"{quoted(name)}: {quoted(DUCK[type])}" for name, type in self.types.items())
        with duckdb.connect() as db:
            db.execute("set timezone = 'UTC'")
            found = db.execute(
                f"select {shown(self)} from read_json('{path}', format = 'newline_delimited', columns = {{{columns}}})").fetchall()
        return self.compare([dict(zip(self.types, row)) for row in found])


KINDS = [PythonWrites, DuckWrites, PythonReads, ArrowReads, DuckReads]
