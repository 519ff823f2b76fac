import Determinism
import Glibc
import Laboratory
import Synchronization

/// Shows how far an experiment is: a line that overwrites itself for people, one line per event for logs.
final class ProgressLine: Sendable {
  private struct State {
    var shown = 0.0
    var stage = ""
  }

  private let experiment: String
  private let started = seconds()
  private let state = Mutex(State())

  init(_ experiment: String) { self.experiment = experiment }

  var progress: Progress { Progress { self.hear($0) } }

  func hear(_ event: Progress.Event) {
    let now = seconds() - started
    let isDue = state.withLock { state in
      // People see ten lines a second; a log gets a line for each stage, and none of a run that is over at once.
      let isDue =
        Terminal.isWatched
        ? now - state.shown >= 0.1 : now >= 1 && (event.stage != state.stage || now - state.shown >= 10)
      if isDue { (state.shown, state.stage) = (now, event.stage) }
      return isDue
    }
    guard isDue else { return }
    var parts = [experiment, event.stage]
    if let fraction = event.fraction, fraction > 0 {
      parts.append("\(Int(fraction * 100)) %")
      if fraction < 1 { parts.append("\(clock(now * (1 - fraction) / fraction)) left") }
    }
    parts.append(clock(now))
    if let metric = event.metric { parts.append(metric) }
    let line = parts.joined(separator: "  ")
    if Terminal.isWatched { Terminal.showProgress(line) } else { Terminal.complain(line) }
  }
}

/// `0:07`, `12:31`.
private func clock(_ seconds: Double) -> String {
  let whole = Int(seconds)
  return "\(whole / 60):" + (whole % 60 < 10 ? "0" : "") + "\(whole % 60)"
}

private func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
