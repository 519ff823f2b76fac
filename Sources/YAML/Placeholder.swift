// The floor YAML.
