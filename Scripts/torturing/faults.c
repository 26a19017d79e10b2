// Stands between a program and the system, by LD_PRELOAD: lets calls on files of one folder fail, fall short, be late, or
// be the last that the program makes, and shows it a clock that is wrong. A mapped file tells it what to do, at any time.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { READ, WRITE, SYNC, TRUNCATE, OPEN, OPERATIONS };
enum { ERROR = 1, SHORT, LATE, KILL, TORN };

// As `shim.py` writes it.
struct control {
  _Atomic int32_t process;
  _Atomic uint32_t operations;  // a bit for each that is meant; written last
  uint32_t kind, error, one_in, delay, seed, is_dead;
  _Atomic int64_t clock;  // nanoseconds by which the clock is wrong
  _Atomic uint64_t calls, hits[OPERATIONS];
  char within[128];  // what the path has in it
  char trigger[64];  // what the program says when the operations that are put off become meant
  _Atomic uint32_t put_off;
};

static struct control *control;
static char root[4096];
static size_t root_length;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("TORTURE_CONTROL"), *folder = getenv("TORTURE_ROOT");
  if (!path || !folder) return;
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void *mapped = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped == MAP_FAILED) return;
  root_length = strlen(folder);
  memcpy(root, folder, root_length + 1);
  control = mapped;
  atomic_store(&control->process, getpid());
}

static uint64_t mixed(uint64_t z) {
  z += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static int is_meant(const char *path) {
  return strncmp(path, root, root_length) == 0 && strstr(path + root_length, control->within);
}

// What shall happen to this call: 0 for nothing. Who is to be killed before it doesn't come back.
static uint32_t fate(int operation, int file, const char *path) {
  if (!control || !(atomic_load(&control->operations) & 1u << operation)) return 0;
  char name[4096], link[32] = "/proc/self/fd/";
  if (!path) {
    char digits[12];
    int count = 0, place = 14;
    for (int rest = file; rest > 0 || !count; rest /= 10) digits[count++] = (char)('0' + rest % 10);
    while (count) link[place++] = digits[--count];
    link[place] = 0;
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, name, sizeof name - 1);
    if (length <= 0) return 0;
    name[length] = 0;
    path = name;
  }
  if (!is_meant(path)) return 0;
  uint64_t call = atomic_fetch_add(&control->calls, 1);
  uint32_t kind = control->kind, one_in = control->one_in ? control->one_in : 1;
  // A death has its call; everything else has its chance.
  if (kind == KILL || kind == TORN ? call + 1 != one_in : mixed(control->seed * 1000003ull + call) % one_in) return 0;
  atomic_fetch_add(&control->hits[operation], 1);
  if (kind == LATE) {
    struct timespec delay = {control->delay / 1000000, control->delay % 1000000 * 1000L};
    syscall(SYS_nanosleep, &delay, 0);
    return 0;
  }
  return kind;
}

static long die(void) {
  control->is_dead = 1;
  for (;;) syscall(SYS_kill, getpid(), SIGKILL);
  return -1;
}

static long failed(void) {
  errno = (int)control->error;
  return -1;
}

#define THROUGH(operation, file, path, whole, some)                       \
  switch (fate(operation, file, path)) {                                  \
    case ERROR: return failed();                                          \
    case SHORT: if (count > 1) return some; else return whole;            \
    case KILL: return die();                                              \
    case TORN: if (count > 1) (void)!some; return die();                  \
    default: return whole;                                                \
  }

ssize_t read(int file, void *room, size_t count) {
  THROUGH(READ, file, 0, syscall(SYS_read, file, room, count), syscall(SYS_read, file, room, count / 2))
}

ssize_t pread64(int file, void *room, size_t count, off_t offset) {
  THROUGH(
    READ, file, 0, syscall(SYS_pread64, file, room, count, offset), syscall(SYS_pread64, file, room, count / 2, offset))
}

ssize_t pread(int file, void *room, size_t count, off_t offset) { return pread64(file, room, count, offset); }

// The program traces what it is about to do.
static void listen(const void *bytes, size_t count) {
  uint32_t operations = atomic_load(&control->put_off);
  if (!operations || !memmem(bytes, count, control->trigger, strlen(control->trigger))) return;
  if (atomic_exchange(&control->put_off, 0)) atomic_store(&control->operations, operations);
}

ssize_t write(int file, const void *bytes, size_t count) {
  if (control && file == STDERR_FILENO) listen(bytes, count);
  THROUGH(WRITE, file, 0, syscall(SYS_write, file, bytes, count), syscall(SYS_write, file, bytes, count / 2))
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
  THROUGH(
    WRITE, file, 0, syscall(SYS_pwrite64, file, bytes, count, offset),
    syscall(SYS_pwrite64, file, bytes, count / 2, offset))
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

int fsync(int file) {
  const size_t count = 0;
  THROUGH(SYNC, file, 0, (int)syscall(SYS_fsync, file), 0)
}

int fdatasync(int file) {
  const size_t count = 0;
  THROUGH(SYNC, file, 0, (int)syscall(SYS_fdatasync, file), 0)
}

int ftruncate64(int file, off_t length) {
  const size_t count = 0;
  THROUGH(TRUNCATE, file, 0, (int)syscall(SYS_ftruncate, file, length), 0)
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int opened(int folder, const char *path, int flags, mode_t mode) {
  const size_t count = 0;
  THROUGH(OPEN, -1, path, (int)syscall(SYS_openat, folder, path, flags, mode), 0)
}

#define MODE(flags)                                   \
  mode_t mode = 0;                                    \
  if (flags & (O_CREAT | __O_TMPFILE)) {              \
    va_list rest;                                     \
    va_start(rest, flags);                            \
    mode = va_arg(rest, mode_t);                      \
    va_end(rest);                                     \
  }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }

int clock_gettime(clockid_t clock, struct timespec *now) {
  int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result || !control || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t wrong = atomic_load(&control->clock);
  int64_t rest = now->tv_nsec + wrong % 1000000000;
  now->tv_sec += wrong / 1000000000 + (rest >= 1000000000) - (rest < 0);
  now->tv_nsec = rest + (rest < 0 ? 1000000000 : rest >= 1000000000 ? -1000000000 : 0);
  return 0;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec time;
  clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return 0;
}

time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
