"""The library that lets system calls fail, and what it is told while the program runs."""
import errno
import mmap
import pathlib
import struct
import subprocess

OPERATIONS = ["read", "write", "sync", "truncate", "open"]
ERROR, SHORT, LATE, KILL, TORN = 1, 2, 3, 4, 5
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}

# As `struct control` in faults.c has them.
PROCESS, MEANT, KIND, CLOCK, CALLS, HITS, WITHIN, TRIGGER, PUT_OFF = 0, 4, 8, 32, 40, 48, 88, 216, 280
IS_DEAD = 28


def build(folder):
    """Compiles the library; returns its path."""
    library = pathlib.Path(folder) / "faults.so"
    source = pathlib.Path(__file__).parent / "faults.c"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(source)], check=True)
    return library


class Control:
    """What one process is told, and what it tells: a page of memory that both have."""

    def __init__(self, path):
        self.path = path
        with open(path, "w+b") as file:
            file.truncate(4096)
            self.page = mmap.mmap(file.fileno(), 4096)

    @property
    def process(self):
        return struct.unpack_from("i", self.page, PROCESS)[0]

    @property
    def is_dead(self):
        """Whether the process killed itself, as it was told to."""
        return struct.unpack_from("I", self.page, IS_DEAD)[0] != 0

    @property
    def hits(self):
        """How many calls of each operation it met, since it was armed first."""
        return dict(zip(OPERATIONS, struct.unpack_from("5Q", self.page, HITS)))

    def arm(self, operations, kind, *, error=0, one_in=1, delay=0, seed=0, within="", trigger=None):
        """Lets it happen to calls on files whose path has `within` in it; not before the program says `trigger`."""
        self.disarm()
        struct.pack_into("5I", self.page, KIND, kind, error, one_in, delay, seed)
        struct.pack_into("Q", self.page, CALLS, 0)
        struct.pack_into("128s", self.page, WITHIN, within.encode())
        struct.pack_into("64s", self.page, TRIGGER, (trigger or "").encode())
        meant = sum(1 << OPERATIONS.index(one) for one in operations)
        struct.pack_into("I", self.page, PUT_OFF if trigger else MEANT, meant)

    def disarm(self):
        struct.pack_into("I", self.page, PUT_OFF, 0)
        struct.pack_into("I", self.page, MEANT, 0)

    def shift(self, seconds):
        """Lets the program's clock be wrong from now on."""
        struct.pack_into("q", self.page, CLOCK, int(seconds * 1_000_000_000))
