"""Made-up values of every type, how each judge names the types, and one form in which all results are compared."""
import base64
import datetime
import decimal
import json
import math
import struct
import uuid
from decimal import Decimal

import pyarrow as pa

# Enough for every decimal, in this thread and in those to come.
decimal.DefaultContext.prec = 80
decimal.setcontext(decimal.DefaultContext.copy())

UTC = datetime.timezone.utc
WHOLE = {f"{sign}int{size}": (size, sign) for size in (8, 16, 32, 64) for sign in ("", "u")}
FLAT = ["bool", *WHOLE, "float32", "float64", "decimal(12,2)", "decimal(38,10)", "text", "bytes", "date", "time",
        "timestamp", "timestamp(local)", "uuid"]
NESTED = ["list<int32>", "list<text>", "map<text, int64>", "struct<x: int32, y: text>", "list<struct<x: date, y: float64>>"]

ARROW = {
    "bool": pa.bool_(), "float32": pa.float32(), "float64": pa.float64(), "decimal(12,2)": pa.decimal128(12, 2),
    "decimal(38,10)": pa.decimal128(38, 10), "text": pa.string(), "bytes": pa.binary(), "date": pa.date32(),
    "time": pa.time64("us"), "timestamp": pa.timestamp("us", "UTC"), "timestamp(local)": pa.timestamp("us"),
    "uuid": pa.string(), **{name: getattr(pa, name)() for name in WHOLE},
    "list<int32>": pa.list_(pa.int32()), "list<text>": pa.list_(pa.string()),
    "struct<x: int32, y: text>": pa.struct([("x", pa.int32()), ("y", pa.string())]),
    "list<struct<x: date, y: float64>>": pa.list_(pa.struct([("x", pa.date32()), ("y", pa.float64())])),
}
DUCK = {
    "bool": "boolean", "int8": "tinyint", "int16": "smallint", "int32": "integer", "int64": "bigint",
    "uint8": "utinyint", "uint16": "usmallint", "uint32": "uinteger", "uint64": "ubigint", "float32": "float",
    "float64": "double", "decimal(12,2)": "decimal(12,2)", "decimal(38,10)": "decimal(38,10)", "text": "varchar",
    "date": "date", "time": "time", "timestamp": "timestamptz", "timestamp(local)": "timestamp", "uuid": "uuid",
    "list<int32>": "integer[]", "list<text>": "varchar[]", "map<text, int64>": "map(varchar, bigint)",
    "struct<x: int32, y: text>": "struct(x integer, y varchar)",
    "list<struct<x: date, y: float64>>": "struct(x date, y double)[]",
}
PIECES = ["", "a", "plain words", '"', "'", "\\", "\n", "\r\n", "\t", ",", ";", "|", "ä", "🧀", "null", "{", "[1]", " ",
          "\u2028", "0", "-", "NULL", "#", "::", "\u00a0", "ﬁ", "e\u0301", "x" * 70]


