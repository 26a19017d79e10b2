#include "disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512, SHARED_SLOTS = SQLITE_SHM_NLOCK };

// The memory that connections of a write-ahead log share: its index, and locks on it.
typedef struct {
  unsigned char *bytes;
  // As it was when a process died: what its code does to it afterwards is undone.
  unsigned char *saved;
  int size;
} Region;

typedef struct File {
  struct File *next;
  char *name;
  int open;
  int deleted;
  unsigned char *bytes;
  int64_t size, room;
  // What survives a loss of power: the bytes as last synced, where they have changed since.
  unsigned char *synced;
  int64_t synced_size, synced_room;
  // Locks of the file: by handle, so that the dead lose theirs.
  struct Handle *holders;
  Region *regions;
  int region_count;
} File;

typedef struct Handle {
  sqlite3_file base;
  SimulatedHandles *process;
  File *file;
  // Among all of the file, and among all of the process.
  struct Handle *next, *sibling;
  int lock;
  unsigned shared_slots, exclusive_slots;
  int maps_memory;
} Handle;

struct SimulatedDisk {
  File *files;
  int processes;
};

struct SimulatedHandles {
  sqlite3_vfs vfs;
  SimulatedDisk *disk;
  DiskJudge judge;
  void *context;
  int dead;
  Handle *handles;
  uint64_t random;
};

static const char *last_part(const char *path) {
  const char *slash = path ? strrchr(path, '/') : 0;
  return slash ? slash + 1 : path ? path : "";
}

// MARK: Files

static void key_of(const char *path, char *key, size_t room) {
  // `/p12/` is read as `/p/`.
  size_t at = 0;
  for (const char *c = path; *c && at + 1 < room; c++) {
    key[at++] = *c;
    if (c[0] == '/' && c[1] == 'p' && c[2] >= '0' && c[2] <= '9') {
      const char *digit = c + 2;
      while (*digit >= '0' && *digit <= '9') digit++;
      if (*digit == '/' && at + 1 < room) {
        key[at++] = 'p';
        c = digit - 1;
      }
    }
  }
  key[at] = 0;
}

static File *find(SimulatedDisk *disk, const char *path) {
  char key[1024];
  key_of(path, key, sizeof key);
  for (File *file = disk->files; file; file = file->next)
    if (!file->deleted && !strcmp(file->name, key)) return file;
  return 0;
}

static File *make(SimulatedDisk *disk, const char *path) {
  char key[1024];
  key_of(path, key, sizeof key);
  File *file = calloc(1, sizeof *file);
  file->name = strdup(key);
  file->next = disk->files;
  disk->files = file;
  return file;
}

static void drop_memory(File *file) {
  for (int i = 0; i < file->region_count; i++) {
    free(file->regions[i].bytes);
    free(file->regions[i].saved);
  }
  free(file->regions);
  file->regions = 0;
  file->region_count = 0;
}

static void destroy(SimulatedDisk *disk, File *file) {
  for (File **at = &disk->files; *at; at = &(*at)->next)
    if (*at == file) {
      *at = file->next;
      break;
    }
  drop_memory(file);
  free(file->name);
  free(file->bytes);
  free(file->synced);
  free(file);
}

static void grow(unsigned char **bytes, int64_t *room, int64_t size) {
  if (size <= *room) return;
  int64_t wanted = *room ? *room : 8192;
  while (wanted < size) wanted *= 2;
  *bytes = realloc(*bytes, wanted);
  memset(*bytes + *room, 0, wanted - *room);
  *room = wanted;
}

static void resize(File *file, int64_t size) {
  grow(&file->bytes, &file->room, size);
  if (size < file->size) memset(file->bytes + size, 0, file->size - size);
  file->size = size;
}

static void sync_all(File *file) {
  grow(&file->synced, &file->synced_room, file->size);
  memcpy(file->synced, file->bytes, file->size);
  file->synced_size = file->size;
}

// MARK: Answers

static DiskAnswer ask(SimulatedHandles *process, DiskOperation operation, const char *name, int64_t amount) {
  if (process->dead) return DiskFail;
  return process->judge(process->context, operation, last_part(name), amount);
}

/// Deals with all answers but the half-written one; says whether the operation is done, and what is answered.
static int is_done(SimulatedHandles *process, DiskAnswer answer, int failure, int *code) {
  *code = SQLITE_OK;
  switch (answer) {
    case DiskGo: return 1;
    case DiskFail: *code = failure; return 0;
    case DiskFull: *code = SQLITE_FULL; return 0;
    case DiskFailAfter: *code = failure; return 1;
    case DiskDieBefore: disk_kill(process); *code = failure; return 0;
    case DiskDieAfter: *code = failure; return 1;
    case DiskDieHalfway: *code = failure; return 1;
  }
  return 1;
}

