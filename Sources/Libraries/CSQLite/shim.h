// What Swift can't see of SQLite: destructor constants made by casts, and variadic functions.
#pragma once
#include <sqlite3.h>

// A null pointer would bind NULL, and an empty buffer may have one.
static inline const void *csqlite_address(const void *p) { return p ? p : ""; }

/// Binds text that the caller keeps in place while the statement may read it.
static inline int csqlite_bind_text_in_place(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, (const char *)csqlite_address(p), n, SQLITE_STATIC, SQLITE_UTF8);
}

/// Binds text that SQLite copies.
static inline int csqlite_bind_text_copied(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, (const char *)csqlite_address(p), n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// Binds bytes that the caller keeps in place while the statement may read them.
static inline int csqlite_bind_blob_in_place(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, i, csqlite_address(p), n, SQLITE_STATIC);
}

/// Binds bytes that SQLite copies.
static inline int csqlite_bind_blob_copied(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, i, csqlite_address(p), n, SQLITE_TRANSIENT);
}

/// Switches a yes-or-no property of a connection.
static inline int csqlite_switch(sqlite3 *db, int property, int on) {
  return sqlite3_db_config(db, property, on, (int *)0);
}

/// Stops SQLite from counting memory, for which it takes a lock of the whole process at every allocation.
static inline int csqlite_count_no_memory(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
