// The floor Determinism.
