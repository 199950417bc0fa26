"""The steps of filling in the sample company, each through the product's own verbs."""
