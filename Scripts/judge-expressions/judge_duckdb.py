"""DuckDB as a judge of expressions."""
import json
import os
import tempfile

import duckdb

from judge import Failed, kind, translated

TYPES = {
    "bool": "boolean", "int8": "tinyint", "int16": "smallint", "int32": "integer", "int64": "bigint",
    "uint8": "utinyint", "uint16": "usmallint", "uint32": "uinteger", "uint64": "ubigint", "float32": "float",
    "float64": "double", "text": "varchar", "bytes": "blob", "json": "json", "date": "date", "time": "time",
    "timestamp": "timestamp", "timestamp(local)": "timestamp", "uuid": "uuid",
}


def spelled(type):
    """A type of ours as DuckDB writes it."""
    if type.startswith("list<"):
        return spelled(type[5:-1]) + "[]"
    if type.startswith("map<text,"):
        return f"map(varchar, {spelled(type[9:-1].strip())})"
    if type.startswith("struct<"):
        fields = [field.strip().split(": ") for field in type[7:-1].split(",")]
        return "struct(" + ", ".join(f"{name} {spelled(inner)}" for name, inner in fields) + ")"
    return TYPES.get(type, type)


KINDS = {
    "BOOLEAN": "bool", "FLOAT": "float", "DOUBLE": "float", "VARCHAR": "text", "BLOB": "bytes", "JSON": "json",
    "DATE": "date", "TIME": "time", "UUID": "uuid", "TIMESTAMP": "timestamp", "TIMESTAMP WITH TIME ZONE": "timestamp",
}


class DuckDB:
    name = "duckdb"
    title = f"DuckDB {duckdb.__version__}"
    narrower = None

    def __enter__(self):
        self.db = duckdb.connect()
        self.db.execute("set timezone = 'UTC'")
        self.db.execute("set threads = 1")
        return self

    def __exit__(self, *_):
        self.db.close()

    def fill(self, rows, types):
        self.filled = rows, types
        file = tempfile.NamedTemporaryFile("w", suffix=".json", delete=False, encoding="utf-8")
        with file:
            for place, row in enumerate(rows):
                file.write(json.dumps({"row_": str(place), **row}) + "\n")
        names = ", ".join(f"'{name}': 'VARCHAR'" for name in ["row_", *types])

        def value(name, type):
            if type == "bytes":
                return f"from_base64({name})"
            if type.startswith(("list", "map", "struct")):
                return f"cast(cast({name} as json) as {spelled(type)})"
            return name if type == "text" else f"cast({name} as {spelled(type)})"

        columns = ", ".join(f"{value(name, type)} as {name}" for name, type in types.items())
        self.db.execute(
            f"create table data as select cast(row_ as integer) as row_, {columns} "
            f"from read_json('{file.name}', format = 'newline_delimited', columns = {{{names}}})"
        )
        os.unlink(file.name)

    def values(self, expression, result, rows):
        """The values as text, a Failed for each row without one; a text where the expression is refused whole."""
        expression = translated(expression, spelled)
        try:
            type = self.ask(f"describe select ({expression}) as x from data")[0][1]
        except duckdb.Error as error:
            return str(error).split("\n")[0]
        mine = result.get("type")
        if mine and type != '"NULL"' and self.kind(type) not in (None, kind(mine)):
            return f"its type is {type} there, and {mine} here"
        text = f"({expression})::varchar"
        if type == "BLOB":
            text = f"to_base64({expression})"
        elif type.endswith("]") or type.startswith(("STRUCT", "MAP")):
            text = f"to_json({expression})::varchar"
        elif type == "TIMESTAMP WITH TIME ZONE":
            text = f"(({expression}) at time zone 'UTC')::varchar"
        try:
            return [row[0] for row in self.ask(f"select {text} from data order by row_")]
        except duckdb.Error:
            pass
        # Some rows fail: each for itself.
        values = []
        for place in range(len(rows)):
            try:
                values.append(self.ask(f"select {text} from data where row_ = {place}")[0][0])
            except duckdb.Error as error:
                values.append(Failed(str(error).split("\n")[0]))
        return values

    @staticmethod
    def kind(type):
        """Which of our kinds a type is of; None where any will do."""
        if type.startswith("DECIMAL"):
            return "number"
        return None if type.endswith(("]", ")")) else KINDS.get(type, "number")

    def ask(self, query):
        try:
            return self.db.execute(query).fetchall()
        except duckdb.FatalException:
            # A fault of DuckDB's own, perhaps in the query before, closes the whole database: it is made anew.
            self.db.close()
            self.__enter__()
            self.fill(*self.filled)
            return self.db.execute(query).fetchall()
