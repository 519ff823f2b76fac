// Tests of Manifests.
