// A disk that exists in memory alone, for SQLite: it can be full, fail, lose what wasn't synced, and die under a process
// in the middle of a transaction. Everything that processes do to it passes one question: what shall come of this?
#pragma once
#include <stdint.h>

typedef struct SimulatedDisk SimulatedDisk;
typedef struct SimulatedHandles SimulatedHandles;

/// What a process is about to do to a file.
typedef enum {
  DiskOpen, DiskRead, DiskWrite, DiskTruncate, DiskSync, DiskDelete, DiskLock,
} DiskOperation;

/// What shall come of it.
typedef enum {
  DiskGo,
  /// It isn't done, and an error is the answer.
  DiskFail,
  /// It isn't done, since there is no room.
  DiskFull,
  /// It is done, but an error is the answer.
  DiskFailAfter,
  /// The process dies before it is done, behind it, or when half of it is written.
  DiskDieBefore, DiskDieAfter, DiskDieHalfway,
} DiskAnswer;

/// Answers for a process; `file` is the name of the file without its folder.
typedef DiskAnswer (*DiskJudge)(void *context, DiskOperation operation, const char *file, int64_t amount);

SimulatedDisk *disk_make(void);
/// Frees a disk that no process has handles to any more.
void disk_free(SimulatedDisk *disk);

/// Lets the power fail: of what wasn't synced, each sector is there or not, as `coin` says. No process has it open then.
void disk_lose_power(SimulatedDisk *disk, int (*coin)(void *context), void *context);

/// Takes part in a disk, as a file system of SQLite by that name; a path's folder `/pN/` is the same for all N.
SimulatedHandles *disk_join(SimulatedDisk *disk, const char *name, DiskJudge judge, void *context);

/// Kills the process: its locks are gone, and whatever it still does comes to nothing.
void disk_kill(SimulatedHandles *process);
int disk_is_dead(const SimulatedHandles *process);

/// Ends the part of a process, which has closed everything; what it did to shared memory since it died is undone.
void disk_leave(SimulatedHandles *process);

/// How many files the process has open.
int disk_open_count(const SimulatedHandles *process);
