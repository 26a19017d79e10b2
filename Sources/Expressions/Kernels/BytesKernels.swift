import Columns

/// What expressions do with bytes. As text they are as DuckDB writes them: what isn't printable ASCII as `\xAB`.
enum BytesKernels {
  static let joined = Kernel("||(bytes,bytes)", canFail: true) { evaluation, arguments in
    let (a, b) = (arguments[0].texts, arguments[1].texts)
    return evaluation.texts(arguments, bytes: a.byteCount + b.byteCount, type: .bytes) { row, out in
      unsafe out.append(piece: a[row])
      unsafe out.append(piece: b[row])
    }
  }

  static let asText: Kernel.Run = { evaluation, arguments in
    let values = arguments[0].texts
    return evaluation.texts(arguments, bytes: values.byteCount * 2) { row, out in
      let bytes = unsafe values[row]
      for place in 0..<bytes.count {
        let byte = unsafe bytes[place]
        if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "'"),
          byte != UInt8(ascii: "\"")
        {
          out.append(byte)
        } else {
          out.append(UInt8(ascii: "\\"))
          out.append(UInt8(ascii: "x"))
          out.append(digit(byte >> 4))
          out.append(digit(byte & 15))
        }
      }
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

  static func fromText(_ orNull: Bool) -> Kernel.Run {
    { evaluation, arguments in
      let texts = arguments[0].texts
      var refused: [Int] = []
      let made = evaluation.texts(arguments, bytes: texts.byteCount, type: .bytes) { row, out in
        let text = unsafe texts[row]
        var place = 0
        while place < text.count {
          let byte = unsafe text[place]
          if byte >= 0x80 {
            refused.append(row)
            return
          }
          guard byte == UInt8(ascii: "\\") else {
            out.append(byte)
            place += 1
            continue
          }
          guard place + 3 < text.count, unsafe text[place + 1] == UInt8(ascii: "x"),
            let high = unsafe value(text[place + 2]), let low = unsafe value(text[place + 3])
          else {
            refused.append(row)
            return
          }
          out.append(high << 4 | low)
          place += 4
        }
      }
      if !orNull {
        for row in refused {
          evaluation.fail(
            row, "«\(unsafe ShortenedText.of(texts[row]))» is no bytes; what isn't ASCII is written as \\xAB")
        }
      }
      return made.without(refused, count: evaluation.rows(of: arguments))
    }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    Character(Unicode.Scalar(digit)).hexDigitValue.map { UInt8($0) }
  }
}

extension Vector {
  /// The same values, with null in some rows.
  func without(_ rows: [Int], count: Int) -> Vector {
    if rows.isEmpty { return self }
    var valid = (0..<Bitmap.words(count)).map { BitReader(validityOf: self).word($0) & Bitmap.mask($0, count) }
    for row in rows { valid[row >> 6] &= ~(1 << UInt64(row & 63)) }
    // The new bits begin at the first row; where the values begin elsewhere, they are moved there.
    let source = column.offset == 0 ? column : column.gather((0..<Int32(column.count)).map { $0 })
    let made = Column(
      type: type, count: source.count, validity: Bitmap.buffer(count) { valid[$0] }, values: source.values,
      data: source.data, children: source.children)
    return Vector(made, isConstant: isConstant)
  }
}
