package import Specifications

/// The options of a table, which are the language's and the same on every connection that has tables.
package enum TableKind {
  package enum Mode: String, CaseIterable, Sendable { case append, upsert }
  package enum Create: String, CaseIterable, Sendable {
    case ifMissing = "if_missing"
    case never
  }

  package static let connection = Option(
    required: "connection", .text, "The connection that the table is on.", example: "store")
  package static let name = Option(
    required: "name", .template, "The table's name; an expression in braces is filled in for each record.",
    example: "orders")
  package static let key = Option(
    "key", .tableKey, default: TableKey(), "The primary key; the contract's if none is given.",
    example: "{ partition: [customer_id], clustering: [order_id] }")
  package static let mode = Option(
    optional: "mode", .choice(of: Mode.self, later: ["insert_new", "replace"]),
    "How rows are written: `upsert` where there is a key, else `append`.",
    example: "append")
  package static let create = Option(
    "create", .choice(of: Create.self), default: .ifMissing, "Whether a missing table is made from the contract.",
    example: "never")

  /// A table that is written.
  package static let sink = Specification(
    "table", "A table, made from the contract if it is missing.",
    options: [connection, name, key, mode, create, Targets.most],
    later: [
      "query", "evolve", "indexes", "newer_by", "provenance", "cassandra", "postgres", "mysql", "sqlserver", "sqlite",
    ])
}

/// A table's primary key: its columns, and the order of those that sort.
package struct TableKey: Sendable, Equatable {
  package var columns: [Column] = []

  package struct Column: Sendable, Equatable {
    package var name: String
    package var isDescending: Bool
  }

  package init(_ names: [String] = []) { columns = names.map { Column(name: $0, isDescending: false) } }
}

extension ValueKind where Value == TableKey {
  private static var partition: Option<[String]> {
    Option("partition", .list(of: .text), default: [], "The columns that place a row.", example: "[customer_id]")
  }
  private static var clustering: Option<[String]> {
    Option("clustering", .list(of: .text), default: [], "The columns that order rows.", example: "[order_id desc]")
  }

  /// `[a, b]`, or `{ partition: [a], clustering: [b, c desc] }`.
  package static var tableKey: Self {
    let block = Specification("key", "A primary key.", options: [partition, clustering])
    return ValueKind(
      wanted: "a list of columns, or `partition` and `clustering`", shape: .either([.list(.text), .block(block)]),
      written: { _ in "[]" }
    ) { node, reading in
      if case .mapping = node.value {
        guard let values = block.read(node, &reading) else { return nil }
        var key = TableKey(values[partition])
        for text in values[clustering] {
          let words = text.split(separator: " ")
          let isDescending = words.count == 2 && words[1].lowercased() == "desc"
          guard words.count == 1 || isDescending || (words.count == 2 && words[1].lowercased() == "asc") else {
            reading.misfit(node, wanted: "columns with `asc` or `desc`")
            return nil
          }
          key.columns.append(TableKey.Column(name: String(words[0]), isDescending: isDescending))
        }
        return key
      }
      return ValueKind<[String]>.list(of: .text).read(node, &reading).map { TableKey($0) }
    }
  }
}
