import Fitting
import FoundationEssentials

/// A certified nonlinear regression of NIST's Statistical Reference Datasets.
struct ReferenceProblem: Decodable {
  let name: String
  let parameters: [String]
  let formula: String
  let response: String
  let predictors: [String]
  let starts: [[Double]]
  let certified: [Double]
  let certifiedErrors: [Double]
  let certifiedSum: Double
  let y: [Double]
  let x: Columns

  enum CodingKeys: String, CodingKey {
    case name, parameters, formula, predictors, starts, certified, response, y, x
    case certifiedErrors = "certified_stderr"
    case certifiedSum = "certified_rss"
  }

  /// One column, or several.
  struct Columns: Decodable {
    let rows: [[Double]]
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let one = try? container.decode([Double].self) {
        rows = one.map { [$0] }
      } else if let many = try? container.decode([String: [Double]].self) {
        let names = many.keys.sorted()
        rows = (many[names[0]] ?? []).indices.map { i in names.map { (many[$0] ?? [])[i] } }
      } else {
        rows = try container.decode([[Double]].self)
      }
    }
  }

  /// The fixture of that name.
  static func load(_ name: String) throws -> ReferenceProblem {
    try Fixture.decode(ReferenceProblem.self, "nist/\(name).json")
  }
}

/// Files beside the tests.
enum Fixture {
  static func decode<T: Decodable>(_ type: T.Type, _ path: String) throws -> T {
    var folder = #filePath.split(separator: "/")
    folder.removeLast()
    let data = try Data(contentsOf: URL(filePath: "/" + folder.joined(separator: "/") + "/Fixtures/" + path))
    return try JSONDecoder().decode(type, from: data)
  }
}
