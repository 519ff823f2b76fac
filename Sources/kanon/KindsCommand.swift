import ArgumentParser
import Documents
import Experiments
import Manifests

struct KindsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinds", abstract: "List the kinds of experiment.",
    discussion: "Example:\n  kanon kinds")

  @Flag(help: "Print JSON: a list of objects with name and summary.")
  var json = false

  func run() throws {
    if json {
      let kinds = Catalogue.kinds.map { kind -> JSON in
        ["name": .string(kind.name), "summary": .string(kind.summary)]
      }
      Terminal.say(JSON.array(kinds).render(pretty: false))
      return
    }
    for kind in Catalogue.kinds { Terminal.say(kind.name.padded(to: 16) + kind.summary) }
  }
}

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema of manifests, for completion in an editor.",
    discussion: """
      Made from the declarations that read manifests. Example:
        kanon schema > .git/kanon-schema.json
        # first line of a manifest:  # yaml-language-server: $schema=../.git/kanon-schema.json
      """)

  func run() throws {
    Terminal.say(ManifestSchema.json(kinds: Catalogue.kinds).render(pretty: true))
  }
}
