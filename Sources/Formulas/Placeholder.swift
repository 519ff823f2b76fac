// The floor Formulas.
