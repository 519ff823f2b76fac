// Tests of Autodiff.
