/// Where something stands in a file, counted from one as editors do.
package struct Place: Sendable, Hashable {
  /// The file's path as its reader gave it; empty when it stands in no file.
  package let file: String
  /// The line, from 1; 0 for the file as a whole.
  package let line: Int
  /// The column in characters, from 1.
  package let column: Int

  /// A place in a file.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The place of what the program itself supplied.
  package static let nowhere = Place(file: "", line: 0, column: 0)

  /// A file as a whole.
  package static func whole(_ file: String) -> Place { Place(file: file, line: 0, column: 0) }

  /// The place `count` characters further along the same line.
  package func advanced(by count: Int) -> Place { Place(file: file, line: line, column: column + count) }
}

extension Place: CustomStringConvertible {
  /// `orders.yaml:12:9`.
  package var description: String {
    if line == 0 { return file }
    return "\(file):\(line):\(column)"
  }
}
