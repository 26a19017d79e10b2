"""What is done to programs at work."""
import os
import re
import shutil
import signal
import sqlite3
import time

import shim


def wrong(text):
    from rounds import Wrong
    return Wrong(text)


def one(round):
    """Does one of them, by chance."""
    alone = len(round.pool) == 1
    choices = [
        (full, 3), (failing, 5), (short, 3), (late, 3), (locked, 4), (clock, 4), (damaged, 2), (grown, 5), (renamed, 3),
        (drained, 3), (stopped, 3)]
    if alone and not round.shape.is_packed:
        choices.append((cut, 4))
    if round.is_slow and len(round.pool) > 1 and not round.is_paused_long:
        choices.append((paused, 8))
    names, weights = zip(*choices)
    fault = round.dice.choices(names, weights)[0]
    if fault(round) is not False:
        round.tally["fault", fault.__doc__] += 1


def victim(round, excuse=None):
    program = round.dice.choice(round.pool)
    if excuse:
        program.excuses.add(excuse)
    return program


# MARK: Through the shim

def full(round):
    "disk full"
    program = victim(round, "disk full")
    before = len(program.said)
    within = round.dice.choice(["", ".db", "table.db", "state.db", "-wal"])
    program.control.arm(["write", "truncate"], shim.ERROR, error=shim.ERRORS["ENOSPC"], within=within)
    time.sleep(round.dice.random() * 1.5)
    program.control.disarm()
    for line in program.said[before:]:
        if "PAUSED" in line and "disk is full" in line:
            round.tally["said", "that the disk is full"] += 1
            break


def failing(round):
    "I/O errors"
    program = victim(round, "I/O errors")
    operations = round.dice.sample(shim.OPERATIONS, round.dice.randint(1, 3))
    program.control.arm(
        operations, shim.ERROR, error=shim.ERRORS["EIO"], one_in=round.dice.choice([1, 2, 10, 50]),
        seed=round.dice.randrange(2**31), within=round.dice.choice(["", "", ".db", "-wal", "in/", "state.db"]))
    time.sleep(round.dice.random() * 1.0)
    program.control.disarm()


def short(round):
    "short reads and writes"
    program = victim(round)
    program.control.arm(
        ["read", "write"], shim.SHORT, one_in=round.dice.choice([1, 2, 7]), seed=round.dice.randrange(2**31))
    time.sleep(round.dice.random() * 0.5)


def late(round):
    "slow disk"
    program = victim(round)
    program.control.arm(
        round.dice.sample(shim.OPERATIONS, 2), shim.LATE, one_in=round.dice.choice([1, 5]),
        delay=round.dice.choice([1000, 20_000, 300_000]), seed=round.dice.randrange(2**31))
    time.sleep(round.dice.random() * 1.0)
    program.control.disarm()


def at_start(round):
    """What a program is told before it begins; for `prepare`."""
    kind = round.dice.choice(["EIO", "ENOSPC", "short", "late", "clock"])
    one_in, seed = round.dice.choice([1, 3, 20]), round.dice.randrange(2**31)
    hold = round.dice.random()
    excuse = {"EIO": "I/O errors", "ENOSPC": "disk full"}.get(kind)
    round.tally["fault", f"{kind} from the start"] += 1

    def prepare(control):
        if kind in shim.ERRORS:
            operations = ["read", "write", "sync", "truncate", "open"] if kind == "EIO" else ["write", "truncate"]
            control.arm(operations, shim.ERROR, error=shim.ERRORS[kind], one_in=one_in, seed=seed, within=".db")
        elif kind == "clock":
            control.shift((hold - 0.5) * 10 * 86400)
        else:
            control.arm(["read", "write"], shim.SHORT if kind == "short" else shim.LATE, one_in=one_in, delay=5000, seed=seed)
    prepare.excuse = excuse
    prepare.hold = hold
    return prepare


def clock(round):
    "clock jump"
    # Letters are kept for 30 days: no two clocks differ by so much.
    victim(round).control.shift(round.dice.choice([-1, 1]) * 10 ** (round.dice.random() * 5.9))
    time.sleep(round.dice.random() * 0.2)


# What the program traces when it is about to do something that needs the system.
TRIGGERS = {
    "opening": ["> openSink", "> openSource"],
    "taking lanes": ["> begin(", "> watchLanes", "> release("],
    "taking rows": ["> take("],
    # What fails is kept as a letter before the batch counts as processed.
    "processing": ["> process("],
    "storing": ["> store("],
    "committing": ["> commit("],
}


def call(round, phase=None):
    """A call of the system in which a program is to be killed, or before which: what it is called, and what arms it.

    With a phase it is one of the first calls after that was begun.
    """
    names = ["table.db", "state.db", "in/"] + (["events.db"] * 2 if round.shape.has_topic else [])
    if phase == "processing":
        names = ["state.db"]
    elif phase:
        names = [".db"]
    within = round.dice.choice(names)
    choices = [["write"], ["write"], ["sync"], ["read"]]
    if phase:
        choices = [["write"], ["write", "sync", "truncate"], shim.OPERATIONS]
    operations = ["read", "open"] if within == "in/" else round.dice.choice(choices)
    is_torn = operations == ["write"] and round.dice.random() < 0.5
    one_in = round.dice.randint(1, 8)
    trigger = round.dice.choice(TRIGGERS[phase]) if phase else None

    def arm(control):
        control.arm(operations, shim.TORN if is_torn else shim.KILL, one_in=one_in, within=within, trigger=trigger)
    name = f"{'half a ' if is_torn else ''}{'/'.join(operations) if len(operations) < 5 else 'any call'}"
    return f"{name} {f'while {phase}' if phase else 'of files' if within == 'in/' else f'of {within}'}", arm


