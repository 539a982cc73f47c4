"""One formula a function, each with its source."""
