"""Runs one program, its output thrown away, and prints what the process took.

    python -I -S benchmarks/starter.py PROGRAM [ARGUMENT]...

Prints wall seconds, processor seconds, peak memory as the system counts it, and the exit code.
It imports nothing that is not built in: a process is never measured below its starter's size.
"""

import posix
import sys
import time


def main(command: list[str]) -> None:
    """Run the command of an absolute path, and print its figures."""
    null = posix.open("/dev/null", posix.O_RDWR)
    streams = [(posix.POSIX_SPAWN_DUP2, null, stream) for stream in (0, 1, 2)]
    start = time.perf_counter()
    pid = posix.posix_spawn(command[0], command, posix.environ, file_actions=streams)
    _, status, usage = posix.wait4(pid, 0)
    wall = time.perf_counter() - start
    code = posix.waitstatus_to_exitcode(status)
    print(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, code)


main(sys.argv[1:])
