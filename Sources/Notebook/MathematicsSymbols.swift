/// What commands of TeX stand for, in Unicode.
enum MathematicsSymbols {
  static let letters: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "omicron": "ο", "pi": "π", "varpi": "ϖ", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ",
    "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "ell": "ℓ", "imath": "ı",
    "jmath": "ȷ", "hbar": "ℏ", "partial": "∂", "infty": "∞", "emptyset": "∅", "varnothing": "∅", "nabla": "∇",
    "aleph": "ℵ", "wp": "℘", "angle": "∠", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱",
    "forall": "∀", "exists": "∃", "degree": "°", "circ": "∘", "star": "⋆", "prime": "′",
  ]

  static let upright: [String: String] = [
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "Re": "ℜ", "Im": "ℑ", "AA": "Å", "micro": "µ",
  ]

  static let operators: [String: String] = [
    "times": "×", "cdot": "⋅", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "oplus": "⊕", "otimes": "⊗", "odot": "⊙",
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫", "approx": "≈",
    "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡", "propto": "∝", "lesssim": "≲", "gtrsim": "≳", "mid": "∣",
    "parallel": "∥", "perp": "⊥", "in": "∈", "notin": "∉", "ni": "∋", "subset": "⊂", "subseteq": "⊆", "supset": "⊃",
    "supseteq": "⊇", "cup": "∪", "cap": "∩", "setminus": "∖", "wedge": "∧", "vee": "∨", "neg": "¬", "land": "∧",
    "lor": "∨", "to": "→", "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒",
    "Leftarrow": "⇐", "Leftrightarrow": "⇔", "iff": "⟺", "implies": "⟹", "mapsto": "↦", "longrightarrow": "⟶",
    "uparrow": "↑", "downarrow": "↓", "sum": "∑", "prod": "∏", "coprod": "∐", "int": "∫", "iint": "∬", "iiint": "∭",
    "oint": "∮", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "langle": "⟨", "rangle": "⟩",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lvert": "|", "rvert": "|", "vert": "|", "lVert": "‖",
    "rVert": "‖", "Vert": "‖", "lbrace": "{", "rbrace": "}", "colon": ":", "dagger": "†", "ddagger": "‡", "bullet": "∙",
    "leftarrows": "⇇", "doteq": "≐", "models": "⊨", "vdash": "⊢", "top": "⊤", "bot": "⊥",
  ]

  static let accents: [String: String] = [
    "hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "tilde": "~", "widetilde": "~", "vec": "→", "dot": "˙",
    "ddot": "¨", "check": "ˇ", "breve": "˘", "acute": "´", "grave": "`", "mathring": "˚",
  ]

  static let spaces: [String: String] = [
    ",": "0.1667em", ":": "0.2222em", ">": "0.2222em", ";": "0.2778em", "!": "-0.1667em", " ": "0.33em", "quad": "1em",
    "qquad": "2em", "thinspace": "0.1667em",
  ]

  static let functions: Set<String> = [
    "exp", "log", "ln", "lg", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh",
    "tanh", "coth", "det", "dim", "ker", "deg", "gcd", "hom", "arg", "max", "min", "sup", "inf", "lim", "limsup",
    "liminf", "Pr", "argmax", "argmin", "erf", "erfc", "tr",
  ]

  static let withLimits: Set<String> = [
    "sum", "prod", "coprod", "bigcup", "bigcap", "bigoplus", "bigotimes", "max", "min", "sup", "inf", "lim", "limsup",
    "liminf", "argmax", "argmin", "det", "Pr", "underbrace", "overbrace",
  ]

  /// The brackets around an environment.
  static let environments: [String: (String, String)] = [
    "matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""), "aligned": ("", ""), "align": ("", ""), "array": ("", ""), "gathered": ("", ""),
  ]
}
