"""CSV: what Python's csv module, pyarrow and DuckDB write, we read as them, and they read what we write."""
import csv
import io
import os

import duckdb
import pyarrow as pa
import pyarrow.csv

from ouzel import Refused
from values import ARROW, DUCK, FLAT, NESTED, Values, normal, text


class Dialect:
    """One way of writing CSV, as each program is told of it."""

    def __init__(self, random, delimiters=",;|\t:", quotes="\"'", newlines=("\n", "\r\n"), encodings=("utf-8",)):
        self.delimiter = random.choice(delimiters)
        self.quote = random.choice(quotes)
        self.header = random.random() < 0.8
        self.null_text = random.choice(["", "", "NULL", "\\N", "n/a"])
        self.newline = random.choice(newlines)
        self.encoding = random.choice(encodings)
        # What comes before a quote in a field, instead of another one.
        self.escape = random.choice([None, None, "\\"])
        if self.escape and self.escape in self.null_text:
            self.null_text = ""
        # Lines before all others, and between them, that are no records.
        self.skip = random.choice([0, 0, 2])
        self.comment = random.choice(["", "", "#"])

    def told(self):
        """What we are told of a file that others wrote."""
        options = dict(self.ours()["csv"])
        return {"csv": options | ({"skip": self.skip} if self.skip else {}) | ({"comment": "#"} if self.comment else {})}

    def beginning(self):
        return f'a "title\n{self.delimiter}\n' if self.skip else ""

    def ours(self):
        options = {"header": self.header, "delimiter": self.delimiter, "quote": self.quote}
        if self.encoding != "utf-8":
            options["encoding"] = self.encoding
        if self.escape:
            options["escape"] = self.escape
        return {"csv": options | ({"null_text": self.null_text} if self.null_text else {})}

    def python(self):
        return {"delimiter": self.delimiter, "quotechar": self.quote, "lineterminator": self.newline,
                "escapechar": self.escape, "doublequote": not self.escape}

    def __str__(self):
        return str(self.told()["csv"] | {"newline": self.newline})


# What Python and we both can write; of those with one byte a character, what isn't in them is left out of tables.
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-16", "utf-16le", "utf-16be", "latin-1", "windows-1252")


class Case:
    """One table, held against one judge in one direction."""

    def __init__(self, title, random, types, dialect, count=40):
        self.title, self.random, self.dialect = title, random, dialect
        chosen = random.sample(types, random.randint(1, min(5, len(types))))
        self.types = {f"c{place}": type for place, type in enumerate(chosen)}
        values = Values(random, getattr(dialect, "encoding", "utf-8"))
        self.columns = {name: values.column(type, count) for name, type in self.types.items()}

    def rows(self):
        return [dict(zip(self.columns, row)) for row in zip(*self.columns.values())]

    def compare(self, found, same=lambda type, wanted, value: wanted == value):
        """The complaints about rows that aren't those of the table."""
        wanted = self.rows()
        if len(found) != len(wanted):
            yield f"{len(found)} rows, where {len(wanted)} are wanted"
            return
        for place, (row, other) in enumerate(zip(wanted, found)):
            for name, type in self.types.items():
                try:
                    value = normal(type, other[name])
                except (ValueError, KeyError, ArithmeticError, TypeError) as error:
                    yield f"row {place}, {type}: {other.get(name)!r} is no such value: {error!r}"
                    return
                if not same(type, normal(type, row[name]), value):
                    yield f"row {place}, {type}: {row[name]!r} became {other[name]!r}"
                    return

    def __call__(self, ouzel):
        try:
            return [f"{self.title}: {complaint}   {self.dialect} {self.types}" for complaint in self.run(ouzel)]
        except (Refused, pa.ArrowException, duckdb.Error, csv.Error, ValueError, KeyError, TypeError) as error:
            return [f"{self.title}: {type(error).__name__}: {str(error)[:400]}   {self.dialect} {self.types}"]

    def path(self, ouzel, name):
        return os.path.join(ouzel.folder, f"{id(self)}-{name}")


def forgiving(type, wanted, value):
    """Text that is empty and null are one to a program that doesn't tell them apart."""
    return (wanted or None) == (value or None) if type == "text" else wanted == value


