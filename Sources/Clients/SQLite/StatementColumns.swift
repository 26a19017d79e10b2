import CSQLite

/// How SQLite stores a value.
package enum StorageClass: Int32, Sendable {
  case integer = 1
  case real = 2
  case text = 3
  case blob = 4
  case null = 5
}

// The columns of the row on which a statement stands.
extension Statement {
  /// How many columns its rows have.
  package var columnCount: Int { unsafe Int(sqlite3_column_count(handle)) }

  /// The name of a column.
  package func name(ofColumn column: Int) -> String {
    unsafe sqlite3_column_name(handle, Int32(column)).map { unsafe String(cString: $0) } ?? ""
  }

  /// The type that the table was declared with, or nil for an expression.
  package func declaredType(ofColumn column: Int) -> String? {
    unsafe sqlite3_column_decltype(handle, Int32(column)).map { unsafe String(cString: $0) }
  }

  /// How the value is stored.
  package func storageClass(_ column: Int) -> StorageClass {
    StorageClass(rawValue: unsafe sqlite3_column_type(handle, Int32(column))) ?? .null
  }

  /// Whether the value is NULL.
  package func isNull(_ column: Int) -> Bool { unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }

  /// The value as an integer; 0 for NULL.
  package func int64(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  /// The value as a floating point number; 0 for NULL.
  package func double(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  /// The value as text; empty for NULL.
  package func text(_ column: Int) -> String {
    unsafe withBytes(ofColumn: column) { bytes in unsafe String(decoding: bytes, as: UTF8.self) }
  }

  /// The value's bytes; empty for NULL.
  package func blob(_ column: Int) -> [UInt8] {
    unsafe withBytes(ofColumn: column) { bytes in unsafe [UInt8](bytes) }
  }

  /// Lends the bytes of a text or a blob, without a copy, for as long as `body` runs.
  package func withBytes<Result: ~Copyable, Failure: Error>(
    ofColumn column: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let column = Int32(column)
    // The length is asked for after the bytes, since asking for text may convert the value. Both hold until the next
    // step, which can't come while `self` is borrowed.
    let start =
      unsafe sqlite3_column_type(handle, column) == SQLITE_BLOB
      ? sqlite3_column_blob(handle, column) : UnsafeRawPointer(sqlite3_column_text(handle, column))
    return try unsafe body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }
}
