"""What is moved: the configurations of a round, its records, and what must come of each."""
import gzip
import os

BROKEN, ODD, SKIPPED, GOOD = "broken", "odd", "skipped", "good"

CONTRACTS = """
contracts:
  written: { fields: { id: { type: int64, required: true }, lane: text, seq: int64, kind: text, v: text } }
  strict:
    fields:
      id: { type: int64, required: true }
      lane: text
      seq: int64
      kind: { type: text, one_of: [plain, skip] }
      v: text
"""


class Shape:
    """A configuration, and in which tables its records arrive: `name` of a shape, `tables` as {database: {table: test}}."""

    # The pipeline that reads files, and where its positions are.
    first = ("publish", "events.db")
    tables = {"table.db": {"records": lambda id: True}}
    has_topic = True
    is_upsert = False
    judge = None

    def __init__(self, dice):
        self.format = dice.choice(["csv", "json"])
        self.is_packed = dice.random() < 0.15
        self.partitions = dice.randint(1, 4)
        self.batch = dice.choice([None, None, 50, 300])

    @property
    def files(self):
        return f'files: {{ path: "in/*.{self.format}{".gz" if self.is_packed else ""}", format: {self.format} }}'

    def options(self, rate):
        lines = [f"    rate: {rate}/s"] if rate else []
        if self.batch:
            lines.append(f"    batch: {{ records: {self.batch} }}")
        return "\n".join(lines)

    def publish(self, rate):
        return f"""
  publish:
    source: {{ {self.files} }}
    contract: written
    sink: {{ topic: {{ connection: events, name: records, partitions: {self.partitions}, key: "cast(id as text)", format: json }} }}
{self.options(rate)}"""

    CONNECTIONS = {
        "events": "  events: { type: embedded, path: events.db }\n",
        "store": "  store: { type: sqlite, path: table.db }\n",
        "out": "  out: { type: embedded, path: out.db }\n",
    }

    def configuration(self, rate):
        used = [line for name, line in self.CONNECTIONS.items() if f"connection: {name}," in self.pipelines(rate)]
        return "connections:\n" + "".join(used) + "state: state\n" + CONTRACTS + "pipelines:" + self.pipelines(rate) + "\n"


class Direct(Shape):
    """Files into a table."""

    name = "files to a table"
    first = ("store", "table.db")
    has_topic = False
    mode = ""

    def pipelines(self, rate):
        return f"""
  store:
    source: {{ {self.files} }}
    contract: strict
    steps:
      - filter: kind <> 'skip'
    sink: {{ table: {{ connection: store, name: records{self.mode} }} }}
{self.options(rate)}"""


class Upsert(Direct):
    """Files into a table with a key: of several versions of a record the last one stays."""

    name = "files to a table with a key"
    is_upsert = True
    mode = ", key: [id], mode: upsert"


class Chain(Shape):
    """Files through a topic into a table, by processes that share the topic."""

    name = "files through a topic to a table"

    def pipelines(self, rate):
        return self.publish(rate) + f"""
  store:
    source: {{ topic: {{ connection: events, name: records, group: readers, format: json }} }}
    contract: strict
    steps:
      - filter: kind <> 'skip'
      - set: {{ part: _partition, off: _offset }}
    sink: {{ table: {{ connection: store, name: records }} }}
{self.options(rate)}"""


class Branches(Shape):
    """Through a topic into two tables of one database and another topic."""

    name = "through a topic to three sinks"
    tables = {
        "table.db": {"even": lambda id: id % 2 == 0, "rest": lambda id: id % 2 and id % 3},
        "judge.db": {"thirds": lambda id: id % 3 == 0},
    }

    def pipelines(self, rate):
        return self.publish(rate) + f"""
  store:
    source: {{ topic: {{ connection: events, name: records, group: readers, format: json }} }}
    contract: strict
    steps:
      - filter: kind <> 'skip'
      - set: {{ part: _partition, off: _offset }}
    sinks:
      even: {{ table: {{ connection: store, name: even }}, when: id % 2 = 0 }}
      thirds: {{ topic: {{ connection: out, name: thirds, partitions: 2, key: "cast(id as text)", format: json }}, when: id % 3 = 0 }}
      rest: {{ table: {{ connection: store, name: rest }}, when: otherwise }}
{self.options(rate)}"""

    judge = """
connections:
  out: { type: embedded, path: out.db }
  judge: { type: sqlite, path: judge.db }
state: state
pipelines:
  judge:
    source: { topic: { connection: out, name: thirds, format: json } }
    contract: { fields: { id: int64, lane: text, seq: int64, kind: text, v: text, part: int32, off: int64 } }
    steps:
      # The order holds within each of its partitions.
      - set: { part: part * 10 + _partition }
    sink: { table: { connection: judge, name: thirds } }
"""


