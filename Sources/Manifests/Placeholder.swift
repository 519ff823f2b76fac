// The floor Manifests.
