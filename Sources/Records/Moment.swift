/// Times as text: ISO 8601 in UTC with milliseconds, without any locale or time zone of the machine.
public enum Moment {
  /// `2026-11-23T16:10:00.250Z`.
  public static func text(milliseconds: Int64) -> String {
    let day = floorDivide(milliseconds, 86_400_000)
    let rest = milliseconds - day * 86_400_000
    let (year, month, date) = civil(day: day)
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(date, 2))T\(pad(rest / 3_600_000, 2)):"
      + "\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1000 % 60, 2)).\(pad(rest % 1000, 3))Z"
  }

  /// The milliseconds since 1970 that such a text names; nil for any other form.
  static func milliseconds(_ text: String) -> Int64? {
    let fields = text.split(omittingEmptySubsequences: false) { "-T:.Z".contains($0) }.map { Int64($0) }
    guard fields.count == 8, let year = fields[0], let month = fields[1], let date = fields[2], let hour = fields[3],
      let minute = fields[4], let second = fields[5], let part = fields[6], fields[7] == nil, text.hasSuffix("Z")
    else { return nil }
    let clock = ((hour * 60 + minute) * 60 + second) * 1000 + part
    return day(year: year, month: month, date: date) * 86_400_000 + clock
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar: years run from March, in eras of 400.
  private static func day(year: Int64, month: Int64, date: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(day: Int64) -> (year: Int64, month: Int64, date: Int64) {
    let shifted = day + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let moon = (5 * dayOfYear + 2) / 153
    let month = moon < 10 ? moon + 3 : moon - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * moon + 2) / 5 + 1)
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : (a - b + 1) / b }

  private static func pad(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
