/// Says whether a key sounds as if a secret stood under it, which then is shown in no message even where the block
/// that it belongs to can't be read.
package func soundsSecret(_ key: some StringProtocol) -> Bool {
  let name = key.lowercased()
  return ["password", "passwd", "passphrase", "secret", "token"].contains { name.hasSuffix($0) }
}

/// What follows `password:` and its like in a line, unless it is a reference.
func secretSoundingStretches(of letters: [Unicode.Scalar]) -> [Range<Int>] {
  let quotes: Set<Unicode.Scalar> = ["\"", "'"]
  var stretches: [Range<Int>] = []
  for colon in letters.indices where letters[colon] == ":" {
    var key = letters[..<colon]
    while let last = key.last, last == " " || quotes.contains(last) { key.removeLast() }
    guard soundsSecret(String(String.UnicodeScalarView(key.suffix(10)))) else { continue }
    var start = colon + 1
    while start < letters.count, letters[start] == " " { start += 1 }
    guard start < letters.count, start > colon + 1 || quotes.contains(letters[start]) else { continue }
    let quote = quotes.contains(letters[start]) ? letters[start] : nil
    let content = quote == nil ? start : start + 1
    let isReference = letters[content...].starts(with: "${".unicodeScalars)
    if isReference || letters[start] == "{" || letters[start] == "#" { continue }
    let ends: (Unicode.Scalar) -> Bool = { quote == nil ? $0 == "," || $0 == "}" : $0 == quote }
    let end = letters[content...].firstIndex(where: ends).map { quote == nil ? $0 : $0 + 1 } ?? letters.count
    stretches.append(start..<end)
  }
  return stretches
}
