"""Pages of administration: company, people, communities, jobs. Views only."""
