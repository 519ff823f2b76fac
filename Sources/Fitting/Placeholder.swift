// The floor Fitting.
