/// Makes bytes smaller as they come.
///
///     repeat { produced = try compressor.compress(from: &input, into: output) … } while !input.isEmpty
///     repeat { produced = try compressor.finish(into: output) … } while !compressor.isFinished
package struct Compressor: ~Copyable {
  enum Codec: ~Copyable {
    case none
    case gzip(GzipWriter)
    case zstd(ZstdWriter)
  }

  let codec: Codec

  /// What is written.
  package let kind: CompressionKind

  /// Whether the last byte has been handed out.
  package private(set) var isFinished = false

  /// Begins to write, with the codec's usual level unless one is given.
  package init(_ kind: CompressionKind, level: Int? = nil) throws(CompressionFailure) {
    // Made first: a noncopyable value can't be left half made when this throws.
    let codec = try Self.codec(for: kind, level: level.map { Int32(clamping: $0) })
    self.codec = codec
    self.kind = kind
  }

  private static func codec(for kind: CompressionKind, level: Int32?) throws(CompressionFailure) -> Codec {
    do throws(CodecFailure) {
      return switch kind {
      case .none: .none
      case .gzip: .gzip(try GzipWriter(level: level))
      case .zstd: .zstd(try ZstdWriter(level: level))
      }
    } catch {
      throw error.at(0, of: kind)
    }
  }

  /// Takes bytes from the front of `input`, which loses them, and fills `output` from its beginning as far as there is
  /// something to write; returns how many bytes were written.
  package mutating func compress(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionFailure) -> Int {
    do throws(CodecFailure) {
      switch codec {
      case .none: return unsafe copy(from: &input, into: output)
      case .gzip(let writer): return try unsafe writer.write(from: &input, into: output)
      case .zstd(let writer): return try unsafe writer.write(from: &input, into: output)
      }
    } catch {
      throw error.at(0, of: kind)
    }
  }

  /// Writes what is held back and the end; returns how many bytes. Call it until `isFinished`.
  package mutating func finish(into output: UnsafeMutableRawBufferPointer) throws(CompressionFailure) -> Int {
    if isFinished { return 0 }
    do throws(CodecFailure) {
      switch codec {
      case .none:
        isFinished = true
        return 0
      case .gzip(let writer): return try unsafe writer.finish(into: output, isFinished: &isFinished)
      case .zstd(let writer): return try unsafe writer.finish(into: output, isFinished: &isFinished)
      }
    } catch {
      throw error.at(0, of: kind)
    }
  }
}