class Values:
    """Values that follow from the random numbers."""

    def __init__(self, random, encoding="utf-8"):
        self.random, self.encoding = random, encoding

    def column(self, type, count, nulls=True):
        return [None if nulls and self.random.random() < 0.2 else self.value(type) for _ in range(count)]

    def value(self, type):
        random = self.random
        if type == "bool":
            return random.random() < 0.5
        if type in WHOLE:
            size, sign = WHOLE[type]
            low, high = (0, 2**size - 1) if sign else (-(2 ** (size - 1)), 2 ** (size - 1) - 1)
            return random.choice([low, high, 0, 1, random.randint(low, high), random.randint(0, 99)])
        if type == "float32":
            value = struct.unpack("<f", struct.pack("<I", random.getrandbits(32)))[0]
            return random.choice([0.0, -0.0, 1.5, 16777216.0, value if math.isfinite(value) else 0.25])
        if type == "float64":
            value = struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0]
            return random.choice([0.0, -0.0, 0.1, 1e300, 5e-324, value if math.isfinite(value) else -0.25,
                                  random.randint(-10**6, 10**6) / 100])
        if type.startswith("decimal"):
            precision, scale = map(int, type[8:-1].split(","))
            digits = random.choice([0, 1, 10**precision - 1, random.randrange(10**precision), random.randrange(1000)])
            return Decimal(digits * random.choice([1, -1])).scaleb(-scale).quantize(Decimal(1).scaleb(-scale))
        if type == "text":
            text = "".join(random.choice(PIECES) for _ in range(random.randrange(5)))
            return text.encode(self.encoding, errors="ignore").decode(self.encoding)
        if type == "bytes":
            return random.randbytes(random.randrange(9))
        if type == "date":
            return datetime.date.fromordinal(random.choice([1, 3652059, 719163, random.randint(1, 3652059)]))
        if type == "time":
            seconds = random.choice([0, 86399, random.randrange(86400)])
            return (datetime.datetime.min + datetime.timedelta(seconds=seconds, microseconds=self.fraction())).time()
        if type.startswith("timestamp"):
            day = random.choice([2, 3652058, 719163, random.randint(2, 3652058)])
            moment = datetime.datetime.fromordinal(day) + datetime.timedelta(
                seconds=random.randrange(86400), microseconds=self.fraction())
            return moment.replace(tzinfo=UTC) if type == "timestamp" else moment
        if type == "uuid":
            return uuid.UUID(int=random.getrandbits(128))
        if type.startswith("list<"):
            return self.column(type[5:-1], random.randrange(4))
        if type.startswith("map<"):
            keys = random.sample(["a", "b c", 'q"', "ä", "", "A"], random.randrange(4))
            return {key: self.column(type[10:-1], 1)[0] for key in keys}
        return {name: self.column(inner, 1)[0] for name, inner in members(type)}

    def fraction(self):
        return self.random.choice([0, 0, 250000, 1, 999999, self.random.randrange(10**6)])


def members(type):
    """The fields of a struct."""
    return [part.split(": ") for part in type[7:-1].split(", ")]


def text(type, value):
    """A value as we write it into text."""
    if type == "bool":
        return "true" if value else "false"
    if type in ("float32", "float64"):
        return repr(value)
    if type == "bytes":
        return base64.b64encode(value).decode()
    if type == "timestamp":
        return value.replace(tzinfo=None).isoformat() + "Z"
    if type in ("date", "time", "timestamp(local)"):
        return value.isoformat()
    if type.startswith("decimal"):
        return format(value, "f")
    if type in NESTED:
        return json.dumps(plain(type, value), ensure_ascii=False)
    return str(value)


def plain(type, value):
    """A value as Python's json writes it, that we read it from."""
    if value is None or type == "bool" or type in WHOLE or type in ("text", "float32", "float64"):
        return value
    if type.startswith("list<"):
        return [plain(type[5:-1], element) for element in value]
    if type.startswith("map<"):
        return {key: plain(type[10:-1], element) for key, element in value.items()}
    if type.startswith("struct<"):
        return {name: plain(inner, value[name]) for name, inner in members(type)}
    return text(type, value)


def normal(type, value):
    """What a judge or we have for a value, in one form for all."""
    if value is None:
        return None
    if type == "bool":
        return {"true": True, "false": False}[value] if isinstance(value, str) else value
    if type in WHOLE:
        return int(value)
    if type == "float32":
        return struct.pack("<f", float(value))
    if type == "float64":
        return struct.pack("<d", float(value))
    if type.startswith("decimal"):
        return Decimal(value).quantize(Decimal(1).scaleb(-int(type[8:-1].split(",")[1])))
    if type == "bytes":
        return base64.b64decode(value) if isinstance(value, str) else value
    if type == "date":
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    if type == "time":
        return datetime.time.fromisoformat(value) if isinstance(value, str) else value
    if type.startswith("timestamp"):
        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value)
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if type == "uuid":
        return value if isinstance(value, uuid.UUID) else uuid.UUID(value)
    if type in NESTED and isinstance(value, str):
        value = json.loads(value)
    if type.startswith("list<"):
        return [normal(type[5:-1], element) for element in value]
    if type.startswith("map<"):
        return {key: normal(type[10:-1], element) for key, element in dict(value).items()}
    if type.startswith("struct<"):
        return {name: normal(inner, value[name]) for name, inner in members(type)}
    return value
