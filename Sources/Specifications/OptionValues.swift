/// The values of a block's options, each of the type that its option declares.
package struct OptionValues: Sendable {
  private struct Cell: Sendable {
    let value: any Sendable
    let place: Place?
  }

  /// The name of the block's specification.
  package let block: String
  /// Where the block is named.
  package let place: Place
  private var cells: [String: Cell] = [:]

  init(block: String, at place: Place) {
    self.block = block
    self.place = place
  }

  mutating func set<Value>(_ option: Option<Value>, to value: Value, at place: Place?) {
    cells[option.name] = Cell(value: value as any Sendable, place: place)
  }

  /// The value of an option of this block.
  package subscript<Value>(_ option: Option<Value>) -> Value {
    guard let value = cells[option.name]?.value as? Value else {
      preconditionFailure("`\(option.name)` is no option of \(block)'s specification")
    }
    return value
  }

  /// Says whether the block has such an option.
  package func has(_ option: some AnyOption) -> Bool { cells[option.name] != nil }

  /// Says whether the option is written, and not left at its default.
  package func isWritten(_ option: some AnyOption) -> Bool { cells[option.name]?.place != nil }

  /// Where the option's value stands, or else the block.
  package func place(of option: some AnyOption) -> Place { cells[option.name]?.place ?? place }
}
