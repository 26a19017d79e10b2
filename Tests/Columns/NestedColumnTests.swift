import Columns
import Testing

@Suite struct NestedColumnTests {
  private let type = ColumnType.structure([
    Field("id", .int32), Field("tags", .list(.text)), Field("seen", .map(.list(.date))),
  ])

  /// Rows of JSON, read as a column.
  private func column(_ rows: [String?], _ type: ColumnType) -> Column {
    var texts = TextBuilder(capacity: rows.count)
    for row in rows { if let row { texts.append(row) } else { texts.appendNull() } }
    var failures: [RowFailure] = []
    let column = texts.column().parsed(as: Field("f", type), failures: &failures)
    #expect(failures.isEmpty, "\(failures)")
    return column
  }

  private let rows: [String?] = [
    #"{"id":1,"tags":["a","b"],"seen":{"x":["2018-06-08"]}}"#, nil, #"{"id":null,"tags":null,"seen":{}}"#,
    #"{"id":3,"tags":[],"seen":null}"#, #"{"id":4,"tags":[null,"d\"e"],"seen":{"y":null,"z":[]}}"#,
  ]

  @Test("nested values are read, and written as the same JSON")
  func roundTrip() {
    let column = column(rows, type)
    let text = column.asText(.sql)
    #expect((0..<rows.count).map { text.text($0) } == rows)
  }

  @Test("slices, gathered, dropped and joined rows are the rows")
  func rowsOfNested() {
    let column = column(rows, type)
    func texts(_ column: Column) -> [String?] { (0..<column.count).map { column.asText(.iso).text($0) } }
    #expect(texts(column.slice(1..<5)) == Array(rows[1..<5]))
    #expect(texts(column.slice(2..<5).gather([2, 0, 2])) == [rows[4], rows[2], rows[4]])
    #expect(texts(column.dropping([0, 3])) == [rows[1], rows[2], rows[4]])
    let joined = Column.concat([column.slice(3..<5), .nulls(type, count: 2), column.slice(0..<1)])
    #expect(texts(joined) == [rows[3], rows[4], nil, nil, rows[0]])
    #expect(joined.isEqual(to: column.slice(0..<5).gather([3, 4, 1, 1, 0])))
    #expect(!joined.isEqual(to: joined.gather([3, 4, 2, 2, 0])))
  }

  @Test("builders make lists, maps and structs")
  func builders() {
    var numbers = FixedBuilder<Int32>(capacity: 3, zero: 0)
    var lists = ListBuilder(capacity: 3)
    for number in [1, 2, 3] as [Int32] { numbers.append(number) }
    lists.finish(elements: 2)
    lists.appendNull()
    lists.finish(elements: 3)
    let list = lists.lists(of: numbers.column(.int32))
    var keys = TextBuilder(capacity: 2)
    var values = TextBuilder(capacity: 2)
    for (key, value) in [("a", "1"), ("b", "2")] {
      keys.append(key)
      values.append(value)
    }
    var maps = ListBuilder(capacity: 3)
    maps.finish(elements: 0)
    maps.finish(elements: 2)
    maps.appendNull()
    let map = maps.maps(from: keys.column(), to: values.column())
    var structures = StructureBuilder(capacity: 3)
    structures.append()
    structures.append()
    structures.appendNull()
    let column = structures.column([Field("n", list.type), Field("m", map.type)], [list, map])
    #expect(column.type.description == "struct<n: list<int32>, m: map<text, text>>")
    let texts = column.asText(.iso)
    #expect(
      (0..<3).map { texts.text($0) } == [#"{"n":[1,2],"m":{}}"#, #"{"n":null,"m":{"a":"1","b":"2"}}"#, nil])
  }

  @Test("joined columns of every layout have the rows of their parts")
  func joined() {
    for type in [
      ColumnType.bool, .int16, .decimal(precision: 38, scale: 2), .text, .bytes, .list(.bool), .map(.uuid),
    ] {
      let rows: [String?] =
        switch type {
        case .bool: ["true", nil, "false", "true"]
        case .text, .bytes: ["aGkh", nil, "", "aGk="]
        case .list: ["[true,null]", nil, "[]", "[false]"]
        case .map: [#"{"a":"9253f6b7-3fe6-e7be-9ba0-57171ed40c22","b":null}"#, nil, "{}", #"{"c":null}"#]
        default: ["1", nil, "2", "3"]
        }
      let whole = column(rows, type)
      let again = Column.concat([whole.slice(0..<1), whole.slice(1..<4).slice(0..<2), whole.slice(3..<4)])
      #expect(again.isEqual(to: whole), "\(type)")
    }
  }
}
