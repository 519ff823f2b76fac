#!/usr/bin/env python3
"""Training steps: ours and the peers' in turn, and the ratio of their times.

usage: compare.py --kanon .build/release/kanon --peers DIR [--python venv/bin/python] [--threads 1 2] [--rounds 3] [W1 W2 W3 W4 W5 W6 perceptron]

DIR holds the peers' scripts (w1_cnn.py, w2_p4.py … w6_molecule.py); the perceptron's stands beside this one. Each
round runs every engine once, one after the other, in a process of its own; minima and medians are over all rounds.
A ratio is the peer's time over ours: above 1 we are faster. Memory is the most that a process had at once, program and
libraries included.
"""
import argparse, json, os, subprocess, sys

PEERS = {
    "W1": ("w1_cnn.py", ["torch-eager", "torch-compile", "torch-channels_last", "jax-jit"]),
    "W2": ("w2_p4.py", ["torch-eager", "torch-compile", "jax-jit", "escnn"]),
    "W3": ("w3_siamese.py", ["torch-eager", "torch-compile", "jax-jit"]),
    "W4": ("w4_pinn.py", ["torch-eager", "torch-compile", "jax-jit", "jax-fwd"]),
    "W5": ("w5_multitask.py", ["torch-eager", "torch-compile", "jax-jit"]),
    "W6": ("w6_molecule.py", ["torch-eager", "torch-compile", "schnetpack", "jax-jit"]),
    "perceptron": ("perceptron.py", ["torch-eager", "torch-compile", "jax-jit"]),
}


def measured(command):
    """The last JSON line that a command prints, with its peak of memory; nothing where the engine is not installed."""
    # What an expert sets for PyTorch: memory is kept, not given back after every step.
    environment = dict(os.environ, MALLOC_TRIM_THRESHOLD_="1000000000", MALLOC_MMAP_THRESHOLD_="1000000000")
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    lines = [line for line in run.stdout if line.startswith("{")]
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return dict(json.loads(lines[-1]), peak_mb=usage.ru_maxrss / 1024) if run.returncode == 0 and lines else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", default=list(PEERS))
    parser.add_argument("--kanon", default=".build/release/kanon")
    parser.add_argument("--peers", required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", default="3")
    options = parser.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    for name in options.workloads:
        script, frameworks = PEERS[name]
        path = os.path.join(here if name == "perceptron" else options.peers, script)
        for threads in options.threads:
            seen = {}
            for _ in range(options.rounds):
                ours = [options.kanon, "bench", name, "--threads", str(threads), "--seconds", options.seconds]
                commands = {"kanon": ours}
                for framework in frameworks:
                    commands[framework] = [options.python, path, "--framework", framework, "--threads", str(threads), "--seconds", options.seconds]
                for engine, command in commands.items():
                    line = measured(command)
                    if line: seen.setdefault(engine, []).append(line)
            if "kanon" not in seen: sys.exit(f"{options.kanon} bench {name} gave no measurement")
            best = {e: (min(l["min_ms"] for l in ls), sorted(l["median_ms_per_step"] for l in ls)[len(ls) // 2], ls[-1]["final_metric"], max(l["peak_mb"] for l in ls)) for e, ls in seen.items()}
            least, median, metric, _ = best["kanon"]
            for engine, (m, d, loss, peak) in best.items():
                print(f"{name:10} {threads} threads  {engine:20} min {m:9.4f} ms  median {d:9.4f} ms  ratio {m / least:6.2f} {d / median:6.2f}  loss {loss:.7g} ({abs(loss / metric - 1):.1e})  memory {peak:6.0f} MB", flush=True)
            # Predictions that some workloads measure beside the step.
            for kind in sorted(k[:-7] for k in seen["kanon"][0] if k.startswith("infer_") and k.endswith("_min_ms")):
                times = {e: (min(l[kind + "_min_ms"] for l in ls), sorted(l[kind + "_ms"] for l in ls)[len(ls) // 2]) for e, ls in seen.items()}
                for engine, (m, d) in times.items():
                    print(f"{kind:14} {threads} threads  {engine:20} min {m:9.4f} ms  median {d:9.4f} ms  ratio {m / times['kanon'][0]:6.2f} {d / times['kanon'][1]:6.2f}", flush=True)


main()
