import Glibc
import Records

/// Stress and measurement of the ledger, apart from the command proper.
///
/// ```
/// records-stress FOLDER [writers runs kill seed]    many processes record at once, some are killed
/// records-stress --once FOLDER NUMBER JOURNAL       one run of the above
/// records-stress --bench FOLDER COUNT               seconds of one record
/// records-stress --fill FOLDER COUNT                many records of one experiment
/// records-stress --log FOLDER LIMIT                 seconds to list the last ones
/// ```
func perform(_ words: [String]) throws(RecordError) -> Int32 {
  switch words.first {
  case "--once" where words.count == 4:
    try RecordStress.recordOnce(folder: words[1], number: Int(words[2]) ?? 0, journal: words[3])
  case "--bench" where words.count == 3:
    let seconds = try RecordBench.recording(in: words[1], count: Int(words[2]) ?? 100)
    let (median, tail) = (seconds[seconds.count / 2], seconds[seconds.count * 99 / 100])
    print("median \(median * 1e3) ms, p99 \(tail * 1e3) ms, largest \((seconds.last ?? 0) * 1e3) ms")
  case "--fill" where words.count == 3:
    try RecordBench.fill(words[1], count: Int(words[2]) ?? 1000)
  case "--log" where words.count == 3:
    let (records, seconds) = try RecordBench.listing(in: words[1], limit: Int(words[2]) ?? 20)
    print("\(records) records in \(seconds * 1e3) ms")
  case .some(let folder) where !folder.hasPrefix("--"):
    var stress = RecordStress(folder: folder)
    if words.count > 1 { stress.writers = Int(words[1]) ?? stress.writers }
    if words.count > 2 { stress.runs = Int(words[2]) ?? stress.runs }
    if words.count > 3 { stress.kill = Double(words[3]) ?? stress.kill }
    if words.count > 4 { stress.seed = UInt64(words[4]) ?? stress.seed }
    let report = try stress.run(command: [CommandLine.arguments[0], "--once"])
    print(report)
    return report.isSound ? 0 : 1
  default:
    print("usage: records-stress FOLDER [writers runs kill seed]")
    return 2
  }
  return 0
}

do {
  exit(try perform(Array(CommandLine.arguments.dropFirst())))
} catch {
  print(error)
  exit(4)
}
