"""Portal files: one TOML file of facts each, and the model that checks them."""
