"""What every test may use. The database comes from the plugin `parvis.operations.testing`."""
