/// Floats rounded to whole numbers, by arithmetic alone: loops over it become loops over vectors, where the machine's
/// own instruction may be missing and `rounded(_:)` is a call.
enum WholeFloat {
  /// To the nearest, halves to the even one.
  @inline(__always) static func nearest<T: BinaryFloatingPoint>(_ value: T) -> T {
    // From here on every float is whole: adding it pushes the fraction out.
    let whole = 1 / T.ulpOfOne
    let rounded = value.magnitude + whole - whole
    return value.magnitude < whole ? T(signOf: value, magnitudeOf: rounded) : value
  }

  /// To the nearest, halves away from zero.
  @inline(__always) static func awayFromZero<T: BinaryFloatingPoint>(_ value: T) -> T {
    let nearest = nearest(value.magnitude)
    return T(signOf: value, magnitudeOf: value.magnitude - nearest == 0.5 ? nearest + 1 : nearest)
  }

  @inline(__always) static func down<T: BinaryFloatingPoint>(_ value: T) -> T {
    let nearest = nearest(value)
    return nearest > value ? nearest - 1 : nearest
  }

  @inline(__always) static func up<T: BinaryFloatingPoint>(_ value: T) -> T {
    let nearest = nearest(value)
    // Between -1 and 0 lies -0.
    return T(signOf: value, magnitudeOf: nearest < value ? nearest + 1 : nearest)
  }

  @inline(__always) static func towardZero<T: BinaryFloatingPoint>(_ value: T) -> T {
    let nearest = nearest(value.magnitude)
    return T(signOf: value, magnitudeOf: nearest > value.magnitude ? nearest - 1 : nearest)
  }
}

extension BinaryFloatingPoint {
  /// 1 where it is infinite or NaN, else 0: what is finite leaves nothing when it is taken from itself.
  @inline(__always) var isEndless: UInt8 { (self - self != 0).flag }
}
