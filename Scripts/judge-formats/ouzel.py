"""The program that is judged: a file in, a format, a file out."""
import itertools
import json
import os
import subprocess


class Ouzel:
    def __init__(self, program, folder):
        self.program, self.folder, self.runs = program, folder, itertools.count()

    def run(self, data, source, sink, fields):
        """What the program makes of a file's bytes: what it writes to its standard output, and what it says."""
        folder = os.path.join(self.folder, f"run{next(self.runs)}")
        os.mkdir(folder)
        with open(os.path.join(folder, "in"), "wb") as file:
            file.write(data)
        configuration = {
            "pipelines": {
                "p": {
                    "source": {"files": {"path": "in", "format": source}},
                    "contract": {"fields": fields},
                    "sink": {"stdout": {"format": sink}},
                }
            }
        }
        path = os.path.join(folder, "c.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(configuration, file)
        done = subprocess.run([self.program, "run", path], capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
        said = done.stderr.decode(errors="replace")
        if done.returncode not in (0, 4):
            raise Refused(said)
        return done.stdout, said

    def read(self, data, format, fields):
        """The rows that the program reads from a file, by their columns: numbers as text or whole."""
        written, said = self.run(data, format, "json", fields)
        rows = [json.loads(line, parse_float=str) for line in written.splitlines()]
        return rows, said

    def write(self, rows, format, fields):
        """What the program writes of rows."""
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        written, said = self.run(lines.encode(), {"json": {"shape": "lines", "nan": "float"}}, format, fields)
        if "dead-lettered" in said and " 0 dead-lettered" not in said:
            raise Refused(said)
        return written


class Refused(Exception):
    """The program did not do what was asked, and why."""
