import Git
import Records

/// Where the files of a record lie in the site: figures by record, outcomes by their tree id, so that runs that agreed
/// share theirs.
struct RecordPlaces {
  /// The folder of the page, from the root of the site, with a closing `/`; empty for the root.
  let page: String
  /// `decay/records/1a2b3c4d5e/`
  let record: String
  /// `decay/outcomes/4cdb573c94/`
  let outcome: String

  init(page: String, experiment: String, record: Record?, tree: ObjectID?) {
    self.page = page
    self.record = record.map { "\(experiment)/records/\($0.commit.short)/" } ?? "\(experiment)/"
    outcome = tree.map { "\(experiment)/outcomes/\($0.short)/" } ?? "\(experiment)/"
  }

  /// A link from the page to a place in the site.
  func link(_ place: String) -> String { Self.link(from: page, to: place) }

  static func link(from page: String, to place: String) -> String {
    var from = page.split(separator: "/")[...]
    var to = place.split(separator: "/", omittingEmptySubsequences: false)[...]
    while let a = from.first, to.count > 1, a == to.first { (from, to) = (from.dropFirst(), to.dropFirst()) }
    return String(repeating: "../", count: from.count) + to.map { Self.encoded(String($0)) }.joined(separator: "/")
  }

  /// A name as part of a URL.
  static func encoded(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return name.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"), UInt8(ascii: "#"):
        String(Character(Unicode.Scalar(byte)))
      default: "%" + String([digits[Int(byte >> 4)], digits[Int(byte & 15)]])
      }
    }.joined()
  }
}
