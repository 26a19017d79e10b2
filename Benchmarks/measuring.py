"""Runs commands and tells what they took."""
import json
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Taken:
    wall: float
    cpu: float
    peak: float  # MiB

    @staticmethod
    def median(runs):
        return Taken(*(statistics.median(getattr(run, part) for run in runs) for part in ("wall", "cpu", "peak")))


def run(command, environment=None, to=subprocess.DEVNULL, text=None):
    """Runs one command to its end. What it says is shown only if it fails."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=to, stderr=subprocess.PIPE, stdin=subprocess.PIPE if text else subprocess.DEVNULL,
        env={**os.environ, **(environment or {})})
    if text:
        process.stdin.write(text.encode())
        process.stdin.close()
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said.decode()}")
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run_reporting(command):
    """Runs a command that says what its work took, beginning and end left out, as one line of JSON; its peak is that of
    the whole process."""
    with tempfile.TemporaryFile("w+") as file:
        whole = run(command, to=file)
        file.seek(0)
        said = json.load(file)
    return Taken(said["wall"], said["cpu"], whole.peak), said


def in_turns(rounds, sides):
    """Runs each side once a round, so that what disturbs the machine disturbs all, and returns each side's median."""
    runs = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in sides.items():
            taken = side()
            runs[name].append(taken)
            print(f"  {number + 1}/{rounds} {name:8} {taken.wall:7.2f} s  {taken.cpu:7.2f} CPU s  {taken.peak:7.0f} MiB", flush=True)
    return {name: Taken.median(of) for name, of in runs.items()}