static void die_behind(SimulatedHandles *process, DiskAnswer answer) {
  if (answer == DiskDieAfter || answer == DiskDieHalfway) disk_kill(process);
}

// MARK: One file

static void let_go(Handle *handle) {
  handle->lock = SQLITE_LOCK_NONE;
  handle->shared_slots = handle->exclusive_slots = 0;
}

static int is_mapped(File *file) {
  for (Handle *h = file->holders; h; h = h->next)
    if (h->maps_memory && !h->process->dead) return 1;
  return 0;
}

static int disk_close(sqlite3_file *base) {
  Handle *handle = (Handle *)base;
  File *file = handle->file;
  let_go(handle);
  for (Handle **at = &file->holders; *at; at = &(*at)->next)
    if (*at == handle) {
      *at = handle->next;
      break;
    }
  for (Handle **at = &handle->process->handles; *at; at = &(*at)->sibling)
    if (*at == handle) {
      *at = handle->sibling;
      break;
    }
  if (--file->open == 0 && file->deleted) destroy(handle->process->disk, file);
  return SQLITE_OK;
}

static int disk_read(sqlite3_file *base, void *to, int amount, sqlite3_int64 at) {
  Handle *handle = (Handle *)base;
  int code;
  DiskAnswer answer = ask(handle->process, DiskRead, handle->file->name, amount);
  if (!is_done(handle->process, answer, SQLITE_IOERR_READ, &code)) return code;
  die_behind(handle->process, answer);
  if (code) return code;
  int64_t there = handle->file->size - at;
  if (there >= amount) {
    memcpy(to, handle->file->bytes + at, amount);
    return SQLITE_OK;
  }
  if (there < 0) there = 0;
  memcpy(to, handle->file->bytes + at, there);
  memset((char *)to + there, 0, amount - there);
  return SQLITE_IOERR_SHORT_READ;
}

static int disk_write(sqlite3_file *base, const void *from, int amount, sqlite3_int64 at) {
  Handle *handle = (Handle *)base;
  File *file = handle->file;
  int code;
  DiskAnswer answer = ask(handle->process, DiskWrite, file->name, amount);
  if (!is_done(handle->process, answer, SQLITE_IOERR_WRITE, &code)) return code;
  if (answer == DiskDieHalfway) amount /= 2;
  if (at + amount > file->size) resize(file, at + amount);
  memcpy(file->bytes + at, from, amount);
  die_behind(handle->process, answer);
  return code;
}

static int disk_truncate(sqlite3_file *base, sqlite3_int64 size) {
  Handle *handle = (Handle *)base;
  int code;
  DiskAnswer answer = ask(handle->process, DiskTruncate, handle->file->name, size);
  if (!is_done(handle->process, answer, SQLITE_IOERR_TRUNCATE, &code)) return code;
  resize(handle->file, size);
  die_behind(handle->process, answer);
  return code;
}

static int disk_sync(sqlite3_file *base, int flags) {
  (void)flags;
  Handle *handle = (Handle *)base;
  int code;
  DiskAnswer answer = ask(handle->process, DiskSync, handle->file->name, 0);
  if (!is_done(handle->process, answer, SQLITE_IOERR_FSYNC, &code)) return code;
  if (answer != DiskDieHalfway) sync_all(handle->file);
  die_behind(handle->process, answer);
  return code;
}

static int disk_size(sqlite3_file *base, sqlite3_int64 *size) {
  *size = ((Handle *)base)->file->size;
  return SQLITE_OK;
}

static int others_hold(Handle *own, int lock) {
  for (Handle *h = own->file->holders; h; h = h->next)
    if (h != own && h->lock >= lock) return 1;
  return 0;
}

static int disk_lock(sqlite3_file *base, int wanted) {
  Handle *handle = (Handle *)base;
  if (handle->lock >= wanted) return SQLITE_OK;
  int code;
  DiskAnswer answer = ask(handle->process, DiskLock, handle->file->name, wanted);
  if (!is_done(handle->process, answer, SQLITE_IOERR_LOCK, &code)) return code;
  die_behind(handle->process, answer);
  if (code) return code;
  if (wanted == SQLITE_LOCK_SHARED) {
    if (others_hold(handle, SQLITE_LOCK_PENDING)) return SQLITE_BUSY;
  } else if (wanted == SQLITE_LOCK_RESERVED) {
    if (others_hold(handle, SQLITE_LOCK_RESERVED)) return SQLITE_BUSY;
  } else {
    if (others_hold(handle, SQLITE_LOCK_RESERVED)) return SQLITE_BUSY;
    handle->lock = SQLITE_LOCK_PENDING;
    if (others_hold(handle, SQLITE_LOCK_SHARED)) return SQLITE_BUSY;
  }
  handle->lock = wanted;
  return SQLITE_OK;
}

