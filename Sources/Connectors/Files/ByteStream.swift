import Compression
import Engine
import FileSystems

/// A file's bytes, unpacked where its name says that they are compressed, from any place on.
struct ByteStream: ~Copyable {
  private let file: ReadableFile
  private let name: String
  private let kind: CompressionKind
  private var unpacking: Unpacking?
  /// Where the next byte stands, counted unpacked.
  private(set) var offset: Int64 = 0

  /// Opens the file at `path`; messages call it `name`.
  init(opening path: String, name: String) throws(Failure) {
    do {
      file = try ReadableFile(opening: path)
    } catch {
      throw Failure(error)
    }
    self.name = name
    kind = CompressionKind(path: path)
  }

  /// How many bytes are left, as far as that is known: a compressed file doesn't tell.
  func left() throws(Failure) -> Int64? {
    if kind != .none { return nil }
    let size = try status().size
    if size < offset { throw .shortened(name, below: offset) }
    return size - offset
  }

  private func status() throws(Failure) -> FileStatus {
    do { return try file.status() } catch { throw Failure(error) }
  }

  /// Fills `room`; fewer bytes than fit are all there were to the end.
  mutating func read(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    let count = kind == .none ? try unsafe readPlain(into: room) : try unsafe unpack(into: room)
    offset += Int64(count)
    return count
  }

  private func readPlain(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    do { return try unsafe file.read(at: offset, into: room) } catch { throw Failure(error) }
  }

  private mutating func unpack(into room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    // An empty file isn't compressed, but has no records either.
    if unpacking == nil, try status().size == 0 { return 0 }
    do {
      if unpacking == nil { unpacking = Unpacking(try Decompressor(kind)) }
      return try unsafe unpacking!.read(from: file, into: room)
    } catch let error as CompressionFailure {
      throw Failure(error, in: name)
    } catch let error as FileFailure {
      throw Failure(error)
    } catch {
      preconditionFailure("unpacking fails for a codec's or a disk's reason alone")
    }
  }

  /// Goes to a place; false if the file ends before it.
  mutating func seek(to target: Int64) throws(Failure) -> Bool {
    if kind == .none {
      offset = target
      return try status().size >= target
    }
    if target < offset {
      unpacking = nil
      offset = 0
    }
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { unsafe scratch.deallocate() }
    while offset < target {
      let count = Int(min(Int64(scratch.count), target - offset))
      let part = unsafe UnsafeMutableRawBufferPointer(rebasing: scratch[..<count])
      if try unsafe read(into: part) < count { return false }
    }
    return true
  }
}

/// The unpacking of a file from its beginning on.
private struct Unpacking: ~Copyable {
  private var decompressor: Decompressor
  private var packed: [UInt8] = []
  private var used = 0
  private var fileOffset: Int64 = 0
  private var isAtEnd = false

  init(_ decompressor: consuming Decompressor) { self.decompressor = decompressor }

  mutating func read(from file: borrowing ReadableFile, into room: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < room.count {
      if used == packed.count && !isAtEnd {
        packed = try file.bytes(at: fileOffset, count: 1 << 17)
        fileOffset += Int64(packed.count)
        used = 0
        isAtEnd = packed.isEmpty
      }
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: room[filled...])
      let count = try unsafe packed.withUnsafeBytes { bytes in
        var input = unsafe UnsafeRawBufferPointer(rebasing: bytes[used...])
        let count = try unsafe decompressor.decompress(from: &input, into: rest)
        used = bytes.count - input.count
        return count
      }
      filled += count
      if count == 0 && isAtEnd {
        try decompressor.finish()
        break
      }
    }
    return filled
  }
}
