import Columns

/// `strftime`: moments in a format of the user's.
enum TimeFormat {
  static let overloads: [Overload] = [ColumnType.timestamp, .localTimestamp].flatMap { type in
    [overload([type, .text], moment: 0), overload([.text, type], moment: 1)]
  }

  private static func overload(_ parameters: [ColumnType], moment: Int) -> Overload {
    var overload = Overload(parameters, .text, canFail: true) { evaluation, arguments in
      formatted(&evaluation, arguments[moment], arguments[1 - moment])
    }
    overload.refusal = { constants in
      guard let bytes = constants[1 - moment]?.bytes else { return nil }
      do throws(TimePattern.Refusal) {
        _ = try TimePattern(String(decoding: bytes, as: UTF8.self))
        return nil
      } catch { return error.message }
    }
    return overload
  }

  private static func formatted(_ evaluation: inout Evaluation, _ moments: Vector, _ formats: Vector) -> Vector {
    let (values, texts) = (moments.fixed(Int64.self), formats.texts)
    let count = evaluation.rows(of: [moments, formats])
    if formats.isConstant, let format = try? TimePattern(unsafe String(decoding: texts[0], as: UTF8.self)) {
      return evaluation.texts([moments, formats], bytes: count * 20) { row, out in format.write(values[row], to: &out) }
    }
    var refused: [(row: Int, message: String)] = []
    let written = evaluation.texts([moments, formats], bytes: count * 20) { row, out in
      do throws(TimePattern.Refusal) {
        try TimePattern(unsafe String(decoding: texts[row], as: UTF8.self)).write(values[row], to: &out)
      } catch { refused.append((row, error.message)) }
    }
    for (row, message) in refused { evaluation.fail(row, "\(message)") }
    return written
  }
}
