"""Counts what the databases hold, by connections of its own."""
import contextlib
import re
import sqlite3

from shapes import BROKEN, GOOD, ODD


@contextlib.contextmanager
def opened(path):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def asked(path, question, *values):
    """The answer's rows; none where there is no such file or table."""
    if not path.exists():
        return []
    with opened(path) as connection:
        try:
            return connection.execute(question, values).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise


def settled(data):
    """How far all pipelines are: what their sinks' positions add up to."""
    return sum(
        asked(data / name, "SELECT coalesce(sum(message), 0) FROM ouzel_positions")[0][0]
        for name in ["table.db", "events.db", "out.db"]
        if asked(data / name, "SELECT 1 FROM ouzel_positions LIMIT 1"))


def is_left(data, shape, size):
    """Whether records are left: bytes of the files, or messages of the topic."""
    pipeline, database = shape.first
    read = asked(data / database, "SELECT sum(message) FROM ouzel_positions WHERE pipeline = ?", pipeline)
    if not read or (read[0][0] or 0) < size:
        return True
    if not shape.has_topic:
        return False
    written = asked(data / "events.db", "SELECT sum(next_offset) FROM partitions")[0][0] or 0
    where = "WHERE pipeline = 'store' GROUP BY sink"
    stored = [row[0] for path in ["table.db", "out.db"]
              for row in asked(data / path, f"SELECT sum(message) FROM ouzel_positions {where}")]
    return not stored or min(stored) < written


def complaints(data, shape, records, may_repeat):
    """All that isn't as it must be. Records of the lanes in `may_repeat` may be there more than once."""
    found = []

    def compare(what, wanted, rows):
        lacking, strange = sorted(wanted - rows.keys()), sorted(rows.keys() - wanted)
        doubled = sorted(id for id, (count, lane) in rows.items() if count > 1 and lane not in may_repeat)
        for name, ids in [("missing", lacking), ("not to be there", strange), ("doubled", doubled)]:
            if ids:
                found.append(f"{what}: {len(ids)} are {name}: {ids[:5]}")

    for database, tables in shape.tables.items():
        for table, is_wanted in tables.items():
            wanted = {id for id, kind in records.kinds.items() if kind == GOOD and is_wanted(id)}
            rows = asked(data / database, f"SELECT id, count(*), min(lane) FROM {table} GROUP BY id")
            compare(table, wanted, {id: (count, lane) for id, count, lane in rows})
            altered = asked(data / database, f"SELECT count(*) FROM {table} WHERE v <> 'r' || id || 'r'")
            if altered and altered[0][0]:
                found.append(f"{table}: {altered[0][0]} rows are altered")
            found.extend(orders(data / database, table, shape, records, may_repeat))

    letters = {}
    for (bytes,) in asked(data / "state/state.db", "SELECT bytes FROM dead_letters WHERE is_settled"):
        number = re.search(rb"r(\d+)r", bytes)
        id = int(number[1]) if number else bytes
        lane = re.search(rb"\bf\d\b", bytes)
        letters[id] = letters.get(id, (0,))[0] + 1, lane and lane[0].decode()
    compare("dead letters", {id for id, kind in records.kinds.items() if kind in (BROKEN, ODD)}, letters)
    for path in sorted(data.glob("**/*.db")):
        with opened(path) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            found.append(f"{path.name} is damaged: {verdict}")
    return found


def orders(path, table, shape, records, may_repeat):
    """What isn't in the order of its lane."""
    if shape.is_upsert:
        rows = asked(path, f"SELECT id, seq, lane FROM {table}")
        old = [id for id, seq, lane in rows if lane not in may_repeat and seq != records.last.get(id)]
        return [f"{table}: {len(old)} rows aren't of the last version: {old[:5]}"] if old else []
    found = []
    # Through a topic, what counts is the order of its partitions; each has a file's records in the file's order.
    lanes = [("lane", "seq")] + ([("part", "off"), ("part || lane", "seq")] if shape.has_topic else [])
    for lane, place in lanes if not shape.has_topic else lanes[1:]:
        last = {}
        for id, group, number, file in asked(path, f"SELECT id, {lane}, {place}, lane FROM {table} ORDER BY rowid"):
            if file in may_repeat and place == "seq":
                continue
            if number <= last.get(group, -1):
                found.append(f"{table}: record {id} of {lane} {group} came too late: {number} after {last[group]}")
                break
            last[group] = number
    return found
