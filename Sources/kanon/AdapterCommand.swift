public import ArgumentParser
public import Oracles

struct AdapterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter", abstract: "Print a Python program that serves a model to check --subject.",
    discussion: """
      Examples:
        kanon adapter ase > ase_subject.py      for calculators of ASE
        kanon adapter torch > torch_subject.py  for modules of PyTorch

      The head of each program says how it is called.
      """)

  @Argument(help: "ase or torch.")
  var adapter: Adapter

  func run() { Terminal.put(adapter.text) }
}

extension Adapter: ExpressibleByArgument {}
