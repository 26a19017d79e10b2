"""A round: a configuration at work, what is done to it, and the count at its end."""
import collections
import random
import re
import signal
import time

import counting
import faults
import shapes
from program import PHASES, Program


class Wrong(Exception):
    """The program did what it may not do."""


class Place:
    """The folders of a round, and what is run in them."""

    def __init__(self, folder, ouzel, library):
        self.folder, self.ouzel, self.library = folder, ouzel, library
        self.data, self.logs = folder / "data", folder / "logs"
        self.data.mkdir(parents=True)
        self.logs.mkdir()
        self.count = 0

    def next_number(self):
        self.count += 1
        return self.count

    def write(self, name, text):
        (self.data / name).write_text(text)
        return str(self.data / name)


class Round:
    """What a seed says, done; it ends early once `is_over()`. `tally` counts what happened, for the report."""

    def __init__(self, seed, place, kills, is_over):
        self.seed, self.place, self.wanted, self.is_over = seed, place, kills, is_over
        self.dice = random.Random(seed)
        self.tally = collections.Counter()
        self.shape = self.dice.choice(shapes.SHAPES)(self.dice)
        self.processes = self.dice.choices([1, 2, 3], [5, 3, 2])[0]
        # Slow enough that something is left for the next kill; where somebody is paused for long, slower still.
        self.is_slow = self.shape.has_topic and self.processes > 1 and self.dice.random() < 0.4
        self.rate = 600 if self.is_slow else self.dice.choice([1500, 4000, 8000])
        count = int(kills * self.rate * 0.7 * self.processes) + (self.rate * 13 * self.processes if self.is_slow else 0)
        self.records = shapes.Records(self.dice, self.shape, place.data / "in", min(count, 150_000))
        self.path = place.write("slow.yaml", self.shape.configuration(self.rate))
        # Where nobody holds lanes in a group, nothing is committed to it; and no sink here refuses a row.
        never = {"keeping letters"} | (set() if self.shape.has_topic else {"committing"})
        self.aims = [phase for phase in PHASES if phase not in never]
        self.pool = []
        self.kills = self.vain = 0
        self.last = -1
        # Files that were cut off while they were read, and those read anew after that.
        self.cut, self.anew = set(), set()
        self.is_paused_long = False

    @property
    def description(self):
        shape = self.shape
        many = "one process" if self.processes == 1 else f"{self.processes} processes"
        return (f"{shape.name}, {shape.format}{'.gz' if shape.is_packed else ''}, {len(self.records.last):,} records, "
                f"{many}, {self.rate}/s")

    # MARK: Processes

    def start(self, prepare=None):
        program = Program(self.place, ["run", self.path, "--until", "end"], prepare)
        self.tally["started"] += 1
        self.pool.append(program)
        return program

    def fill(self, prepare=None):
        """Sees to it that as many run as are to."""
        self.look()
        while len(self.pool) < self.processes:
            program = self.start(prepare)
            if prepare:
                if prepare.excuse:
                    program.excuses.add(prepare.excuse)
                time.sleep(prepare.hold)
                program.control.disarm()
                prepare = None

    def look(self):
        """Takes out of the pool who has ended, as it may."""
        for program in [one for one in self.pool if not one.is_running]:
            program.wait(60)
            self.pool.remove(program)
            self.judge(program)
        # Nobody's limit is to end it.
        for program in [one for one in self.pool if time.monotonic() - one.began > Program.LIMIT / 2]:
            self.end(program, signal.SIGTERM)

    def judge(self, program):
        """Is this how a program may end?"""
        for operation, count in program.control.hits.items():
            self.tally["call", operation] += count
        for line in program.said:
            anew = re.match(r".*?(f\d+)\S* changed since it was read: it is read anew", line)
            if anew:
                if anew[1] not in self.cut:
                    raise Wrong(f"{anew[1]} is read anew although nobody changed it\n{program.log}")
                self.anew.add(anew[1])
        end = program.end
        self.tally["end", str(end)] += 1
        if end in (0, "killed"):
            return
        # It hadn't begun to listen to signals, nor to do anything.
        if end == "signal 15" and not program.trace.open:
            return
        if program.excuses and end in (3, 4):
            self.tally["refusal", f"{self.code(program)} under {', '.join(sorted(program.excuses))}"] += 1
            return
        raise Wrong(f"it ended with {end}: {program.words[-3000:]}\n{program.log}")

    def code(self, program):
        """The code by which it says why it fails."""
        codes = [match[1] for line in program.said if "PAUSED" not in line and "WARN" not in line
                 for match in [re.search(r"(OZ-[A-Z]\d+)", line)] if match]
        if not codes:
            raise Wrong(f"it ended with {program.end} and no code: {program.words[-2000:]}\n{program.log}")
        return codes[0]

    def end(self, program, number):
        """Ends a program, and waits for that."""
        if number == signal.SIGKILL:
            program.kill()
        else:
            program.signal(number)
        if not program.wait(120):
            raise Wrong(f"it doesn't end by signal {number}: {program.words[-2000:]}\n{program.log}")
        if program in self.pool:
            self.pool.remove(program)
        self.judge(program)

    def end_all(self):
        for program in list(self.pool):
            self.end(program, signal.SIGKILL)

    # MARK: Kills

    def kill(self):
        """Kills a program at a moment of a phase, or in the midst of a call."""
        aim = self.dice.choice(self.aims)
        way = self.dice.choice(["trace", "trigger", "trigger", "call"])
        if way == "call":
            how = faults.call(self)
        elif way == "trigger" and aim in faults.TRIGGERS:
            how = faults.call(self, aim)
        else:
            how = f"{aim}", None
        if aim in ("opening", "taking lanes"):
            victim = self.begin_to_die(how)
        else:
            victim = self.dice.choice(self.pool)
            if self.dice.random() < 0.9:
                self.wait_for_progress(victim)
            time.sleep(self.dice.random() * 0.4)
            if how[1]:
                how[1](victim.control)
        if not how[1]:
            victim.kill_at(aim, self.dice.random() * 0.1, self.dice.random() * 0.0015)
        # What it was to be killed in may come no more.
        if not victim.wait(1.2):
            victim.aim = None
            victim.kill()
            if not victim.wait(60):
                raise Wrong(f"it outlives its kill\n{victim.log}")
        self.pool.remove(victim)
        self.judge(victim)
        if victim.end != "killed":
            self.tally["ended before the kill"] += 1
            return
        settled = counting.settled(self.place.data)
        if settled > self.last and self.is_left():
            self.kills += 1
            self.last = settled
            self.tally["kill", victim.trace.phase] += 1
            self.tally["by", how[0] if how[1] is None or victim.control.is_dead else "when it came to nothing else"] += 1
        else:
            self.vain += 1
            self.tally["vain", victim.trace.phase] += 1

    def wait_for_progress(self, program):
        deadline = time.monotonic() + 2
        while program.trace.stored == 0 and program.is_running and time.monotonic() < deadline:
            time.sleep(0.005)

    def begin_to_die(self, how):
        """Lets something be settled, and starts anew a program that is killed when it begins."""
        former = self.dice.choice(self.pool)
        self.wait_for_progress(former)
        self.end(former, self.dice.choice([signal.SIGTERM, signal.SIGKILL]))
        return self.start(how[1])

    def is_left(self):
        return counting.is_left(self.place.data, self.shape, self.records.size)

    # MARK: The round

    def run(self):
        began = time.monotonic()
        try:
            while self.kills < self.wanted and self.vain < self.wanted * 2 and not self.is_over():
                while not self.is_left():
                    if not self.records.grow(bool(self.pool), 0.5):
                        break
                if not self.is_left():
                    break
                prepare = faults.at_start(self) if self.dice.random() < 0.15 else None
                self.fill(prepare)
                if self.dice.random() < 0.5:
                    faults.one(self)
                self.look()
                if self.pool:
                    self.kill()
            self.finish()
        finally:
            for program in self.pool:
                program.signal(signal.SIGCONT)
                program.kill()
        self.tally["records"] += len(self.records.last)
        self.tally["rounds"] += 1
        self.tally["seconds"] = time.monotonic() - began

    def finish(self):
        """Everything to its end, without faults; and once more, which may change nothing."""
        self.end_all()
        while self.records.grow(False, 1):
            pass
        self.path = self.place.write("fast.yaml", self.shape.configuration(None))
        for _ in range(2):
            program = self.start()
            if not program.wait(Program.LIMIT + 10) or program.end != 0:
                raise Wrong(f"the last run ended with {program.end}: {program.words[-3000:]}\n{program.log}")
            self.look()
        if self.shape.judge:
            self.path = self.place.write("judge.yaml", self.shape.judge)
            program = self.start()
            if not program.wait(Program.LIMIT + 10) or program.end != 0:
                raise Wrong(f"the judge ended with {program.end}: {program.words[-3000:]}\n{program.log}")
            self.look()
        wrong = counting.complaints(self.place.data, self.shape, self.records, self.anew)
        if wrong:
            raise Wrong("\n".join(wrong))
