/// Says whether a key sounds as if a secret stood under it, which then is shown in no message even where the block
/// that it belongs to can't be read.
package func soundsSecret(_ key: some StringProtocol) -> Bool {
  let name = key.lowercased()
  return secretSounds.contains { name.hasSuffix($0) } || nearestName(to: name, among: ["password"]) != nil
}

private let secretSounds = [
  "password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key", "access_key", "private_key",
]

/// What follows `password:` and its like in a line, unless it is a reference.
func secretSoundingStretches(of letters: [Unicode.Scalar]) -> [Range<Int>] {
  let quotes: Set<Unicode.Scalar> = ["\"", "'"]
  var stretches: [Range<Int>] = []
  for colon in letters.indices where letters[colon] == ":" || letters[colon] == "=" {
    var key = letters[..<colon]
    // Where it parts a key from its value by mistake, and where it compares, in an expression.
    if letters[colon] == "=", key.contains(":") { continue }
    while let last = key.last, last == " " || quotes.contains(last) { key.removeLast() }
    let name = key.suffix(16).reversed().prefix { $0.properties.isAlphabetic || $0 == "_" }.reversed()
    guard soundsSecret(String(String.UnicodeScalarView(name))) else { continue }
    var start = colon + 1
    while start < letters.count, letters[start] == " " { start += 1 }
    // `${TOKEN:-default}` is a reference, and `token://` a place.
    guard start < letters.count, start > colon + 1 || !["-", "/"].contains(letters[start]) else { continue }
    let quote = quotes.contains(letters[start]) ? letters[start] : nil
    let content = quote == nil ? start : start + 1
    let isReference = letters[content...].starts(with: "${".unicodeScalars)
    if isReference || letters[start] == "{" || letters[start] == "#" { continue }
    let ends: (Unicode.Scalar) -> Bool = { quote == nil ? $0 == "," || $0 == "}" : $0 == quote }
    var end = letters[content...].firstIndex(where: ends).map { quote == nil ? $0 : $0 + 1 } ?? letters.count
    while end > start + 1, letters[end - 1] == " " { end -= 1 }
    stretches.append(start..<end)
  }
  return stretches
}
