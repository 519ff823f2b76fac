import Testing
import YAML

@Suite struct FieldPathTests {
  @Test(arguments: ["parameters.tau.start", "starts[0][12]", "layers[3].channels", "a", "no background.x"])
  func readsWhatItWrites(_ text: String) {
    #expect(FieldPath(parsing: text)?.description == text)
  }

  @Test(arguments: ["", ".", "a.", ".a", "a..b", "[0]", "a[", "a[]", "a[x]", "a[-1]", "a]", "a[0]b"])
  func refusesWhatIsNone(_ text: String) {
    #expect(FieldPath(parsing: text) == nil)
  }
}
