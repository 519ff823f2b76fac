import Documents
import Testing

@Suite struct ToleranceTests {
  @Test func isRelativeToTheExpectedNumber() {
    let tolerance = Tolerance(relative: 0.1, absolute: 0.5)
    #expect(tolerance.allows(11, for: 10))
    #expect(!tolerance.allows(11.2, for: 10))
    #expect(tolerance.allows(0.5, for: 0))
    #expect(!tolerance.allows(.nan, for: 1))
    #expect(!tolerance.allows(.infinity, for: 1))
    #expect(!tolerance.allows(1, for: .infinity))
    #expect(Tolerance.exact.allows(.nan, for: .nan))
    #expect(Tolerance.exact.allows(-.infinity, for: -.infinity))
    #expect(!Tolerance.exact.allows(1.nextUp, for: 1))
  }
}
