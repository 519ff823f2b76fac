// Tests of Determinism.
