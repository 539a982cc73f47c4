"""Where the process begins: with its signals, so that Ctrl-C is quiet from the first import on."""


def main() -> int:
    """The exit code of the process."""
    from arledger.cli.signals import heed_signals

    heed_signals()
    from arledger.cli.main import main

    return main()
