// The floor Git.
