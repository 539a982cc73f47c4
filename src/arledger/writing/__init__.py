"""Entries on their way into a journal: made, proven, appended; never lost or half-written."""
