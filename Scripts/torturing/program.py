"""A program at work: what it says, what its trace tells that it is doing, how it ends."""
import os
import re
import signal
import subprocess
import threading
import time

import shim

# What a moment is called by what was under way in it; of several the one that happens most seldom.
PHASES = {
    "committing": {"commit"},
    "storing": {"store"},
    "keeping letters": {"keep"},
    "opening": {"openSink", "openSource"},
    "taking lanes": {"watchLanes", "begin", "release"},
    "taking rows": {"take"},
    "processing": {"process"},
    "reading": {"read"},
}
WAITING = "waiting"

ENDS = {
    "sinkOpened": "openSink", "sourceOpened": "openSource", "lanes": "watchLanes", "lanesFailed": "watchLanes",
    "began": "begin", "beginFailed": "begin", "read": "read", "processed": "process", "taken": "take", "kept": "keep",
    "stored": "store", "committed": "commit", "released": "release", "abandoned": "abandon",
}
EVENT = re.compile(rb"trace \d+ (\S+) ([<>]) (\w+)")


class Trace:
    """The actions that each pipeline has begun and not ended."""

    def __init__(self):
        self.open = {}
        self.having_lanes = set()
        self.stored = 0

    def take(self, line):
        """Takes in a line; returns the action that it says is begun."""
        event = EVENT.match(line)
        if not event:
            return None
        pipeline, way, name = event[1], event[2], event[3].decode()
        if way == b">":
            self.open[pipeline, name] = self.open.get((pipeline, name), 0) + 1
            return name
        action = ENDS.get(name)
        if action:
            self.open[pipeline, action] = self.open.get((pipeline, action), 0) - 1
        if name == "lanes":
            self.having_lanes.add(pipeline)
        if name == "stored":
            self.stored += 1
        return None

    @property
    def phase(self):
        # Lanes are watched for as long as a pipeline runs.
        under_way = {
            action for (pipeline, action), count in list(self.open.items())
            if count > 0 and not (action == "watchLanes" and pipeline in self.having_lanes)}
        return next((phase for phase, actions in PHASES.items() if actions & under_way), WAITING)


class Program:
    """A process that was started, within `timeout`."""

    LIMIT = 600

    def __init__(self, place, arguments, prepare=None):
        self.place = place
        number = place.next_number()
        self.control = shim.Control(place.logs / f"{number}.control")
        if prepare:
            prepare(self.control)
        self.log = place.logs / f"{number}.log"
        self.trace = Trace()
        self.said = []
        # Faults that may make it fail.
        self.excuses = set()
        self.is_killed = False
        self.aim = None
        surroundings = [
            f"LD_PRELOAD={place.library}", f"TORTURE_CONTROL={self.control.path}", f"TORTURE_ROOT={place.data}",
            "OUZEL_TRACE=1"]
        self.began = time.monotonic()
        self.timeout = subprocess.Popen(
            ["timeout", "-s", "KILL", str(self.LIMIT), "env", *surroundings, str(place.ouzel), *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()
        # It writes its number before it does anything else.
        while not self.control.process and self.timeout.poll() is None:
            time.sleep(0.001)
        self.process = self.control.process

    def _listen(self):
        with open(self.log, "wb") as log:
            for line in self.timeout.stderr:
                log.write(line)
                action = self.trace.take(line)
                if action is None and not line.startswith(b"trace "):
                    self.said.append(line.decode(errors="replace").rstrip())
                aim = self.aim
                if aim and action in aim[0] and time.monotonic() >= aim[1]:
                    self.aim = None
                    pause_until = time.monotonic() + aim[2]
                    while time.monotonic() < pause_until:
                        pass
                    self.kill()

    def signal(self, number):
        if self.is_running:
            try:
                os.kill(self.process, number)
            except ProcessLookupError:
                pass

    def kill(self):
        self.is_killed = True
        self.signal(signal.SIGKILL)

    def kill_at(self, phase, moment, jitter):
        """Kills it in `phase`, once so many seconds are gone."""
        if phase == WAITING:
            threading.Timer(moment, self.kill).start()
        else:
            self.aim = (PHASES[phase], time.monotonic() + moment, jitter)

    @property
    def is_running(self):
        return self.timeout.poll() is None

    def wait(self, limit):
        """Waits for its end; false if it runs on."""
        try:
            self.timeout.wait(limit)
        except subprocess.TimeoutExpired:
            return False
        self.reader.join()
        return True

    @property
    def end(self):
        """Its exit code; a word where it has none."""
        code = self.timeout.returncode
        if code in (-signal.SIGKILL, 128 + signal.SIGKILL):
            if self.is_killed or self.control.is_dead:
                return "killed"
            return f"still running after {self.LIMIT} s"
        return f"signal {-code}" if code < 0 else f"signal {code - 128}" if 132 <= code <= 139 else code

    @property
    def words(self):
        return "\n".join(self.said)
