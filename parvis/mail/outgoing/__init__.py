"""What goes out when: waiting, gathering, lists, summaries, and the sending itself."""
