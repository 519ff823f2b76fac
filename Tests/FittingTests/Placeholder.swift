// Tests of Fitting.
