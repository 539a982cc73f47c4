"""Journal to Book: documents, allocations, open items."""
