import CProcess
import Determinism
import Glibc
import Laboratory
import Manifests
import Records

extension Command {
  /// How a program ended.
  enum Ending {
    case exited(Int)
    case signalled(Int)
    case timedOut
  }

  /// Runs the program to its end, or to that of its time.
  /// - Throws: `RunFailure` when it can't be started, `Interruption` when the user asked to stop.
  func run(in checkout: Checkout, _ watch: AccessWatch, _ progress: Progress, threads: Int) throws -> Ending {
    let arguments = parameters.run.map { filled($0, threads: threads) }
    let program = try Self.program(arguments[0], in: checkout)
    let environment = self.environment(in: checkout, threads: threads)
    var step: UnsafePointer<CChar>?
    let child = Self.withCStrings(arguments) { argv in
      Self.withCStrings(environment) { envp in
        Self.withCStrings([program, checkout.root + checkout.directory, checkout.output, checkout.error]) { paths in
          var process = kanon_process()
          (process.program, process.directory) = (UnsafePointer(paths[0]), UnsafePointer(paths[1]))
          (process.output, process.error) = (UnsafePointer(paths[2]), UnsafePointer(paths[3]))
          process.memory = UInt64(parameters.memory ?? 0) << 20
          process.seconds = UInt64(parameters.cpu ?? 0)
          process.file = 4 << 30
          return argv.withUnsafeBufferPointer { arguments in
            envp.withUnsafeBufferPointer { variables in
              process.arguments = arguments.baseAddress
              process.environment = variables.baseAddress
              return kanon_start(&process, &step)
            }
          }
        }
      }
    }
    guard child > 0 else {
      let call = step.map { String(cString: $0) } ?? "start"
      throw RunFailure("\(arguments[0]) could not be started: \(call): \(String(cString: strerror(-child)))")
    }
    return try wait(for: child, watch, progress)
  }

  private func wait(for child: pid_t, _ watch: AccessWatch, _ progress: Progress) throws -> Ending {
    let started = Self.now()
    var status: Int32 = 0
    var pause = 500_000
    // Whatever the program left behind ends with it.
    defer { kill(-child, SIGKILL) }
    func end() {
      kill(-child, SIGKILL)
      while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    }
    while true {
      let ended = waitpid(child, &status, WNOHANG)
      watch.drain()
      if ended == child { break }
      let elapsed = Self.now() - started
      if elapsed > parameters.timeout {
        end()
        return .timedOut
      }
      do { try progress.report(parameters.run[0], metric: nil) } catch {
        end()
        throw error
      }
      var time = timespec(tv_sec: 0, tv_nsec: pause)
      nanosleep(&time, nil)
      pause = min(pause * 5 / 4, 20_000_000)
    }
    let signal = Int(status & 0x7f)
    return signal == 0 ? .exited(Int(status >> 8) & 0xff) : .signalled(signal)
  }

  /// - Throws: `RunFailure` unless the program ended as a good run does.
  func check(_ ending: Ending, in checkout: Checkout) throws {
    let said: String
    switch ending {
    case .exited(parameters.status): return
    case .exited(let status): said = "ended with status \(status), \(parameters.status) is that of a good run"
    case .signalled(let signal): said = "was ended by signal \(signal) (\(String(cString: strsignal(Int32(signal)))))"
    case .timedOut: said = "did not end within \(Numeral.brief(parameters.timeout)) s"
    }
    let words = Self.lastWords(try FileSystem.read(checkout.error) ?? [])
    throw RunFailure("\(parameters.run[0]) \(said)" + (words.isEmpty ? "" : "; its last words: \(words)"))
  }

  /// What the program sees: what the manifest lets through or sets, and what makes programs repeat themselves.
  private func environment(in checkout: Checkout, threads: Int) -> [String] {
    var variables: [(String, String)] = [
      ("LC_ALL", "C.UTF-8"), ("TZ", "UTC"), ("SOURCE_DATE_EPOCH", "315532800"), ("PYTHONHASHSEED", "0"),
      ("PYTHONDONTWRITEBYTECODE", "1"), ("SWIFT_DETERMINISTIC_HASHING", "1"), ("HOME", checkout.temporaryFolder),
      ("TMPDIR", checkout.temporaryFolder), ("KANON_SEED", String(manifest.seed)), ("KANON_THREADS", String(threads)),
    ]
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"] {
      variables.append((name, String(threads)))
    }
    for name in ["PATH"] + parameters.environment {
      if let value = getenv(name) { variables.append((name, String(cString: value))) }
    }
    for named in parameters.variables { variables.append((named.name, filled(named.value, threads: threads))) }
    // Of two with one name the last one counts.
    return variables.enumerated().filter { place, variable in
      !variables[(place + 1)...].contains { sameUTF8($0.0, variable.0) }
    }.map { "\($0.element.0)=\($0.element.1)" }
  }

  private func filled(_ text: String, threads: Int) -> String {
    text.replacing("{seed}", with: String(manifest.seed)).replacing("{threads}", with: String(threads))
  }

  /// The file of a program: by its path from where it works, or as PATH finds it.
  private static func program(_ name: String, in checkout: Checkout) throws -> String {
    if name.contains("/") { return name.hasPrefix("/") ? name : checkout.root + checkout.directory + name }
    let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
    for folder in folders.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
      return "\(folder)/\(name)"
    }
    throw RunFailure("\(name) is not on the PATH; install it, or give its path")
  }

  /// The last lines of what a program complained, short enough for a sentence.
  private static func lastWords(_ bytes: [UInt8]) -> String {
    let lines = String(decoding: bytes.suffix(2000), as: UTF8.self).split(separator: "\n")
    return lines.suffix(3).joined(separator: " / ")
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }
}
