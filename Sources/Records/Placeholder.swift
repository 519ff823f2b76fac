// The floor Records.
