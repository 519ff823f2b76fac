/// What `kanon init` puts into a repository.
enum Starter {
  static func files(version: String) -> [(path: String, text: String)] {
    [
      ("experiments/first.yaml", manifest), ("experiments/data/first.csv", data), ("golden/.gitkeep", ""),
      ("Makefile", makefile), (".github/workflows/reproduce.yml", workflow), (".gitattributes", attributes),
      (".gitignore", "/figures/\n/notebook/\n"),
    ]
  }

  private static let manifest = """
    # A first experiment: change it, copy it, delete it. `kanon kinds` lists what else there is.
    experiment: first
    kind: global-fit
    seed: 1
    title: Two springs, one stiffness
    notes: |
      The same spring stretched by two students. Hooke's law, $F = k x + F_0$: the stiffness $k$ belongs to the spring
      and is shared, the offset $F_0$ belongs to each student's scale.
    datasets: {file: data/first.csv, by: student}
    model: force ~ k * x + offset
    parameters:
      k: {shared: true, start: 1, unit: N/cm, label: stiffness}
      offset: {start: 0, unit: N}
    units: {x: cm, force: N}
    noise: gaussian
    contrast: sharing

    """

  private static let data = """
    student,x,force
    anna,1,2.31
    anna,2,4.38
    anna,3,6.29
    anna,4,8.42
    anna,5,10.33
    boris,1,1.92
    boris,2,3.88
    boris,3,5.97
    boris,4,7.91
    boris,5,9.98

    """

  private static let makefile = """
    # Every experiment, judged against its golden; exit 0 when all are identical or within.
    KANON ?= kanon

    .PHONY: reproduce notebook figures
    reproduce:
    \t@$(KANON) reproduce

    notebook:
    \t@$(KANON) notebook

    # The paper's figures, from records that are neither red nor stale.
    figures:
    \t@$(KANON) figures --all --strict

    """

  private static let workflow = """
    # Goldens are compared here and never made: a number that moved turns this red.
    name: reproduce
    on: [push, pull_request]
    permissions: {contents: read}
    jobs:
      reproduce:
        runs-on: ubuntu-latest
        container: swift:6.2
        steps:
          - uses: actions/checkout@v4
            with: {fetch-depth: 0}
          - run: apt-get update -qq && apt-get install -y -qq git make pkg-config libgit2-dev libyaml-dev libpng-dev libcmark-dev gnuplot-nox
          - run: git config --global --add safe.directory "$PWD"
          # Where Kanon comes from: set the variable KANON_REPOSITORY of this repository to the address of its source.
          - run: git clone --depth 1 "${{ vars.KANON_REPOSITORY }}" /tmp/kanon && make -C /tmp/kanon install PREFIX=/usr/local
          - run: make reproduce

    """

  private static let attributes = """
    # Goldens, data and manifests are compared byte for byte.
    golden/**      -text
    experiments/** -text

    """
}
