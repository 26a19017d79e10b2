/// Writes the values of a column of any type as JSON, nested ones with all that is in them.
///
/// The column's tree is laid out once, children behind their parents; then each row is a walk over pointers.
@safe struct NestedText: ~Copyable {
  /// A column of the tree.
  @unsafe struct Node {
    enum Shape { case plain, quoted, float32, float64, text, bytes, json, list, map, structure }

    let shape: Shape
    let column: RawColumn
    /// The first of its children among the nodes.
    var child = 0
    /// How many children it has.
    var width = 0
    /// The bracket or comma, the key and the colon before the values of a struct's field, in `keys`.
    var key = 0..<0
  }

  private var nodes: [Node]
  private var keys = RawMemory()
  /// What the nodes point into.
  private var columns: [Column]
  /// Whether numbers that aren't finite are written, as words that JSON hasn't.
  private let notFinite: Bool

  /// A writer of a column's values, those of which a form says how they are written by that form.
  init(_ column: Column, write: String?, notFinite: Bool = false) {
    self.notFinite = notFinite
    unsafe nodes = []
    columns = []
    var open = [(place: 0, column: column, write: write)]
    unsafe nodes.append(node(column, write))
    var entries: Set<Int> = []
    // Breadth first, so that the children of a node stand together.
    while !open.isEmpty {
      let (place, column, write) = open.removeFirst()
      let first = unsafe nodes.count
      unsafe nodes[place].child = first
      unsafe nodes[place].width = column.children.count
      let fields: [Field]? = if case .structure(let fields) = column.type { fields } else { nil }
      for (index, child) in column.children.enumerated() {
        // A field of a struct has a way of its own; what a list or map holds is written in that of the whole.
        let its = fields.map { entries.contains(place) ? write : $0[index].form.write } ?? write
        if case .map = column.type { entries.insert(first) }
        var node = unsafe node(child, its)
        if let fields { unsafe node.key = addKey(fields[index].name, isFirst: index == 0) }
        open.append((first + index, child, its))
        unsafe nodes.append(node)
      }
    }
  }

  private mutating func node(_ column: Column, _ write: String?) -> Node {
    var column = column
    if let write, !column.type.isNested, column.type.isWritten(as: write) { column = column.asText(.iso, write: write) }
    columns.append(column)
    let shape: Node.Shape =
      switch column.type {
      case .text: .text
      case .bytes: .bytes
      case .json: .json
      case .float32: .float32
      case .float64: .float64
      case .date, .time, .timestamp, .localTimestamp, .uuid: .quoted
      case .list: .list
      case .map: .map
      case .structure: .structure
      default: .plain
      }
    return unsafe Node(shape: shape, column: RawColumn(column))
  }

  private mutating func addKey(_ name: String, isFirst: Bool) -> Range<Int> {
    let start = keys.count
    keys.append(UInt8(ascii: isFirst ? "{" : ","))
    let text = Buffer.copying(name)
    keys.reserve(JSONText.room(forString: text.count))
    let out = unsafe keys.end.assumingMemoryBound(to: UInt8.self)
    keys.advance(by: unsafe JSONText.string(text.start.assumingMemoryBound(to: UInt8.self), text.count, to: out))
    keys.append(UInt8(ascii: ":"))
    withExtendedLifetime(text) {}
    return start..<keys.count
  }

  /// Appends the value in row `row`.
  func write(_ row: Int, to out: inout RawMemory) { write(0, row, to: &out) }

  private func write(_ place: Int, _ row: Int, to out: inout RawMemory) {
    let node = unsafe nodes[place]
    guard unsafe node.column.isValid(row) else { return out.append(0x6c6c_756e as UInt32) }
    switch unsafe node.shape {
    case .plain: unsafe scalar(node.column, row, to: &out)
    case .quoted:
      out.append(UInt8(ascii: "\""))
      unsafe scalar(node.column, row, to: &out)
      out.append(UInt8(ascii: "\""))
    case .float32: unsafe number(node.column, row, Double(node.column.value(row, Float.self)), to: &out)
    case .float64: unsafe number(node.column, row, node.column.value(row, Double.self), to: &out)
    case .text: unsafe string(node.column.bytes(row), to: &out)
    case .bytes:
      let (start, count) = unsafe node.column.bytes(row)
      out.append(UInt8(ascii: "\""))
      out.reserve(Base64.length(of: count))
      let text = unsafe out.end.assumingMemoryBound(to: UInt8.self)
      out.advance(by: unsafe Base64.encode(UnsafeRawBufferPointer(start: start, count: count), to: text))
      out.append(UInt8(ascii: "\""))
    case .json:
      let (start, count) = unsafe node.column.bytes(row)
      out.reserve(count)
      out.advance(by: unsafe JSONText.onOneLine(start, count, to: out.end.assumingMemoryBound(to: UInt8.self)))
    case .list:
      out.append(UInt8(ascii: "["))
      let elements = unsafe node.column.elements(row)
      for element in elements {
        if element > elements.lowerBound { out.append(UInt8(ascii: ",")) }
        unsafe write(node.child, element, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .map: unsafe entries(node, row, to: &out)
    case .structure:
      for child in unsafe node.child..<node.child + node.width {
        let key = unsafe nodes[child].key
        unsafe out.append(UnsafeRawBufferPointer(start: keys.start + key.lowerBound, count: key.count))
        write(child, row, to: &out)
      }
      if unsafe node.width == 0 { out.append(UInt8(ascii: "{")) }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// A map is an object. Its one child are the entries, whose children are the keys and the values.
  @unsafe private func entries(_ node: Node, _ row: Int, to out: inout RawMemory) {
    let keys = unsafe nodes[node.child].child
    let elements = unsafe node.column.elements(row)
    out.append(UInt8(ascii: "{"))
    for entry in elements {
      if entry > elements.lowerBound { out.append(UInt8(ascii: ",")) }
      unsafe string(nodes[keys].column.bytes(entry), to: &out)
      out.append(UInt8(ascii: ":"))
      write(keys + 1, entry, to: &out)
    }
    out.append(UInt8(ascii: "}"))
  }

  /// A number that JSON has no way to write is null, or a word where those are let in.
  @unsafe private func number(_ column: RawColumn, _ row: Int, _ value: Double, to out: inout RawMemory) {
    if value.isFinite {
      unsafe scalar(column, row, to: &out)
    } else {
      out.append(notFinite ? NotFinite.word(value) : "null")
    }
  }

  @unsafe private func scalar(_ column: RawColumn, _ row: Int, to out: inout RawMemory) {
    out.reserve(ValueText.longest)
    out.advance(by: unsafe column.write(row, .iso, to: out.end.assumingMemoryBound(to: UInt8.self)))
  }

  @unsafe private func string(_ text: (start: UnsafePointer<UInt8>, count: Int), to out: inout RawMemory) {
    out.reserve(unsafe JSONText.room(forString: text.count))
    let place = unsafe out.end.assumingMemoryBound(to: UInt8.self)
    out.advance(by: unsafe JSONText.string(text.start, text.count, to: place))
  }
}
