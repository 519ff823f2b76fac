// The floor Documents.
