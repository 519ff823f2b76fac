#!/usr/bin/env python3
"""`kanon bench kernels` and its peers in turn, and the ratio peer time / our time: above 1, ours is faster.

usage: compare.py [--threads N ...] [--rounds R] [--seconds S] [--only NAME ...] [--peers NAME ...] [--kanon PATH]
                  [--python PATH ...]

Each --python names an interpreter with some of numpy, torch and jax (virtual environments); what none of them has is
left out, and said. One process at a time: kanon, then each peer, round after round, so that a busy moment of the
machine falls on all alike. Minima are taken over all rounds, medians are the least of the rounds' medians. Of several
layouts or interpreters of one peer the best counts.
"""
import argparse, json, os, subprocess, sys

PEERS = {"numpy": "numpy", "torch": "torch", "torch-compile": "torch", "jax": "jax"}  # and the module that each needs
here = os.path.dirname(os.path.abspath(__file__))
parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=float, default=0.5)
parser.add_argument("--only", nargs="+", default=[])
parser.add_argument("--peers", nargs="+", choices=list(PEERS), default=list(PEERS))
parser.add_argument("--kanon", default=os.path.join(here, "..", "..", ".build", "release", "kanon"))
parser.add_argument("--python", action="append", default=[])
args = parser.parse_args()
# glibc gives large arrays back to the system at every step unless told otherwise: an expert tells it.
ENVIRONMENT = dict(
    os.environ, MALLOC_MMAP_THRESHOLD_="8589934592", MALLOC_TRIM_THRESHOLD_="17179869184", MALLOC_TOP_PAD_="268435456")


def lines(command, environment):
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        print(f"compare: {' '.join(command)}: exit {done.returncode}\n{done.stderr[-600:]}", file=sys.stderr)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def has(python, module):
    return subprocess.run([python, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


peers = []
for peer, module in PEERS.items():
    if peer not in args.peers:
        continue
    interpreters = [python for python in args.python or [sys.executable] if has(python, module)]
    if interpreters:
        peers += [(peer, python) for python in interpreters]
    else:
        print(f"compare: no interpreter has {module}; {peer} is left out", file=sys.stderr)
only = [word for name in args.only for word in ("--only", name)]

for threads in args.threads:
    best = {}  # (kernel, who) -> [minimum, median]
    for _ in range(args.rounds):
        common = ["--threads", str(threads), "--seconds", str(args.seconds), *only]
        found = [("ours", line) for line in lines([args.kanon, "bench", "kernels", "--json", *common], os.environ)]
        for peer, python in peers:
            command = [python, os.path.join(here, "peers.py"), "--framework", peer, *common]
            found += [(peer, line) for line in lines(command, ENVIRONMENT)]
        for who, line in found:
            known = best.setdefault((line["kernel"], who), [float("inf")] * 2)
            known[0] = min(known[0], line["min_ms"])
            known[1] = min(known[1], line["median_ms_per_step"])
    names = list(dict.fromkeys(peer for peer, _ in peers))
    print(f"\n{threads} thread{'s' * (threads > 1)}: our minimum (median) in ms; peer time / ours by minima (medians)")
    print(f"{'kernel':14} {'ours':>18}", *(f"{name:>14}" for name in names), " against the best")
    for kernel in dict.fromkeys(kernel for kernel, who in best if who == "ours"):
        ours = best[kernel, "ours"]
        cells, worst = [], [float("inf")] * 2
        for name in names:
            theirs = best.get((kernel, name))
            if theirs is None:
                cells.append(f"{'':>14}")
                continue
            ratios = [t / o for t, o in zip(theirs, ours)]
            worst = [min(a, b) for a, b in zip(worst, ratios)]
            cells.append(f"{ratios[0]:6.2f} ({ratios[1]:.2f})".rjust(14))
        mine = f"{ours[0]:.4g} ({ours[1]:.4g})"
        print(f"{kernel:14} {mine:>18}", *cells, f" {worst[0]:.2f} ({worst[1]:.2f})", flush=True)
