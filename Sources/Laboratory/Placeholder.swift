// The floor Laboratory.
