// The floor Figures.