# MARK: From beside

def locked(round):
    "locked database"
    program = victim(round)
    path = round.place.data / round.dice.choice(["table.db", "events.db", "state/state.db"])
    if not path.exists():
        return False
    is_told = round.dice.random() < 0.3
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        connection.close()
        return False
    try:
        if is_told:
            before = len(program.said)
            deadline = time.monotonic() + 20
            lines = []
            # It may have nothing to write there.
            while time.monotonic() < deadline and program.is_running:
                lines = [line for line in program.said[before:] if "is locked by" in line and path.name in line]
                if any(f"process {os.getpid()}" in line for line in lines):
                    round.tally["said", "who holds the lock"] += 1
                    break
                time.sleep(0.02)
            else:
                if lines:
                    raise wrong(f"it doesn't name process {os.getpid()}, which holds {path.name}: {lines}\n{program.log}")
        else:
            time.sleep(round.dice.random())
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def damaged(round):
    "damaged database"
    round.end_all()
    data = round.place.data
    paths = [path for path in [data / "table.db", data / "events.db", data / "state/state.db"] if path.exists()]
    if not paths:
        return False
    for path in paths:
        connection = sqlite3.connect(path, timeout=10)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    path = round.dice.choice(paths)
    copies = round.place.folder / "copies"
    shutil.rmtree(copies, ignore_errors=True)
    ignored = shutil.ignore_patterns("in", "*.members", "locks")
    shutil.copytree(data, copies, ignore=ignored)
    how = round.dice.choice(["its header", "pages", "its end"])
    size = path.stat().st_size
    with open(path, "r+b") as file:
        if how == "its header":
            file.write(round.dice.randbytes(100))
        elif how == "pages":
            for page in range(1, size // 4096):
                if round.dice.random() < 0.5:
                    file.seek(page * 4096)
                    file.write(round.dice.randbytes(round.dice.choice([8, 500, 4096])))
        else:
            file.truncate(max(512, size // 4096 // 2 * 4096))
    program = round.start()
    program.excuses.add("damaged database")
    program.wait(8)
    if program.is_running:
        # It may have met nothing of it: then it just goes on, and is killed.
        program.kill()
        program.wait(60)
    round.pool.remove(program)
    round.tally["damage", f"{path.name}, {how}: {'told' if 'OZ-' in program.words else 'not met'}"] += 1
    has_said = "OZ-D004" in program.words
    if how == "its header" and not has_said:
        raise wrong(f"{path.name} is no database, and it ended with {program.end}: {program.words[-2000:]}\n{program.log}")
    if program.end in (3, 4):
        round.tally["refusal", f"{round.code(program)} under a damaged database"] += 1
    elif program.end not in (0, "killed"):
        raise wrong(f"damaged {path.name}: it ended with {program.end}: {program.words[-2000:]}\n{program.log}")
    # All of it as it was: a copy of one alone would be older than the others.
    for old in [*data.glob("*.db*"), *data.glob("state/*.db*")]:
        if old.is_file():
            old.unlink()
    shutil.copytree(copies, data, dirs_exist_ok=True)


def grown(round):
    "file that grew"
    round.look()
    if not round.records.grow(bool(round.pool)):
        return False
    for program in round.pool:
        program.excuses.add("changed file")


def renamed(round):
    "renamed file"
    round.records.rename()
    for program in round.pool:
        program.excuses.add("changed file")
    time.sleep(round.dice.random() * 0.2)


def cut(round):
    "file cut off while it is read"
    program = victim(round, "changed file")
    if round.dice.random() < 0.5:
        program.control.arm(["read"], shim.LATE, delay=20_000, within="in/")
    name, put_back = round.records.cut()
    round.cut.add(re.match(r"f\d+", name)[0])
    time.sleep(round.dice.random() * 0.5)
    round.end(program, signal.SIGKILL)
    put_back()


def drained(round):
    "drained by SIGTERM"
    program = victim(round)
    round.end(program, signal.SIGTERM)


def stopped(round):
    "paused for a moment"
    program = victim(round)
    program.signal(signal.SIGSTOP)
    time.sleep(round.dice.random() * 0.7)
    program.signal(signal.SIGCONT)


def paused(round):
    "paused beyond its lease"
    program = victim(round)
    program.signal(signal.SIGSTOP)
    deadline = time.monotonic() + 10.5 + round.dice.random() * 3
    while time.monotonic() < deadline:
        time.sleep(0.1)
    program.signal(signal.SIGCONT)
    round.is_paused_long = True
    for line in program.said:
        if "lost the lane" in line:
            round.tally["said", "that a lane was lost"] += 1
