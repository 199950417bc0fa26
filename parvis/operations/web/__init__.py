"""How the site is served: what stands between the web server and Django."""
