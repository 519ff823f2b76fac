import ArgumentParser
import Documents
import Laboratory
import Records

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a git repository ready for experiments: folders, a first manifest, a Makefile, CI.",
    discussion: """
      Examples:
        git init paper && cd paper && kanon init
        kanon run first && kanon bless first

      What is there already stays as it is, and is named.
      """)

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workshop = try common.workshop()
    var made: [String] = []
    var kept: [String] = []
    for (path, text) in Starter.files(version: Kanon.version) {
      let place = workshop.root + path
      if try FileSystem.read(place) != nil {
        kept.append(path)
      } else {
        try FileSystem.write(Array(text.utf8), to: place)
        made.append(path)
      }
    }
    if common.json {
      Terminal.say((["made": .init(made), "kept": .init(kept)] as JSON).render(pretty: false))
      return
    }
    for path in made { Terminal.say("made  \(path)") }
    for path in kept { Terminal.say("kept  \(path)") }
    Terminal.say(
      """

      Next:
        kanon run first          run it, record it, draw it
        kanon bless first        make its outcome the golden one
        git add -A && git commit -m "A first experiment"
        make reproduce           every experiment, judged; what CI runs
        kanon notebook           pages to read, in notebook/index.html
        kanon schema > .git/kanon-schema.json    completion in your editor
      """)
  }
}
