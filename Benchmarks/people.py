"""The people that the benchmarks of JSON run on, made once and kept in Benchmarks/data."""
import datetime
import json
import os
import random
import sys

from measuring import run
from orders import SEED, made

FIRST = "Anna Bela Carl Dora Emil Fina Gert Hugo Ines Joan Kurt Lina Mara Nils Olga Paul Rosa Sven Tove Ulla".split()
LAST = "Abel Brandt Conrad Dahl Ebert Falk Graf Holm Iversen Juhl Krog Lund Moller Nissen Olsen Petri Roth Steen".split()
STREETS = "Garden Harbour Market Meadow Orchard School Spring Tower Valley Windmill".split()


def people(count):
    peers = os.environ.get("PEERS")
    if peers:
        return made(f"people-{count}.jsonl", lambda path: run(
            [sys.executable, os.path.join(peers, "gen.py"), "people", str(count), path]))
    return made(f"own-people-{count}.jsonl", lambda path: write(count, path))


def write(count, path):
    """Writes people, sixteen fields of about 480 bytes each."""
    chance = random.Random(SEED)
    begin = datetime.datetime(2024, 1, 1)
    with open(path, "w", newline="\n") as file:
        for number in range(count):
            first, last, some = chance.choice(FIRST), chance.choice(LAST), chance.randrange(10 ** 6)
            person = {
                "person_name": f"{first} {last}",
                "user_name": f"{first}{last}{some}".lower(),
                "email": f"{first}.{last}{some}@example.org".lower(),
                "personal_number": str(chance.randrange(10 ** 10, 10 ** 11)),
                "birth_date": str(datetime.date(1940, 1, 1) + datetime.timedelta(days=chance.randrange(24_000))),
                "address": f"{chance.randrange(1, 999)} {chance.choice(STREETS)} Street, {chance.randrange(10 ** 4, 10 ** 5)} Town",
                "phone_number": f"+1{chance.randrange(10 ** 9, 10 ** 10)}",
                "mac_address": ":".join(f"{byte:02x}" for byte in chance.randbytes(6)),
                "ip_address": ".".join(str(byte) for byte in chance.randbytes(4)),
                "iban": f"DE{chance.randrange(10 ** 19, 10 ** 20)}",
                "accessed_at": (begin + datetime.timedelta(seconds=chance.randrange(31_536_000))).isoformat(),
                "session_duration": chance.randrange(1, 36_000),
                "download_speed": chance.randrange(10, 9_000),
                "upload_speed": chance.randrange(10, 2_000),
                "consumed_traffic": chance.randrange(1, 10 ** 7),
                "unique_id": f"{number:08x}-{chance.getrandbits(64):016x}",
            }
            file.write(json.dumps(person, separators=(",", ":")) + "\n")