static int disk_unlock(sqlite3_file *base, int wanted) {
  Handle *handle = (Handle *)base;
  if (handle->lock > wanted) handle->lock = wanted;
  return SQLITE_OK;
}

static int disk_is_reserved(sqlite3_file *base, int *answer) {
  *answer = others_hold((Handle *)base, SQLITE_LOCK_RESERVED);
  return SQLITE_OK;
}

static int disk_control(sqlite3_file *base, int operation, void *argument) {
  (void)base, (void)operation, (void)argument;
  return SQLITE_NOTFOUND;
}

static int disk_sector(sqlite3_file *base) {
  (void)base;
  return SECTOR;
}

static int disk_character(sqlite3_file *base) {
  (void)base;
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

// MARK: Memory of a write-ahead log

static int disk_map(sqlite3_file *base, int index, int size, int extend, void volatile **to) {
  Handle *handle = (Handle *)base;
  File *file = handle->file;
  *to = 0;
  if (handle->process->dead) return SQLITE_IOERR_SHMMAP;
  // Whoever comes first finds none, and makes it anew of the log.
  if (!is_mapped(file)) drop_memory(file);
  handle->maps_memory = 1;
  if (index >= file->region_count) {
    if (!extend) return SQLITE_OK;
    file->regions = realloc(file->regions, (index + 1) * sizeof(Region));
    while (file->region_count <= index)
      file->regions[file->region_count++] = (Region){calloc(1, size), 0, size};
  }
  *to = file->regions[index].bytes;
  return SQLITE_OK;
}

static int disk_slots(sqlite3_file *base, int first, int count, int flags) {
  Handle *handle = (Handle *)base;
  unsigned mask = ((1u << count) - 1) << first;
  if (flags & SQLITE_SHM_UNLOCK) {
    handle->shared_slots &= ~mask;
    handle->exclusive_slots &= ~mask;
    return SQLITE_OK;
  }
  int code;
  DiskAnswer answer = ask(handle->process, DiskLock, handle->file->name, mask);
  if (!is_done(handle->process, answer, SQLITE_IOERR_SHMLOCK, &code)) return code;
  die_behind(handle->process, answer);
  if (code) return code;
  int exclusive = flags & SQLITE_SHM_EXCLUSIVE;
  for (Handle *h = handle->file->holders; h; h = h->next) {
    if (h == handle) continue;
    if (h->exclusive_slots & mask) return SQLITE_BUSY;
    if (exclusive && (h->shared_slots & mask)) return SQLITE_BUSY;
  }
  if (exclusive) handle->exclusive_slots |= mask; else handle->shared_slots |= mask;
  return SQLITE_OK;
}

static void disk_barrier(sqlite3_file *base) { (void)base; }

static int disk_unmap(sqlite3_file *base, int delete) {
  (void)delete;
  Handle *handle = (Handle *)base;
  handle->maps_memory = 0;
  handle->shared_slots = handle->exclusive_slots = 0;
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_is_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector,
    .xDeviceCharacteristics = disk_character,
    .xShmMap = disk_map,
    .xShmLock = disk_slots,
    .xShmBarrier = disk_barrier,
    .xShmUnmap = disk_unmap,
};

// MARK: The file system

static int disk_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out) {
  SimulatedHandles *process = vfs->pAppData;
  Handle *handle = (Handle *)base;
  memset(handle, 0, sizeof *handle);
  int code;
  DiskAnswer answer = ask(process, DiskOpen, path, 0);
  if (!is_done(process, answer, SQLITE_CANTOPEN, &code)) return code == SQLITE_FULL ? code : SQLITE_IOERR;
  die_behind(process, answer);
  if (code) return SQLITE_IOERR;
  File *file = path ? find(process->disk, path) : 0;
  if (!file) {
    if (path && !(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    file = make(process->disk, path ? path : "");
    // Nobody else finds a file without a name.
    if (!path || (flags & SQLITE_OPEN_DELETEONCLOSE)) file->deleted = 1;
  }
  file->open++;
  handle->process = process;
  handle->file = file;
  handle->next = file->holders;
  file->holders = handle;
  handle->sibling = process->handles;
  process->handles = handle;
  handle->base.pMethods = &methods;
  if (out) *out = flags;
  return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)sync_folder;
  SimulatedHandles *process = vfs->pAppData;
  int code;
  DiskAnswer answer = ask(process, DiskDelete, path, 0);
  if (!is_done(process, answer, SQLITE_IOERR_DELETE, &code)) return code;
  File *file = find(process->disk, path);
  if (file && file->open) file->deleted = 1; else if (file) destroy(process->disk, file);
  die_behind(process, answer);
  return code ? code : file ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int disk_access(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
  SimulatedHandles *process = vfs->pAppData;
  File *file = find(process->disk, path);
  // An empty file counts as none, as it does to SQLite's own.
  *answer = file && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
  return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *path, int room, char *to) {
  (void)vfs;
  sqlite3_snprintf(room, to, "%s", path);
  return SQLITE_OK;
}

static int disk_random(sqlite3_vfs *vfs, int count, char *to) {
  SimulatedHandles *process = vfs->pAppData;
  for (int i = 0; i < count; i++) {
    process->random = process->random * 6364136223846793005u + 1442695040888963407u;
    to[i] = (char)(process->random >> 56);
  }
  return count;
}

// Who waits for a lock is answered at once: nobody else goes on meanwhile.
static int disk_sleep(sqlite3_vfs *vfs, int microseconds) {
  (void)vfs;
  return microseconds;
}

static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
  (void)vfs;
  // 2026-01-01, in milliseconds of the Julian calendar: what is told by it is for people alone.
  *milliseconds = 212639472000000;
  return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int room, char *to) {
  (void)vfs, (void)room, (void)to;
  return 0;
}

SimulatedDisk *disk_make(void) { return calloc(1, sizeof(SimulatedDisk)); }

void disk_free(SimulatedDisk *disk) {
  while (disk->files) destroy(disk, disk->files);
  free(disk);
}

void disk_lose_power(SimulatedDisk *disk, int (*coin)(void *), void *context) {
  for (File *file = disk->files; file; file = file->next) {
    int64_t size = file->size == file->synced_size || coin(context) ? file->size : file->synced_size;
    if (size > file->size) resize(file, size);
    grow(&file->synced, &file->synced_room, size);
    for (int64_t at = 0; at < size; at += SECTOR) {
      int64_t count = size - at < SECTOR ? size - at : SECTOR;
      if (memcmp(file->bytes + at, file->synced + at, count) && !coin(context))
        memcpy(file->bytes + at, file->synced + at, count);
    }
    resize(file, size);
    sync_all(file);
    drop_memory(file);
  }
}

SimulatedHandles *disk_join(SimulatedDisk *disk, const char *name, DiskJudge judge, void *context) {
  SimulatedHandles *process = calloc(1, sizeof *process);
  process->disk = disk;
  process->judge = judge;
  process->context = context;
  process->random = ++disk->processes;
  process->vfs = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = sizeof(Handle),
      .mxPathname = 1000,
      .zName = strdup(name),
      .pAppData = process,
      .xOpen = disk_open,
      .xDelete = disk_delete,
      .xAccess = disk_access,
      .xFullPathname = disk_full_path,
      .xRandomness = disk_random,
      .xSleep = disk_sleep,
      .xGetLastError = disk_last_error,
  };
  process->vfs.iVersion = 2;
  process->vfs.xCurrentTimeInt64 = disk_time;
  sqlite3_vfs_register(&process->vfs, 0);
  return process;
}

void disk_kill(SimulatedHandles *process) {
  if (process->dead) return;
  process->dead = 1;
  for (Handle *handle = process->handles; handle; handle = handle->sibling) {
    let_go(handle);
    for (int i = 0; handle->maps_memory && i < handle->file->region_count; i++) {
      Region *region = &handle->file->regions[i];
      if (region->saved) continue;
      region->saved = malloc(region->size);
      memcpy(region->saved, region->bytes, region->size);
    }
  }
}

int disk_is_dead(const SimulatedHandles *process) { return process->dead; }

void disk_leave(SimulatedHandles *process) {
  for (File *file = process->disk->files; file; file = file->next)
    for (int i = 0; process->dead && i < file->region_count; i++) {
      Region *region = &file->regions[i];
      if (!region->saved) continue;
      memcpy(region->bytes, region->saved, region->size);
      free(region->saved);
      region->saved = 0;
    }
  sqlite3_vfs_unregister(&process->vfs);
  free((void *)process->vfs.zName);
  free(process);
}

int disk_open_count(const SimulatedHandles *process) {
  int count = 0;
  for (Handle *handle = process->handles; handle; handle = handle->sibling) count++;
  return count;
}
