"""Mail: letters out and back, so that one can take part without ever opening the site."""
