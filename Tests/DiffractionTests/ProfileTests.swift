import Diffraction
import Documents
import Testing

@Suite struct ProfileTests {
  @Test func agreesWithReference() throws {
    let rows = try #require(Fixture.json("profile_tchz.json")["rows"]?.asArray)
    #expect(rows.count == 7)
    for row in rows {
      let g = try #require(row["FWHM_G"]?.asNumber)
      let l = try #require(row["FWHM_L"]?.asNumber)
      let shape = PseudoVoigt(gaussian: g, lorentzian: l)
      #expect(abs(shape.width - (row["FWHM"]?.asNumber ?? 0)) < 1e-12)
      #expect(abs(shape.mixing - (row["eta"]?.asNumber ?? 0)) < 1e-12)
      let expected = row["pseudo_voigt"]?.numbers ?? []
      for (value, wanted) in zip(shape.values(at: row["x"]?.numbers ?? []), expected) {
        #expect(abs(value - wanted) <= 1e-12 * wanted + 1e-24 * expected[0])
      }
    }
  }

  /// The profile's area is one, whatever its asymmetry, and its centre moves to low angles below 90°.
  @Test(arguments: [0.0, 0.01, 0.03, 0.06]) func areaIsOne(_ axial: Double) throws {
    for position in [12.0, 35, 80, 100, 150] {
      let x = Sample.angles(position - 8, position + 8, step: 0.004)
      let y = PseudoVoigt(gaussian: 0.08, lorentzian: 0).values(at: x, position: position, axial: axial)
      let area = y.reduce(0, +) * 0.004
      let centre = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } * 0.004 - position
      #expect(abs(area - 1) < 1e-6, "\(position)")
      if axial > 0 { #expect(position < 90 ? centre < 0 : centre > 0) } else { #expect(abs(centre) < 1e-9) }
    }
  }

  /// As many nodes as are chosen, and all that there are, agree to a thousandth of the height.
  @Test func nodesSuffice() throws {
    for (position, axial, g, l) in [
      (15.0, 0.03, 0.03, 0.02), (21, 0.03, 0.05, 0.03), (10, 0.05, 0.05, 0.0), (30, 0.02, 0.02, 0.06),
    ] {
      let x = Sample.angles(position - 3, position + 1, step: 0.01)
      let shape = PseudoVoigt(gaussian: g, lorentzian: l)
      let few = shape.values(at: x, position: position, axial: axial)
      let all = shape.values(at: x, position: position, axial: axial, nodes: 64)
      let height = all.max() ?? 1
      let worst = zip(few, all).map { abs($0 - $1) }.max() ?? 1
      #expect(worst < 1e-3 * height, "\(position) \(axial): \(worst / height)")
    }
  }
}
