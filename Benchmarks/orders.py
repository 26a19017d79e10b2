"""The orders that the benchmarks run on, made once and kept in Benchmarks/data."""
import csv
import datetime
import os
import sys
import uuid

from measuring import run

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
OUZEL = os.path.join(HERE, "..", ".build", "release", "ouzel")
SEED = "20240607"


def made(name, make):
    """The file of that name; `make` writes it if it isn't there. A half-made one never counts."""
    path = os.path.join(DATA, name)
    if not os.path.exists(path):
        print(f"Making {name}", flush=True)
        os.makedirs(DATA, exist_ok=True)
        make(path + ".part")
        os.rename(path + ".part", path)
    return path


def orders(count):
    peers = os.environ.get("PEERS")
    if peers:
        return made(f"peers-orders-{count}.csv", lambda path: run(
            [sys.executable, os.path.join(peers, "gen.py"), "orders", str(count), path, os.devnull]))
    return made(f"orders-{count}.csv", lambda path: run(
        [OUZEL, "generate", "orders", "--count", str(count), "--seed", SEED, "--out", path]))


def table_rows(source):
    """The same orders as the table holds them, in the order of the source."""
    def make(path):
        with open(source, newline="") as given, open(path, "w", newline="") as rows:
            write = csv.writer(rows, lineterminator="\n").writerow
            reader = csv.reader(given)
            next(reader)
            for order in reader:
                bought = datetime.datetime.fromisoformat(order[3])
                write([uuid.UUID(order[0]), uuid.UUID(order[1]), *order[2:8], bought.hour, bought.strftime("%A")])
    return made(os.path.basename(source).replace("orders-", "rows-"), make)
