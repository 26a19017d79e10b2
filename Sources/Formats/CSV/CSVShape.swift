/// What the compiler knows of a CSV in a loop that it makes for that alone.
protocol CSVShape {
  /// Whether a delimiter of one byte, quotes and line feeds tell all, as in most files.
  static var isPlain: Bool { get }
}

enum PlainShape: CSVShape { static var isPlain: Bool { true } }

/// A CSV of any options.
enum OpenShape: CSVShape { static var isPlain: Bool { false } }
