"""Runs a command and prints what it cost as a JSON line before its output: wall and CPU time in ms, peak memory."""
import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cost = {"process": wall * 1000, "cpu": (used.ru_utime + used.ru_stime) * 1000, "rss": used.ru_maxrss * 1024}
sys.stdout.write(json.dumps(cost) + "\n")
sys.stdout.flush()
sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode)