class PythonWrites(Case):
    def __init__(self, random):
        super().__init__("python csv → ouzel", random, FLAT + NESTED, Dialect(random, encodings=ENCODINGS))
        self.quoting = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])

    def run(self, ouzel):
        out = io.StringIO(newline="")
        out.write(self.dialect.beginning())
        writer = csv.writer(out, quoting=self.quoting, **self.dialect.python())
        if self.dialect.header:
            writer.writerow(self.types)
        null = self.dialect.null_text
        # What is between quotes is no null: then nothing stands for it.
        null = "" if self.quoting != csv.QUOTE_MINIMAL else null
        for row in self.rows():
            if self.dialect.comment and self.random.random() < 0.1:
                out.write(f'# "nothing{self.dialect.delimiter}{self.dialect.newline}')
            writer.writerow(null if row[name] is None else text(type, row[name]) for name, type in self.types.items())
        rows, said = ouzel.read(out.getvalue().encode(self.dialect.encoding), self.dialect.told(), self.types)

        def same(type, wanted, value):
            # Empty text and null, and bytes of which there are none, are written alike.
            if type in ("text", "bytes"):
                return (None if wanted in ("", b"", null) else wanted) == (value or None)
            return wanted == value

        return self.compare(rows, same)


class ArrowWrites(Case):
    def __init__(self, random):
        types = [type for type in FLAT if type not in ("bytes", "float32")]
        # It escapes nothing, and puts no quotes around times, which may hold colons.
        dialect = Dialect(random, delimiters=",;|\t", quotes='"', newlines=["\n"])
        dialect.null_text = ""
        dialect.escape = None
        super().__init__("pyarrow → ouzel", random, types, dialect)
        self.style = random.choice(["needed", "all_valid"])

    def run(self, ouzel):
        arrays = [
            pa.array([str(value) if type == "uuid" and value else value for value in self.columns[name]], ARROW[type])
            for name, type in self.types.items()
        ]
        out = io.BytesIO()
        options = pa.csv.WriteOptions(
            include_header=self.dialect.header, delimiter=self.dialect.delimiter, quoting_style=self.style)
        pa.csv.write_csv(pa.table(dict(zip(self.types, arrays))), out, options)
        rows, said = ouzel.read(out.getvalue(), self.dialect.ours(), self.types)
        if len(self.types) == 1:
            # A line of one null is blank, and no record.
            (name,) = self.columns
            self.columns = {name: [value for value in self.columns[name] if value is not None]}
        return self.compare(rows)


class DuckWrites(Case):
    def __init__(self, random):
        types = [type for type in FLAT if type not in ("bytes",)]
        dialect = Dialect(random, newlines=["\n"])
        # It escapes between quotes alone, and we read an escape everywhere, as Python and pyarrow do.
        dialect.escape = None
        super().__init__("duckdb → ouzel", random, types, dialect)
        self.forced = random.random() < 0.3

    def run(self, ouzel):
        path = self.path(ouzel, "duck.csv")
        with duckdb.connect() as db:
            fill(db, self)
            options = [f"header {str(self.dialect.header).lower()}", f"delim {quoted(self.dialect.delimiter)}",
                       f"quote {quoted(self.dialect.quote)}",
                       f"escape {quoted(self.dialect.escape or self.dialect.quote)}",
                       f"nullstr {quoted(self.dialect.null_text)}"]
            # Forced quotes are put around what stands for null as well.
            names = [name for name in self.types if None not in self.columns[name]]
            if self.forced and names:
                options.append(f"force_quote ({', '.join(names)})")
            db.execute(f"copy (select * exclude (place) from t order by place) to '{path}' (format csv, {', '.join(options)})")
        with open(path, "rb") as file:
            rows, said = ouzel.read(file.read(), self.dialect.ours(), self.types)
        if len(self.types) == 1:
            # What is written as nothing makes a blank line, which is no record.
            (name,) = self.columns
            nothing = "" if self.dialect.null_text else None
            self.columns = {name: [value for value in self.columns[name] if value != nothing]}
        # Where something else stands for null, it writes empty text as nothing, which we take for null all the same.
        return self.compare(rows, forgiving) if self.dialect.null_text else self.compare(rows)


def quoted(value):
    return "'" + value.replace("'", "''") + "'"


def fill(db, case):
    """A table `t` of the case's rows, in the zone in which moments are written."""
    db.execute("set timezone = 'UTC'")
    columns = ", ".join(f"{name} {DUCK[type]}" for name, type in case.types.items())
    db.execute(f"create table t (place integer, {columns})")
    for place, row in enumerate(case.rows()):
        marks = ", ".join(f"?{'::json' if type in NESTED else ''}::{DUCK[type]}" for type in case.types.values())
        values = [None if row[name] is None else text(type, row[name]) for name, type in case.types.items()]
        db.execute(f"insert into t values ({place}, {marks})", values)


