// The floor Experiments.
