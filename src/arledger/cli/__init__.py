"""The command line: arguments, files, clock, exit codes."""