def shown(case):
    """The case's columns as they are asked for: moments in UTC, without a zone."""
    return ", ".join(f"{name} at time zone 'UTC'" if type == "timestamp" else name for name, type in case.types.items())


class WrittenByUs(Case):
    """A table that we write."""

    def written(self, ouzel):
        from values import plain

        rows = [{name: plain(type, row[name]) for name, type in self.types.items()} for row in self.rows()]
        return ouzel.write(rows, self.dialect.ours(), self.types)


class PythonReads(WrittenByUs):
    def __init__(self, random):
        super().__init__("ouzel → python csv", random, FLAT + NESTED, Dialect(random, encodings=ENCODINGS))

    def run(self, ouzel):
        lines = io.StringIO(self.written(ouzel).decode(self.dialect.encoding), newline="")
        rows = list(csv.reader(lines, **self.dialect.python()))
        if self.dialect.header:
            header = rows.pop(0)
            if header != list(self.types):
                yield f"the header is {header}"
        found = []
        for row in rows:
            # What stands for null may be text, too, which quotes tell apart, but Python doesn't say.
            null = ("", self.dialect.null_text)
            found.append({name: None if value in null else value for (name, type), value in zip(self.types.items(), row)})
        null = self.dialect.null_text

        def same(type, wanted, value):
            if type in ("text", "bytes") and wanted in ("", b"", null):
                return value is None
            return wanted == value

        yield from self.compare(found, same)


class ArrowReads(WrittenByUs):
    def __init__(self, random):
        types = [type for type in FLAT if type not in ("bytes", "uuid")]
        super().__init__("ouzel → pyarrow", random, types, Dialect(random))

    def run(self, ouzel):
        # A line's only field is written between quotes where it is null, so that the line isn't blank.
        isAlone = len(self.types) == 1 and self.dialect.null_text == ""
        table = pa.csv.read_csv(
            io.BytesIO(self.written(ouzel)),
            pa.csv.ReadOptions(column_names=None if self.dialect.header else list(self.types), use_threads=False),
            pa.csv.ParseOptions(
                delimiter=self.dialect.delimiter, quote_char=self.dialect.quote, newlines_in_values=True,
                escape_char=self.dialect.escape or False, double_quote=not self.dialect.escape),
            pa.csv.ConvertOptions(
                column_types={name: ARROW[type] for name, type in self.types.items()},
                null_values=[self.dialect.null_text] if self.dialect.null_text else [""], strings_can_be_null=True,
                quoted_strings_can_be_null=isAlone))
        rows = table.to_pylist()
        return self.compare(rows, forgiving) if isAlone else self.compare(rows)


class DuckReads(WrittenByUs):
    def __init__(self, random):
        types = [type for type in FLAT if type not in ("bytes",)]
        super().__init__("ouzel → duckdb", random, types, Dialect(random, delimiters=[*",;|\t:", "::", "~|~", "§"]))

    def run(self, ouzel):
        path = self.path(ouzel, "ours.csv")
        with open(path, "wb") as file:
            file.write(self.written(ouzel))
        columns = ", ".join(f"{quoted(name)}: {quoted(DUCK[type])}" for name, type in self.types.items())
        null = self.dialect.null_text
        isAlone = len(self.types) == 1 and null == ""
        with duckdb.connect() as db:
            db.execute("set timezone = 'UTC'")
            found = db.execute(
                f"select {shown(self)} from read_csv('{path}', auto_detect = false, columns = {{{columns}}}, "
                f"header = {str(self.dialect.header).lower()}, delim = {quoted(self.dialect.delimiter)}, "
                f"quote = {quoted(self.dialect.quote)}, "
                f"escape = {quoted(self.dialect.escape or self.dialect.quote)}, "
                f"nullstr = {quoted(null)}, allow_quoted_nulls = {str(isAlone).lower()}, strict_mode = true, parallel = false, "
                # It would guess by the first line end, which may stand between quotes.
                "new_line = '\\n')").fetchall()
        rows = [dict(zip(self.types, row)) for row in found]
        return self.compare(rows, forgiving) if isAlone else self.compare(rows)


KINDS = [PythonWrites, ArrowWrites, DuckWrites, PythonReads, ArrowReads, DuckReads]