SHAPES = [Direct, Upsert, Chain, Branches]


class Records:
    """The records of a round, in files that grow: each id once, or in several versions."""

    def __init__(self, dice, shape, folder, count):
        self.dice, self.shape, self.folder = dice, shape, folder
        self.kinds = {}
        self.last = {}  # the sequence number of each id's last version
        self.paths = {}
        self.rest = {}
        self.renamed = 0
        end = f".{shape.format}" + (".gz" if shape.is_packed else "")
        lanes = dice.randint(1, 4)
        # What is compressed doesn't grow.
        first_share = 1 if shape.is_packed else dice.choice([1, 0.5, 0.2])
        folder.mkdir()
        first = 0
        for lane in range(lanes):
            lines = self.lines(f"f{lane}", first, count // lanes)
            first += count // lanes
            begin = max(1, int(len(lines) * first_share))
            path = folder / f"f{lane}{end}"
            self.paths[lane], self.rest[lane] = path, lines[begin:]
            bytes = (self.header + "".join(lines[:begin])).encode()
            path.write_bytes(gzip.compress(bytes, 1) if shape.is_packed else bytes)
        self.size = sum(path.stat().st_size for path in self.paths.values())
        if shape.is_packed:
            self.size = sum(len(gzip.decompress(path.read_bytes())) for path in self.paths.values())

    @property
    def header(self):
        return "id,lane,seq,kind,v\n" if self.shape.format == "csv" else ""

    def lines(self, lane, first, count):
        lines = []
        for seq in range(count):
            id = first + seq
            if self.shape.is_upsert and seq and self.dice.random() < 0.3:
                # Another version of one that was.
                id = self.dice.randint(first, first + seq - 1)
                if self.kinds.get(id) != GOOD:
                    id = first + seq
            if id not in self.kinds:
                number = self.dice.random()
                self.kinds[id] = BROKEN if number < 0.004 else ODD if number < 0.008 else SKIPPED if number < 0.05 else GOOD
            self.last[id] = seq
            kind = self.kinds[id]
            word = {ODD: "odd", SKIPPED: "skip"}.get(kind, "plain")
            shown = f"zz{id}" if kind == BROKEN else str(id)
            if self.shape.format == "csv":
                lines.append(f"{shown},{lane},{seq},{word},r{id}r\n")
            else:
                shown = f'"{shown}"' if kind == BROKEN else shown
                lines.append(f'{{"id":{shown},"lane":"{lane}","seq":{seq},"kind":"{word}","v":"r{id}r"}}\n')
        return lines

    def grow(self, is_read, share=None):
        """Adds some of what is left to a file; by replacing it where it may be being read. True if there was something."""
        lanes = [lane for lane, rest in self.rest.items() if rest]
        if not lanes:
            return False
        lane = self.dice.choice(lanes)
        rest = self.rest[lane]
        count = max(1, int(len(rest) * (share or self.dice.random())))
        added = "".join(rest[:count]).encode()
        self.rest[lane] = rest[count:]
        path = self.paths[lane]
        if is_read:
            # A row that is half there would be read as one that is whole.
            new = self.folder / "growing"
            new.write_bytes(path.read_bytes() + added)
            os.replace(new, path)
        else:
            with open(path, "ab") as file:
                file.write(added)
        self.size += len(added)
        return True

    def rename(self):
        lane = self.dice.choice(list(self.paths))
        self.renamed += 1
        old = self.paths[lane]
        new = old.with_name(f"f{lane}-{self.renamed}{''.join(old.suffixes)}")
        os.rename(old, new)
        self.paths[lane] = new

    def cut(self):
        """Cuts a file off behind one of its lines; returns what puts the rest back."""
        path = self.dice.choice(list(self.paths.values()))
        whole = path.read_bytes()
        keep = whole.rfind(b"\n", 0, max(200, int(len(whole) * self.dice.random()))) + 1
        os.truncate(path, keep)

        def put_back():
            with open(path, "r+b") as file:
                file.seek(keep)
                file.write(whole[keep:])
        return path.name, put_back
