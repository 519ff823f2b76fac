import Glibc

/// A folder that is gone after the test.
struct TemporaryFolder: ~Copyable {
  let path: String

  init() {
    var template = Array("/tmp/manifests-XXXXXX\0".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit { system("rm -r '\(path)'") }

  /// Writes a file, and the folders above it.
  func write(_ file: String, _ text: String = "") {
    let folder = file.split(separator: "/").dropLast().joined(separator: "/")
    system("mkdir -p '\(path)/\(folder)'")
    guard let stream = fopen(path + "/" + file, "w") else { return }
    fputs(text, stream)
    fclose(stream)
  }

  func read(_ file: String) -> String? {
    guard let stream = fopen(path + "/" + file, "r") else { return nil }
    defer { fclose(stream) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, stream)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  func link(_ file: String, to target: String) { symlink(target, path + "/" + file) }
}
