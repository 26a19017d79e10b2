"""Holds what the program reads and writes against Python's csv and json modules, pyarrow and DuckDB.

    judge.py PROGRAM [SEED [ROUNDS]]

Tables of made-up values are written in made-up ways by each of them and read by the program, and the other way round.
Each difference is a line that begins with ✘; the last line sums up. Where one differs from us on purpose, differences.py
says why, and it is a mistake if it doesn't.
"""
import concurrent.futures
import random
import sys
import tempfile
import zlib

import csv_judges
import differences
import json_judges
from ouzel import Ouzel


def main():
    program = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 8
    cases = []
    for kind in csv_judges.KINDS + json_judges.KINDS:
        for place in range(rounds):
            # Each case has numbers of its own, so that one more of a kind changes no other.
            name = f"{seed} {kind.__module__} {kind.__name__} {place}"
            cases.append(kind(random.Random(zlib.crc32(name.encode()))))
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        ouzel = Ouzel(program, folder)
        complaints = [line for lines in pool.map(lambda case: case(ouzel), cases) for line in lines]
        complaints += [line for lines in pool.map(lambda one: one(ouzel), differences.ALL) for line in lines]
    for complaint in complaints:
        print(f"✘ seed {seed}: {complaint}")
    values = sum(len(column) for case in cases for column in case.columns.values())
    print(
        f"{', '.join(differences.JUDGES)}: {len(cases)} tables with {values} values held, "
        f"{len(differences.ALL)} differ on purpose, {len(complaints)} are wrong")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
