// swift-tools-version: 6.2
import PackageDescription

// A package of your own that adds a kind of experiment to Kanon's. Write the address of Kanon's repository in the place
// of the path.
let package = Package(
  name: "coin",
  dependencies: [.package(name: "Kanon", path: Context.environment["KANON_PACKAGE"] ?? "../../..")],
  targets: [
    .executableTarget(name: "coin", dependencies: [.product(name: "Laboratory", package: "Kanon")])
  ])
