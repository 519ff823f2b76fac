import Foundation
import Testing

/// The C library's part in the kernels: nothing that computes, but fma and sqrt, which are correctly rounded.
private let allowed: Set<String> = [
  "fma", "fmaf", "sqrt", "sqrtf", "memcpy", "memmove", "memset", "memcmp", "strcmp", "getenv",
  "malloc", "calloc", "free", "aligned_alloc", "posix_memalign", "abort",
  "__cpu_model", "__cpu_indicator_init", "__tls_get_addr", "_GLOBAL_OFFSET_TABLE_",
  "pthread_create", "pthread_once", "pthread_key_create", "pthread_setspecific", "pthread_getspecific",
  "pthread_join", "pthread_sigmask", "sched_getaffinity", "sched_yield", "__sched_cpucount",
  "sigfillset", "syscall", "madvise",
]

/// What the numerics in Swift may take from the mathematical library besides: the roundings to whole numbers, which are
/// exact.
private let exact: Set<String> = [
  "fma", "fmaf", "sqrt", "sqrtf", "rint", "rintf", "round", "roundf", "trunc", "truncf", "floor", "floorf", "ceil",
  "ceilf", "roundeven", "roundevenf",
]

private enum Objects {
  static let nm = ["/usr/bin/nm", "/usr/bin/llvm-nm"].first { FileManager.default.isExecutableFile(atPath: $0) }
  static let mathematics = ["/lib/x86_64-linux-gnu/libm.so.6", "/lib64/libm.so.6", "/usr/lib64/libm.so.6"].first {
    FileManager.default.fileExists(atPath: $0)
  }

  /// The folders of the builds, debug and release, as far as they were made: this test's own is one of them.
  private static let builds: [URL] = {
    var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<4 {
      folder.deleteLastPathComponent()
      guard FileManager.default.fileExists(atPath: folder.appending(path: "CKernels.build").path) else { continue }
      return ["debug", "release"].map { folder.deletingLastPathComponent().appending(path: $0) }
    }
    return []
  }()

  /// The object files of some modules, by build.
  static func files(of modules: [String]) -> [[String]] {
    builds.map { build in
      modules.flatMap { module in
        let objects = build.appending(path: module + ".build")
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: objects.path)) ?? []
        return names.filter { $0.hasSuffix(".o") }.sorted().map { objects.appending(path: $0).path }
      }
    }.filter { !$0.isEmpty }
  }

  static func symbols(_ options: [String], of files: [String], nm: String) throws -> Set<String> {
    let process = Process()
    process.executableURL = URL(filePath: nm)
    process.arguments = options + files
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let words = text.split(separator: "\n").compactMap { $0.split(separator: " ").last }
    return Set(words.filter { !$0.hasSuffix(":") }.map { String($0.split(separator: "@")[0]) })
  }
}

@Suite struct KernelSymbolTests {
  @Test(
    .enabled(if: Objects.nm != nil, "inconclusive: nm is missing (install binutils)"),
    .enabled(if: !Objects.files(of: ["CKernels"]).isEmpty, "inconclusive: no objects of CKernels beside this test"))
  func nothingIsComputedByTheCLibrary() throws {
    let nm = try #require(Objects.nm)
    for files in Objects.files(of: ["CKernels"]) {
      let symbols = try Objects.symbols(["-u"], of: files, nm: nm)
      #expect(!symbols.isEmpty)
      let foreign = symbols.filter { !$0.hasPrefix("kn_") && !allowed.contains($0) }
      #expect(foreign.isEmpty, "undefined symbols of CKernels that are not allowed: \(foreign.sorted()), \(files[0])")
    }
  }

  /// The modules that compute in Swift.
  @Test(
    .enabled(if: Objects.nm != nil, "inconclusive: nm is missing (install binutils)"),
    .enabled(if: Objects.mathematics != nil, "inconclusive: no libm.so.6 where it is looked for"),
    .enabled(if: !Objects.files(of: ["Determinism"]).isEmpty, "inconclusive: no objects beside this test"))
  func nothingInexactComesFromTheMathematicalLibrary() throws {
    let nm = try #require(Objects.nm), mathematics = try #require(Objects.mathematics)
    let offered = try Objects.symbols(["-D", "--defined-only"], of: [mathematics], nm: nm)
    #expect(offered.contains("exp") && offered.contains("sinf"))
    for files in Objects.files(of: ["Determinism", "Autodiff", "Formulas", "Fitting"]) {
      let foreign = try Objects.symbols(["-u"], of: files, nm: nm).intersection(offered).subtracting(exact)
      #expect(foreign.isEmpty, "taken from the mathematical library: \(foreign.sorted()), \(files[0])")
    }
  }

  /// The reading finds symbols: the base's fused multiply-add on x86-64 is a call.
  @Test(
    .enabled(if: Objects.nm != nil && !Objects.files(of: ["CKernels"]).isEmpty, "inconclusive: no nm or no objects"))
  func theReadingSeesSymbols() throws {
    let nm = try #require(Objects.nm)
    for files in Objects.files(of: ["CKernels"]) {
      let symbols = try Objects.symbols(["-u"], of: files, nm: nm)
      #if arch(x86_64)
        #expect(symbols.contains("fma"))
      #endif
      #expect(symbols.contains("getenv"))
    }
  }
}
