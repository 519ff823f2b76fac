#!/usr/bin/env python3
"""Burgers' equation: relative L2 error against wall time, ours and DeepXDE's.

usage: compare.py [--kanon .build/release/kanon] [--python venv/bin/python] [--threads 2] [--seconds 120]

Ours is experiments/pinn-burgers.yaml as it stands, its times and errors from the journal of the run (with what it
spends on its spectral reference). DeepXDE (PyTorch) runs the same equation on as many threads for as many seconds: its
own example's network and points (2-20-20-20-1, 2540 inside, 80 at the ends, 160 at the start), periodic ends, Adam for
half of the time, then L-BFGS; its network made as wide as ours is tried as well. The clock of both starts when training
starts. The error is against the solution by Cole and Hopf's transform, on 256 x 101 points.
"""
import argparse, json, os, subprocess, sys, time


def cole_hopf(nx=256, nt=101, nodes=200):
    """u(x, t) by Gauss-Hermite quadrature of Cole and Hopf's formula, in double precision."""
    import numpy as np
    nu = 0.01 / np.pi
    z, w = np.polynomial.hermite.hermgauss(nodes)
    x = -1 + 2 * np.arange(nx) / nx
    t = np.arange(nt) / (nt - 1)
    u = np.zeros((nx, nt))
    u[:, 0] = -np.sin(np.pi * x)
    for j in range(1, nt):
        y = x[:, None] - 2 * np.sqrt(nu * t[j]) * z
        exponent = -np.cos(np.pi * y) / (2 * np.pi * nu)
        f = w * np.exp(exponent - exponent.max(axis=1, keepdims=True))
        u[:, j] = -(np.sin(np.pi * y) * f).sum(axis=1) / f.sum(axis=1)
    return x, t, u


def deepxde(widths, seconds, threads):
    """Prints JSON lines: seconds, error."""
    os.environ["DDE_BACKEND"] = "pytorch"
    import contextlib, io
    import numpy as np
    with contextlib.redirect_stdout(io.StringIO()):
        import deepxde as dde
    import torch
    torch.set_num_threads(threads)
    dde.config.set_random_seed(0)
    x, t, due = cole_hopf()
    points = np.stack(np.meshgrid(x, t, indexing="ij"), -1).reshape(-1, 2).astype(np.float32)
    domain = dde.geometry.GeometryXTime(dde.geometry.Interval(-1, 1), dde.geometry.TimeDomain(0, 1))
    nu = 0.01 / np.pi

    def equation(at, u):
        return dde.grad.jacobian(u, at, i=0, j=1) + u * dde.grad.jacobian(u, at, i=0, j=0) - nu * dde.grad.hessian(u, at, i=0, j=0)

    conditions = [dde.icbc.PeriodicBC(domain, 0, lambda _, on: on, derivative_order=k) for k in (0, 1)]
    conditions.append(dde.icbc.IC(domain, lambda at: -np.sin(np.pi * at[:, 0:1]), lambda _, on: on))
    data = dde.data.TimePDE(domain, equation, conditions, num_domain=2540, num_boundary=80, num_initial=160)
    model = dde.Model(data, dde.nn.FNN([2] + widths + [1], "tanh", "Glorot normal"))
    spent, start = [0.0], [0.0]

    class Watch(dde.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.last, self.begin = -1.0, None

        def on_epoch_end(self):
            now = time.monotonic() - start[0] - spent[0]
            if now - self.last < seconds / 100: return
            self.last, aside = now, time.monotonic()
            found = self.model.predict(points).reshape(due.shape)
            error = float(np.linalg.norm(found - due) / np.linalg.norm(due))
            print(json.dumps({"seconds": round(now, 2), "error": error}), flush=True)
            spent[0] += time.monotonic() - aside
            if now > limit[0]: self.model.stop_training = True

    watch, limit = Watch(), [seconds / 2]
    with contextlib.redirect_stdout(sys.stderr):
        model.compile("adam", lr=1e-3)
    start[0] = time.monotonic()
    stdout = sys.stdout

    def quietly(**options):
        with contextlib.redirect_stderr(io.StringIO()):
            model.train(callbacks=[watch], display_every=10**9, verbose=0, **options)

    quietly(iterations=10**7)
    limit[0] = seconds
    dde.optimizers.config.set_LBFGS_options(maxiter=10**6, maxfun=10**7, ftol=0, gtol=0)
    dde.optimizers.config.LBFGS_options["iter_per_step"] = 20
    model.compile("L-BFGS", verbose=0)
    model.stop_training = False
    quietly()


def ours(kanon, threads):
    subprocess.run([kanon, "run", "pinn-burgers", "--no-record", "--no-figures", "--threads", str(threads)], check=False, capture_output=True)
    folder = subprocess.run(["git", "rev-parse", "--git-common-dir"], capture_output=True, text=True).stdout.strip()
    found = []
    for line in open(os.path.join(folder, "kanon/live/pinn-burgers.jsonl")):
        event = json.loads(line)
        metric = event.get("metric", "")
        if "error " in metric: found.append((event["seconds"], float(metric.split("error ")[1])))
    return found


def best(curve, moment):
    seen = [error for seconds, error in curve if seconds <= moment]
    return seen[-1] if seen else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kanon", default=".build/release/kanon")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--widths", type=int, nargs="+", help="run DeepXDE alone, with a network of these widths")
    options = parser.parse_args()
    if options.widths: return deepxde(options.widths, options.seconds, options.threads)
    curves = {"kanon": ours(options.kanon, options.threads)}
    for name, widths in [("deepxde 20x3", [20] * 3), ("deepxde 32x4", [32] * 4)]:
        command = [options.python, os.path.abspath(__file__), "--seconds", str(options.seconds), "--threads", str(options.threads), "--widths"] + [str(w) for w in widths]
        run = subprocess.run(command, capture_output=True, text=True)
        lines = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
        if not lines: print(run.stderr[-500:], file=sys.stderr)
        curves[name] = [(line["seconds"], line["error"]) for line in lines]
    print("seconds   " + "".join(f"{name:>16}" for name in curves))
    for k in range(1, 21):
        moment = options.seconds * k / 20
        print(f"{moment:7.1f}   " + "".join(f"{best(curve, moment):16.2e}" for curve in curves.values()), flush=True)


main()
