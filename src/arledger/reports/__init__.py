"""One file a report; they do not know each other."""
