import Autodiff
import Synchronization

/// Sessions of a program for the threads that come by; what stays the same is loaded once into each.
final class Sessions<Element: TensorElement>: Sendable {
  private let executable: ArrayExecutable<Element>
  private let constants: [(name: String, elements: [Element])]
  private let idle: Mutex<[Box]> = Mutex([])

  // One thread at a time has a session.
  private struct Box: @unchecked Sendable { let session: Session<Element> }

  /// - Parameter constants: inputs that no run changes, such as trained parameters; those that nothing reads are left out.
  init(_ program: Program, constants: [(name: String, elements: [Element])]) throws {
    executable = try program.compiled(as: Element.self)
    self.constants = constants
  }

  func run<Result>(_ body: (Session<Element>) -> Result) -> Result {
    let own = idle.withLock { $0.popLast() } ?? fresh()
    let result = body(own.session)
    idle.withLock { $0.append(own) }
    return result
  }

  private func fresh() -> Box {
    let session = executable.makeSession()
    for constant in constants where session.takes(constant.name) { session.load(constant.name, constant.elements) }
    return Box(session: session)
  }
}
