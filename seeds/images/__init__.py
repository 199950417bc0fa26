"""Pictures of the sample company, drawn by program: faces, covers and photographs."""
