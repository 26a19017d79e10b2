/// Turns compressed bytes, as they come, into what they were made of.
///
/// Members of gzip and frames of zstd that follow one another are read as one. A file of no bytes at all is truncated,
/// as it is for `gzip` and `zstd`.
///
///     while let piece = try file.next() {
///       var input = piece
///       repeat {
///         let produced = try decompressor.decompress(from: &input, into: output)
///         use(output[..<produced])
///       } while produced == output.count || !input.isEmpty
///     }
///     try decompressor.finish()
package struct Decompressor: ~Copyable {
  // Not private: release builds of other targets refer to its metadata when they hold a `Decompressor`.
  enum Codec: ~Copyable {
    case none
    case gzip(GzipReader)
    case zstd(ZstdReader)
  }

  private let codec: Codec

  /// What is read.
  package let kind: CompressionKind

  /// Whether the input so far is whole, so that it may end here.
  package private(set) var isAtEnd: Bool

  /// How many compressed bytes were read.
  package private(set) var consumed: Int64 = 0

  /// Begins to read.
  package init(_ kind: CompressionKind) throws(CompressionFailure) {
    // Made first: a noncopyable value can't be left half made when this throws.
    let codec = try Self.codec(for: kind)
    self.codec = codec
    self.kind = kind
    isAtEnd = kind == .none
  }

  private static func codec(for kind: CompressionKind) throws(CompressionFailure) -> Codec {
    do throws(CodecFailure) {
      return switch kind {
      case .none: .none
      case .gzip: .gzip(try GzipReader())
      case .zstd: .zstd(try ZstdReader())
      }
    } catch {
      throw error.at(0, of: kind)
    }
  }

  /// Reads from the front of `input`, which loses what was read, and fills `output` from its beginning.
  ///
  /// Returns how many bytes were written. Fewer than there was room for means that the input is used up; as many means
  /// that there may be more to come, even from an empty input.
  package mutating func decompress(
    from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionFailure) -> Int {
    let before = input.count
    defer { consumed += Int64(before - input.count) }
    do throws(CodecFailure) {
      switch codec {
      case .none: return unsafe copy(from: &input, into: output)
      case .gzip(let reader): return try unsafe reader.read(from: &input, into: output, isAtEnd: &isAtEnd)
      case .zstd(let reader): return try unsafe reader.read(from: &input, into: output, isAtEnd: &isAtEnd)
      }
    } catch {
      throw error.at(consumed + Int64(before - input.count), of: kind)
    }
  }

  /// Tells that there is no more input: fails when that can't be.
  package func finish() throws(CompressionFailure) {
    guard isAtEnd else { throw CodecFailure(.truncated, "").at(consumed, of: kind) }
  }
}

/// Moves as many bytes as there are and fit; returns how many.
func copy(from input: inout UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int {
  let count = min(input.count, output.count)
  unsafe output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
  unsafe input = UnsafeRawBufferPointer(rebasing: input[count...])
  return count
}
