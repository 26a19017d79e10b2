"""PostgreSQL as a judge of expressions: a server of its own, on 127.0.0.1, with its own folder and port."""
import json
import os
import subprocess
import tempfile

from judge import Failed, lines, translated

HERE = os.path.dirname(os.path.abspath(__file__))

TYPES = {
    "bool": "boolean", "int8": "smallint", "int16": "smallint", "int32": "integer", "int64": "bigint",
    "uint8": "smallint", "uint16": "integer", "uint32": "bigint", "uint64": "numeric", "float32": "real",
    "float64": "double precision", "text": "text", "bytes": "bytea", "json": "json", "date": "date", "time": "time",
    "timestamp": "timestamp", "timestamp(local)": "timestamp", "uuid": "uuid",
}

# Gives the value of an expression for a row as text, or the error behind a mark.
FUNCTION = """
create function judged(expression text, place integer) returns text language plpgsql as $$
declare result text;
begin
  execute 'select (' || expression || ')::text from data where row_ = ' || place into result;
  return result;
exception when others then return E'\\x01' || sqlerrm;
end $$;
"""


def spelled(type):
    if type.startswith("list<"):
        return spelled(type[5:-1]) + "[]"
    if type.startswith(("map<", "struct<")):
        return "json"
    return TYPES.get(type, type)


class PostgreSQL:
    name = "postgresql"
    title = "PostgreSQL"
    # Its whole numbers give whole numbers of their own width.
    narrower = "out of range"

    def __enter__(self):
        self.server = subprocess.Popen(
            [os.path.join(HERE, "postgresql")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = self.server.stdout.readline().split()
        if not said or said[0] != "ready":
            raise SystemExit("PostgreSQL did not start: " + " ".join(said))
        self.port = said[1]
        return self

    def __exit__(self, *_):
        # The script stops its server when nobody listens to it any more.
        self.server.stdin.close()
        self.server.wait()

    def run(self, commands):
        done = subprocess.run(
            ["psql", "-h", "127.0.0.1", "-p", self.port, "-U", "judge", "-d", "postgres", "-X", "-q", "-A", "-t", "-v",
             "ON_ERROR_STOP=1"],
            input=commands, capture_output=True, text=True, env={**os.environ, "PGTZ": "UTC"})
        if done.returncode:
            raise SystemExit(f"psql: {done.stderr}")
        return done.stdout

    def fill(self, rows, types):
        quote = lambda text: "'" + text.replace("'", "''") + "'"

        def value(name, type, text):
            if text is None:
                return "null"
            if type.startswith("list"):
                return f"array(select json_array_elements_text({quote(text)}))::{spelled(type)}"
            return f"decode({quote(text)}, 'base64')" if type == "bytes" else f"{quote(text)}::{spelled(type)}"

        columns = ", ".join(f"{name} {spelled(type)}" for name, type in types.items())
        values = ",\n".join(
            f"({place}, " + ", ".join(value(name, type, row[name]) for name, type in types.items()) + ")"
            for place, row in enumerate(rows))
        self.run(f"create table data (row_ integer, {columns});\ninsert into data values {values};\n{FUNCTION}")
        self.cache = None

    def load(self, expressions):
        """All expressions in one session: starting psql for each would take longer than they do."""
        asked = "\n".join(
            "select json_agg(judged({}, row_) order by row_) from data;".format(self.quoted(translated(expression, spelled)))
            for expression in expressions)
        answers = self.run(asked).strip().split("\n") if expressions else []
        self.cache = dict(zip(expressions, answers))

    @staticmethod
    def quoted(text):
        return "$q$" + text + "$q$"

    def values(self, expression, result, rows):
        if self.cache is None:
            self.load([found[0] for found in lines().values() if found[1]])
        values = json.loads(self.cache[expression])
        values = [Failed(value[1:]) if value and value.startswith("\x01") else value for value in values]
        if result.get("type") == "bool":
            return [value if isinstance(value, Failed) else {"t": "true", "f": "false"}.get(value, value) for value in values]
        if result.get("type") == "bytes":
            import base64

            return [
                value if value is None or isinstance(value, Failed)
                else base64.b64encode(bytes.fromhex(value[2:])).decode() for value in values]
        return values
