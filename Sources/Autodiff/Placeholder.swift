// The floor Autodiff.
