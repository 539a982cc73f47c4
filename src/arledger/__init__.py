"""Receivables as plain text: who owes what, how late, from an hledger-style journal."""

__version__ = "0.1.0"
