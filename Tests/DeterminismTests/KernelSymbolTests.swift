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

private enum Objects {
  static let nm = ["/usr/bin/nm", "/usr/bin/llvm-nm"].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The object files of CKernels of this very build, which lies around the test's executable.
  static let files: [String] = {
    var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for _ in 0..<4 {
      folder.deleteLastPathComponent()
      let objects = folder.appending(path: "CKernels.build")
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: objects.path)) ?? []
      let found = names.filter { $0.hasSuffix(".o") }.sorted().map { objects.appending(path: $0).path }
      if !found.isEmpty { return found }
    }
    return []
  }()

  static func undefinedSymbols(of files: [String], nm: String) throws -> Set<String> {
    let process = Process()
    process.executableURL = URL(filePath: nm)
    process.arguments = ["-u"] + files
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
    .enabled(if: !Objects.files.isEmpty, "inconclusive: no objects of CKernels beside this test"))
  func nothingIsComputedByTheCLibrary() throws {
    let nm = try #require(Objects.nm)
    let symbols = try Objects.undefinedSymbols(of: Objects.files, nm: nm)
    #expect(!symbols.isEmpty)
    let foreign = symbols.filter { !$0.hasPrefix("kn_") && !allowed.contains($0) }
    #expect(foreign.isEmpty, "undefined symbols of CKernels that are not allowed: \(foreign.sorted())")
  }

  /// The reading finds symbols: the base's fused multiply-add on x86-64 is a call.
  @Test(.enabled(if: Objects.nm != nil && !Objects.files.isEmpty, "inconclusive: no nm or no objects"))
  func theReadingSeesSymbols() throws {
    let nm = try #require(Objects.nm)
    let symbols = try Objects.undefinedSymbols(of: Objects.files, nm: nm)
    #if arch(x86_64)
      #expect(symbols.contains("fma"))
    #endif
    #expect(symbols.contains("getenv"))
  }
}
