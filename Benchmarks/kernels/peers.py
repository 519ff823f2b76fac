#!/usr/bin/env python3
"""The kernels of `kanon bench kernels` in a library that users would pick instead: one JSON line per measurement.

usage: peers.py --framework numpy|torch|torch-compile|jax [--threads N] [--seconds S] [--only NAME ...]

The same numbers by counter-mode SplitMix64, preallocated results where the library has them. Convolutions run in each
layout that the library knows; the better one is what counts.
"""
import argparse, json, os, sys, time

parser = argparse.ArgumentParser()
parser.add_argument("--framework", required=True, choices=["numpy", "torch", "torch-compile", "jax"])
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--seconds", type=float, default=1.0)
parser.add_argument("--only", action="append", default=[])
args = parser.parse_args()
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(args.threads)
if args.framework == "jax":  # XLA takes as many threads as it has processors
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: args.threads])
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["JAX_ENABLE_X64"] = "1"
import numpy as np


def uniform(seed, shape, low, high, dtype=np.float32):
    """(low + (high - low) u_i), u_i the first 24 bits of SplitMix64's i-th number; beyond a million they repeat."""
    count = int(np.prod(shape))
    some = min(count, 10**6 if dtype == np.float32 and len(shape) == 1 else count)
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, some + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    x = (low + (high - low) * ((z >> np.uint64(40)).astype(np.float64) * 2.0**-24)).astype(dtype)
    return np.tile(x, count // some).reshape(shape) if some < count else x.reshape(shape)


def measure(name, step):
    """Runs until the time is spent; `step` blocks until its result is there."""
    if args.only and name.split(":")[0] not in args.only:
        return
    step()
    step()
    times, end = [], time.perf_counter() + args.seconds
    while time.perf_counter() < end or len(times) < 3:
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    times.sort()
    print(json.dumps({
        "workload": "W8_kernels", "framework": args.framework, "kernel": name.split(":")[0], "variant": name,
        "threads": args.threads, "median_ms_per_step": times[len(times) // 2] * 1e3, "min_ms": times[0] * 1e3,
        "steps": len(times)}), flush=True)


def wanted(*names):
    return not args.only or any(name in args.only for name in names)


SINGLE, DOUBLE = (64, 256, 512, 1024, 2048), (512, 1024)
LENGTHS = (("1e6", 10**6), ("1e8", 10**8))
FUNCTIONS = ("exp", "tanh")


def matrices(n, dtype):
    return uniform(4, (n, n), -1, 1, dtype), uniform(5, (n, n), -1, 1, dtype)


def images():
    """x, w and dy as [image, y, x, channel] and [ky, kx, channel, filter]."""
    return (
        uniform(2, (64, 28, 28, 32), -1, 1), uniform(3, (3, 3, 32, 64), -0.06, 0.06),
        uniform(6, (64, 28, 28, 64), -1, 1))


def numpy():
    for prefix, sizes, dtype in (("sgemm", SINGLE, np.float32), ("dgemm", DOUBLE, np.float64)):
        for n in sizes:
            if wanted(f"{prefix}_{n}"):
                (a, b), c = matrices(n, dtype), np.empty((n, n), dtype)
                measure(f"{prefix}_{n}", lambda: np.matmul(a, b, out=c))
    for label, count in LENGTHS:
        if wanted(*(f"{f}_{label}" for f in (*FUNCTIONS, "sum"))):
            x = uniform(1, (count,), -4, 4)
            y = np.empty_like(x)
            for f in FUNCTIONS:
                measure(f"{f}_{label}", lambda: getattr(np, f)(x, out=y))
            measure(f"sum_{label}", lambda: x.sum())


def torch_kernels(compiled):
    import torch

    torch.set_num_threads(args.threads)
    tensor = torch.from_numpy

    def made(function):
        return torch.compile(function) if compiled else function

    with torch.no_grad():
        for prefix, sizes, dtype in (("sgemm", SINGLE, np.float32), ("dgemm", DOUBLE, np.float64)):
            for n in sizes:
                if wanted(f"{prefix}_{n}"):
                    a, b = map(tensor, matrices(n, dtype))
                    if compiled:
                        f = made(torch.mm)
                        measure(f"{prefix}_{n}", lambda: f(a, b))
                    else:
                        c = torch.empty_like(a)
                        measure(f"{prefix}_{n}", lambda: torch.mm(a, b, out=c))
        if wanted("conv_forward", "conv_backward"):
            x, w, dy = images()
            for layout in (torch.channels_last, torch.contiguous_format):
                name = "last" if layout == torch.channels_last else "first"
                tx = tensor(x).permute(0, 3, 1, 2).contiguous(memory_format=layout)
                tw = tensor(w).permute(3, 2, 0, 1).contiguous(memory_format=layout)
                tg = tensor(dy).permute(0, 3, 1, 2).contiguous(memory_format=layout)
                f = made(lambda a, b: torch.nn.functional.conv2d(a, b, None, 1, 1))
                measure(f"conv_forward:{name}", lambda: f(tx, tw))
                g = made(lambda d, a, b: torch.ops.aten.convolution_backward(
                    d, a, b, None, [1, 1], [1, 1], [1, 1], False, [0, 0], 1, [True, True, False]))
                measure(f"conv_backward:{name}", lambda: g(tg, tx, tw))
        for label, count in LENGTHS:
            if wanted(*(f"{f}_{label}" for f in (*FUNCTIONS, "sum"))):
                x = tensor(uniform(1, (count,), -4, 4))
                y = torch.empty_like(x)
                for name in FUNCTIONS:
                    f = made(getattr(torch, name))
                    measure(f"{name}_{label}", (lambda: f(x)) if compiled else (lambda: f(x, out=y)))
                f = made(torch.sum)
                measure(f"sum_{label}", lambda: f(x))


def jax_kernels():
    import jax, jax.numpy as jnp

    def blocking(function, *inputs):
        f = jax.jit(function)
        return lambda: jax.block_until_ready(f(*inputs))

    for prefix, sizes, dtype in (("sgemm", SINGLE, np.float32), ("dgemm", DOUBLE, np.float64)):
        for n in sizes:
            if wanted(f"{prefix}_{n}"):
                measure(f"{prefix}_{n}", blocking(jnp.matmul, *map(jnp.asarray, matrices(n, dtype))))
    if wanted("conv_forward", "conv_backward"):
        x, w, dy = map(jnp.asarray, images())
        layouts = {
            "last": ("NHWC", "HWIO", (0, 1, 2, 3), (0, 1, 2, 3)), "first": ("NCHW", "OIHW", (0, 3, 1, 2), (3, 2, 0, 1))}
        for name, (order, filter_order, axes, filter_axes) in layouts.items():
            kinds = (order, filter_order, order)

            def convolved(a, b):
                return jax.lax.conv_general_dilated(a, b, (1, 1), "SAME", dimension_numbers=kinds)

            tx, tw, tg = x.transpose(axes), w.transpose(filter_axes), dy.transpose(axes)
            measure(f"conv_forward:{name}", blocking(convolved, tx, tw))
            measure(f"conv_backward:{name}", blocking(lambda a, b, g: jax.vjp(convolved, a, b)[1](g), tx, tw, tg))
    for label, count in LENGTHS:
        if wanted(*(f"{f}_{label}" for f in (*FUNCTIONS, "sum"))):
            x = jnp.asarray(uniform(1, (count,), -4, 4))
            for f in FUNCTIONS:
                measure(f"{f}_{label}", blocking(getattr(jnp, f), x))
            measure(f"sum_{label}", blocking(jnp.sum, x))


if args.framework == "numpy":
    numpy()
elif args.framework == "jax":
    jax_kernels()
else:
    torch_kernels(args.framework == "torch-compile")
