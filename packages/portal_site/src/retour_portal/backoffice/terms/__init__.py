"""What policies, rules and overrides decide, as fields of a form and as sentences."""
