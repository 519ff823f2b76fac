// Tests of Formulas.
