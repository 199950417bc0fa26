"""Live nudges to open pages: "this space has news", never the content."""
