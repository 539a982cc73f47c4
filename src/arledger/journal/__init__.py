"""The journal: text in, records out, as hledger reads it."""
