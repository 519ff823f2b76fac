import CKernels

/// Computes |F|² per unit cell, with its derivatives to everything that a structure has free.
///
/// For a crystal without inversion centre |F|² is the mean of h and −h, which a powder never separates. With
/// P = Σ f_r C, Q = Σ f_r S, R = Σ f_i C, V = Σ f_i S over sites, C and S the sums of cosines and sines over a site's
/// images, it is P² + Q² + R² + V².
struct StructureFactors: Sendable {
  /// One site as a radiation sees it.
  struct Member: Sendable {
    let site: Site
    let scatterer: Scatterer
    /// Images in the cell for each one summed: the centring's.
    let weight: Double
  }

  let members: [Member]

  init(_ structure: StructureModel, _ radiation: Radiation, wavelength: Double, scattering: [String: Dispersion])
    throws(DiffractionError)
  {
    var members: [Member] = []
    for (atom, site) in zip(structure.crystal.atoms, structure.sites) {
      let scatterer = try Scatterer(
        atom.type, radiation, wavelength: wavelength, dispersion: scattering[atom.type])
      members.append(
        Member(site: site, scatterer: scatterer, weight: Double(structure.crystal.spaceGroup.centring.count)))
    }
    self.members = members
  }

  init(members: [Member]) { self.members = members }

  /// |F|² and its slopes at one reflection.
  struct Value {
    var square = 0.0
    /// To q = 1/d², through form factors and displacements alone.
    var byQ = 0.0
    /// To each member's coordinates x, y, z.
    var byPosition: [SIMD3<Double>]
    /// To each member's U_iso.
    var byDisplacement: [Double]
    /// To each member's occupancy.
    var byOccupancy: [Double]

    init(count: Int) {
      byPosition = Array(repeating: .zero, count: count)
      byDisplacement = Array(repeating: 0, count: count)
      byOccupancy = byDisplacement
    }
  }

  /// Scratch for one thread.
  struct Workspace {
    var phases: [Double] = []
    var cosines: [Double] = []
    var sines: [Double] = []
    var indices: [SIMD3<Double>] = []
  }

  /// Evaluates a reflection at q = 1/d² for the atoms' state.
  func evaluate(
    _ h: SIMD3<Int>, q: Double, _ atoms: [AtomState], _ workspace: inout Workspace, into value: inout Value
  ) {
    fill(&workspace, h, atoms)
    let s2 = q / 4
    let fall = -8 * Double.pi * Double.pi
    var (p, qq, r, v) = (0.0, 0.0, 0.0, 0.0)
    var parts: [Part] = []
    parts.reserveCapacity(members.count)
    var place = 0
    for (k, member) in members.enumerated() {
      var (c, s) = (0.0, 0.0)
      for image in place..<(place + member.site.images.count) {
        c += workspace.cosines[image]
        s += workspace.sines[image]
      }
      place += member.site.images.count
      let (f, slope) = member.scatterer.value(s2)
      let damping = member.weight * exponential(fall * s2 * atoms[k].displacement)
      let part = Part(c: c, s: s, damping: damping, real: f, imaginary: member.scatterer.imaginary, slope: slope)
      let filled = damping * atoms[k].occupancy
      p += filled * f * c
      qq += filled * f * s
      r += filled * part.imaginary * c
      v += filled * part.imaginary * s
      parts.append(part)
    }
    value.square = p * p + qq * qq + r * r + v * v
    value.byQ = 0
    place = 0
    for (k, part) in parts.enumerated() {
      let byC = 2 * part.damping * (part.real * p + part.imaginary * r)
      let byS = 2 * part.damping * (part.real * qq + part.imaginary * v)
      let whole = byC * part.c + byS * part.s
      let occupancy = atoms[k].occupancy
      value.byOccupancy[k] = whole
      value.byDisplacement[k] = whole * occupancy * fall * s2
      let byForm = 2 * part.damping * occupancy * part.slope * (part.c * p + part.s * qq)
      value.byQ += (byForm + whole * occupancy * fall * atoms[k].displacement) / 4
      var slope = SIMD3<Double>.zero
      for image in place..<(place + members[k].site.images.count) {
        let turn = byS * workspace.cosines[image] - byC * workspace.sines[image]
        slope += workspace.indices[image] * turn
      }
      place += members[k].site.images.count
      value.byPosition[k] = slope * (2 * Double.pi * occupancy)
    }
  }

  private struct Part {
    let c, s, damping, real, imaginary, slope: Double
  }

  /// Phases 2π h·(R x + t) of all images, their cosines and sines.
  private func fill(_ workspace: inout Workspace, _ h: SIMD3<Int>, _ atoms: [AtomState]) {
    workspace.phases.removeAll(keepingCapacity: true)
    workspace.indices.removeAll(keepingCapacity: true)
    let n = SymmetryOperation.denominator
    for (k, member) in members.enumerated() {
      let x = atoms[k].position
      for image in member.site.images {
        let turned = SIMD3<Double>(image.transposed(h))
        let shift = (h &* image.translation).wrappedSum() % n
        let phase = turned.x * x.x + turned.y * x.y + turned.z * x.z + Double(shift) / Double(n)
        // The whole turns first: they lose no digits.
        workspace.phases.append((phase - phase.rounded(.toNearestOrEven)) * (2 * Double.pi))
        workspace.indices.append(turned)
      }
    }
    let count = workspace.phases.count
    if workspace.cosines.count < count {
      workspace.cosines = Array(repeating: 0, count: count)
      workspace.sines = workspace.cosines
    }
    kn_cos_f64(workspace.phases, &workspace.cosines, count)
    kn_sin_f64(workspace.phases, &workspace.sines, count)
  }

  private func exponential(_ x: Double) -> Double {
    var (argument, result) = (x, 0.0)
    kn_exp_f64(&argument, &result, 1)
    return result
  }
}

/// What of an atom a refinement may have moved.
struct AtomState: Sendable {
  var position: SIMD3<Double>
  var occupancy: Double
  var displacement: Double
}
