import Determinism
import Glibc

/// Sees which files of a checkout are opened, by the kernel's own notices (inotify); no privilege is needed.
final class AccessWatch {
  private let descriptor: Int32
  private var folders: [Int32: String] = [:]
  private var opened: Set<String> = []
  /// Why not everything could be seen; nil when it could.
  private var trouble: String?

  init(of checkout: Checkout) {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard descriptor >= 0 else {
      trouble = String(cString: strerror(errno))
      return
    }
    var names: Set<String> = [""]
    for path in checkout.knownFiles {
      var folder = ""
      for part in path.split(separator: "/").dropLast() {
        folder += part + "/"
        names.insert(folder)
      }
    }
    for name in names.sorted(by: orderedByUTF8) {
      let watch = inotify_add_watch(descriptor, checkout.root + name, UInt32(IN_OPEN))
      if watch < 0 { trouble = String(cString: strerror(errno)) } else { folders[watch] = name }
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Takes what the kernel has noticed; called often, because its queue is finite.
  func drain() {
    guard descriptor >= 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      buffer.withUnsafeBytes { bytes in
        var place = 0
        while place + 16 <= count {
          let watch = bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)
          let mask = bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
          let length = Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
          let name = String(decoding: bytes[(place + 16)..<(place + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
          place += 16 + length
          if mask & UInt32(IN_Q_OVERFLOW) != 0 { trouble = "too many at once" }
          // A folder that is opened is listed, not read.
          if mask & UInt32(IN_ISDIR) == 0, let folder = folders[watch] { opened.insert(folder + name) }
        }
      }
    }
  }

  /// What was read though no input declares it, a sentence each.
  func undeclaredReads(in checkout: Checkout) -> [String] {
    drain()
    let known = Set(checkout.knownFiles)
    let read = opened.filter {
      known.contains($0) && !checkout.declaredInputs.contains($0) && !checkout.declaredOutputs.contains($0)
        && !checkout.isChanged($0)
    }
    let unseen = trouble.map { ["not every read could be seen: \($0)"] } ?? []
    return read.sorted(by: orderedByUTF8).map { "it read \($0), which no input declares" } + unseen
  }
}
