"""Pages and endpoints of posts; each works as a plain form and as a fragment for htmx."""
