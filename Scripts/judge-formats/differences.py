"""Where the judges differ from us on purpose, each with its reason: it is a mistake if one stops differing."""
import csv
import io
import json
import sys
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.json

from ouzel import Refused

JUDGES = [f"Python {'.'.join(map(str, sys.version_info[:3]))}", f"pyarrow {pa.__version__}",
          f"DuckDB {duckdb.__version__}"]


class Difference:
    """A text that we and a judge read in two ways."""

    def __init__(self, why, format, data, fields, ours, judge, theirs):
        self.why, self.format, self.data, self.fields = why, format, data, fields
        self.ours, self.judge, self.theirs = ours, judge, theirs

    def __call__(self, ouzel):
        try:
            rows, _ = ouzel.read(self.data, self.format, self.fields)
            rows = [list(row.values()) for row in rows]
        except Refused as error:
            rows = f"refused: {error}"
        if rows != self.ours:
            yield f"we read {rows!r}, where {self.ours!r} is wanted: {self.why}"
        try:
            other = self.judge(self.data)
        except (pa.ArrowException, duckdb.Error, csv.Error, ValueError):
            other = "refused"
        if other != self.theirs:
            yield f"the judge reads {other!r}, where {self.theirs!r} was said: {self.why}"
        if other == rows:
            yield f"we don't differ, though it is said that we do: {self.why}"


def python_csv(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]


def arrow_csv(data):
    options = pa.csv.ParseOptions(newlines_in_values=True)
    table = pa.csv.read_csv(io.BytesIO(data), parse_options=options,
                            convert_options=pa.csv.ConvertOptions(column_types={"a": pa.string(), "b": pa.string()}))
    return [list(row.values()) for row in table.to_pylist()]


def duck(call):
    def read(data):
        import tempfile

        with tempfile.NamedTemporaryFile() as file, duckdb.connect() as db:
            file.write(data)
            file.flush()
            return [list(row) for row in db.execute(f"select * from {call.format(path=file.name)}").fetchall()]

    return read


def python_json(data):
    return [list(json.loads(line).values()) for line in data.splitlines()]


def arrow_json(data):
    return [list(row.values()) for row in pa.json.read_json(io.BytesIO(data)).to_pylist()]


TEXTS = {"a": "text", "b": "text"}
ALL = [
    Difference("an empty field without quotes is null, one between quotes is empty text; Python's csv has one for both",
               "csv", b'a,b\n,""\n', TEXTS, [[None, ""]], python_csv, [["", ""]]),
    Difference("pyarrow takes no text for null unless told",
               "csv", b'a,b\n,x\n', TEXTS, [[None, "x"]], arrow_csv, [["", "x"]]),
    Difference("what follows a closing quote is a mistake, and its record a dead letter; Python's csv joins the two",
               "csv", b'a,b\n"x"y,1\nz,2\n', TEXTS, [["z", "2"]], python_csv, [["xy", "1"], ["z", "2"]]),
    Difference("the same in pyarrow",
               "csv", b'a,b\n"x"y,1\nz,2\n', TEXTS, [["z", "2"]], arrow_csv, [["xy", "1"], ["z", "2"]]),
    Difference("a record with too few or too many fields fails alone; pyarrow refuses the file",
               "csv", b"a,b\n1\n1,2,3\nx,y\n", TEXTS, [["x", "y"]], arrow_csv, "refused"),
    Difference("Python's csv gives it as it is",
               "csv", b"a,b\n1\n1,2,3\nx,y\n", TEXTS, [["x", "y"]], python_csv, [["1"], ["1", "2", "3"], ["x", "y"]]),
    Difference("a carriage return alone is a character, as RFC 4180 has line ends; Python's csv ends the record there",
               "csv", b"a,b\nx\ry,1\n", TEXTS, [["x\ry", "1"]], python_csv, [["x"], ["y", "1"]]),
    Difference("a quote that nothing closes spoils its own line; Python's csv takes all that follows into the field",
               "csv", b'a,b\n"x,1\ny,2\nz,3\n', TEXTS, [["y", "2"], ["z", "3"]], python_csv, [["x,1\ny,2\nz,3\n"]]),
    Difference("columns are met by their names, not by their order",
               "csv", b"b,a\n1,2\n", TEXTS, [["2", "1"]], python_csv, [["1", "2"]]),
    Difference("a key that is there twice is a mistake; of Python's json the last counts",
               "json", b'{"a":"x","a":"y"}\n{"a":"z","b":null}\n', TEXTS, [["z", None]], python_json, [["y"], ["z", None]]),
    Difference("half a surrogate pair is no character; Python's json keeps it",
               "json", b'{"a":"\\ud800"}\n{"a":"z","b":null}\n', TEXTS, [["z", None]], python_json,
               [["\ud800"], ["z", None]]),
    Difference("JSON has no NaN; Python's json reads and writes it",
               "json", b'{"a":Infinity}\n{"a":1,"b":null}\n', {"a": "float64", "b": "text"}, [["1.0", None]],
               python_json, [[float("inf")], [1, None]]),
    Difference("a broken line fails alone; pyarrow refuses the file",
               "json", b'{"a":"x","b":"y"}\n{"a":\n', TEXTS, [["x", "y"]], arrow_json, "refused"),
    Difference("decimals keep all their digits; DuckDB reads them by way of floats, which have too few",
               "json", b'{"a":12345678901234567890.5}', {"a": "decimal(38,10)"}, [["12345678901234567890.5000000000"]],
               duck("read_json('{path}', format = 'newline_delimited', columns = {{'a': 'decimal(38,10)'}})"),
               [[Decimal("12345678901234567787.7719597056")]]),
]
