// swift-tools-version: 6.2
import PackageDescription

// The target graph is the architecture: a module imports only what stands below it.
// README.md, "How it is built", draws the floors that this file states.

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift module of one floor, standing on the modules that it names.
func module(_ name: String, on below: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: below, resources: resources, swiftSettings: strict)
}

/// The tests of one module; they mirror its sources.
func tests(_ name: String, with others: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + others, resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "Kanon",
  products: [
    .executable(name: "kanon", targets: ["kanon"]),
    .executable(name: "kanon-notebook", targets: ["kanon-notebook"]),
    .library(name: "Laboratory", targets: ["Laboratory", "Experiments"]),
    .library(name: "Autodiff", targets: ["Autodiff", "Formulas", "Fitting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The ground: system libraries and kernels in C.
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CLibGit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CLibCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(
      name: "CKernels", cSettings: [.treatAllWarnings(as: .error)],
      linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CProcess", cSettings: [.treatAllWarnings(as: .error)]),
    module("Determinism", on: ["CKernels"]),
    module("Documents", on: ["Determinism"]),
    module("YAML", on: ["CLibYAML"]),
    module("Git", on: ["CLibGit2"]),
    module("PNG", on: ["CLibPNG"]),

    // The floors of the instruments.
    module("Autodiff", on: ["CKernels", "Determinism"]),
    module("Layers", on: ["Autodiff", "Documents", "CKernels", "Determinism"]),
    module("Formulas", on: ["Autodiff", "Determinism"]),
    module("Fitting", on: ["Formulas", "Autodiff", "CKernels", "Determinism"]),
    module("Phylogeny", on: ["Documents", "CKernels", "Determinism"]),
    module("Diffraction", on: ["Fitting", "Documents", "CKernels", "Determinism"]),
    module("Molecules", on: ["Documents", "Determinism"]),
    module("Manifests", on: ["YAML", "Documents", "Determinism"]),
    module("Figures", on: ["Documents", "Determinism"]),
    module("Records", on: ["Git", "Documents", "Determinism"]),
    module("Oracles", on: ["Autodiff", "Documents", "Determinism"], resources: [.embedInCode("Adapters")]),

    // The floors of the experimenter.
    module("Laboratory", on: ["Records", "Oracles", "Figures", "Manifests", "Git", "Documents", "Determinism"]),
    module(
      "Experiments",
      on: [
        "Laboratory", "Records", "Oracles", "Figures", "Manifests", "Layers", "Molecules", "Diffraction", "Fitting",
        "Phylogeny", "Formulas", "Autodiff", "Git", "PNG", "Documents", "Determinism", "CProcess",
      ]),
    .target(
      name: "Notebook",
      dependencies: [
        "Laboratory", "Records", "Figures", "Git", "YAML", "Documents", "Determinism", "CLibCmark",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      resources: [.embedInCode("Templates")], swiftSettings: strict),
    // A program of its own: the templates and the server need Foundation, which no run should wait for.
    .executableTarget(
      name: "kanon-notebook",
      dependencies: [
        "Notebook", "Experiments", "Laboratory", "Manifests", "Records", "Documents",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingFox", package: "FlyingFox"),
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "kanon",
      dependencies: [
        "Experiments", "Laboratory", "Oracles", "Molecules", "Diffraction", "Fitting", "Phylogeny", "Layers",
        "Formulas", "Autodiff", "Records", "Manifests", "Git", "Documents", "Determinism",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Repositories that tests make and examine by the git command.
    .target(name: "TemporaryRepositories", path: "Tests/TemporaryRepositories", swiftSettings: strict),

    tests("Determinism", with: ["CKernels"], resources: [.copy("Fixtures")]),
    tests("Documents", with: ["Determinism"]),
    tests("YAML"),
    tests("Git", with: ["TemporaryRepositories"]),
    tests("PNG"),
    tests("Autodiff", with: ["Documents", "Determinism"], resources: [.copy("Fixtures")]),
    tests("Layers", with: ["Autodiff", "Documents", "Determinism"], resources: [.copy("Fixtures")]),
    tests("Formulas", with: ["Autodiff", "Determinism"]),
    tests("Fitting", with: ["Formulas", "Autodiff", "Determinism"], resources: [.copy("Fixtures")]),
    tests("Phylogeny", with: ["Documents", "Determinism"], resources: [.copy("Fixtures")]),
    tests("Diffraction", with: ["Fitting", "Documents", "Determinism"], resources: [.copy("Fixtures")]),
    tests("Molecules", with: ["Documents", "Determinism"]),
    tests("Manifests", with: ["YAML", "Documents", "Determinism"]),
    tests("Figures", with: ["Documents", "Determinism"]),
    tests("Records", with: ["Git", "Documents", "Determinism", "TemporaryRepositories", "kanon"]),
    tests("Oracles", with: ["Autodiff", "Documents", "Determinism"]),
    tests("Laboratory", with: ["Records", "Oracles", "Manifests", "Git", "Documents"]),
    tests(
      "Experiments",
      with: [
        "Laboratory", "Records", "Oracles", "Figures", "Manifests", "Molecules", "Diffraction", "Fitting", "Phylogeny",
        "Git", "Documents", "Determinism", "TemporaryRepositories",
      ]),
    tests(
      "Notebook",
      with: [
        "Experiments", "Laboratory", "Manifests", "Records", "Figures", "Git", "Documents", "Determinism",
        "TemporaryRepositories", "kanon", "kanon-notebook",
      ], resources: [.copy("Fixtures")]),
    .testTarget(name: "kanonTests", dependencies: ["Documents"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
