#!/usr/bin/env python3
"""Our convolutions against PyTorch's (oneDNN), in one process, call by call in turn; minima of many.

usage: convolutions.py [threads [repeats]]     needs clang, numpy and torch
PyTorch runs in both layouts; the ratio is against the better one. One thread is measured in processor time,
several in elapsed time.
"""
import ctypes, glob, os, subprocess, sys, tempfile, time
import numpy as np
import torch

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 40
torch.set_num_threads(threads)
clock = time.thread_time if threads == 1 else time.perf_counter

kernels = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Sources", "CKernels")
sources = glob.glob(kernels + "/*.c") + glob.glob(kernels + "/*/*.c")
library = os.path.join(tempfile.mkdtemp(prefix="kanon-convolutions-"), "kernels.so")
subprocess.run(
    ["clang", "-O2", "-shared", "-fPIC", "-I", kernels + "/include", *sources, "-o", library, "-lm", "-lpthread"],
    check=True)
ours = ctypes.CDLL(library)
ours.kn_pool_set_threads(threads)

SIZES = (
    "images height width channels filters kernel_height kernel_width stride_y stride_x dilation_y dilation_x "
    "groups").split()


class Convolution(ctypes.Structure):
    _fields_ = (
        [(name, ctypes.c_size_t) for name in SIZES] + [("padding", ctypes.c_int)]
        + [(name, ctypes.c_size_t) for name in ("top", "bottom", "left", "right")]
        + [(name, ctypes.c_ssize_t) for name in ("x_row", "x_image", "y_row", "y_image")])


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def minimum(bodies):
    """The least time of each, taken in turn."""
    best = [float("inf")] * len(bodies)
    for _ in range(repeats):
        for i, body in enumerate(bodies):
            start = clock()
            body()
            best[i] = min(best[i], clock() - start)
    return best


def compare(n, h, w, c, k, kernel=3, stride=1):
    pad = kernel // 2
    shape = Convolution(
        n, h, w, c, k, kernel, kernel, stride, stride, 1, 1, 1, 0, pad, pad, pad, pad, 0, 0, 0, 0)
    rng = np.random.default_rng(1)
    oh, ow = (h + 2 * pad - kernel) // stride + 1, (w + 2 * pad - kernel) // stride + 1
    x = rng.random((n, h, w, c), dtype=np.float32) - 0.5
    weights = rng.random((kernel, kernel, c, k), dtype=np.float32) - 0.5
    dy = rng.random((n, oh, ow, k), dtype=np.float32) - 0.5
    y, dx, dw = np.empty_like(dy), np.empty_like(x), np.empty_like(weights)
    s = ctypes.byref(shape)
    mine = [
        lambda: ours.kn_convolution_forward_f32(s, pointer(x), pointer(weights), None, 0, pointer(y)),
        lambda: ours.kn_convolution_to_data_f32(s, pointer(dy), pointer(weights), pointer(dx)),
        lambda: ours.kn_convolution_to_weights_f32(s, pointer(x), pointer(dy), 0, pointer(dw))]
    theirs = []
    for layout in (torch.channels_last, torch.contiguous_format):
        tx = torch.from_numpy(x).permute(0, 3, 1, 2).contiguous(memory_format=layout)
        tw = torch.from_numpy(weights).permute(3, 2, 0, 1).contiguous(memory_format=layout)
        tg = torch.from_numpy(dy).permute(0, 3, 1, 2).contiguous(memory_format=layout)

        def backward(mask, tx=tx, tw=tw, tg=tg):
            return torch.ops.aten.convolution_backward(
                tg, tx, tw, None, [stride] * 2, [pad] * 2, [1, 1], False, [0, 0], 1, mask)

        theirs.append([
            lambda tx=tx, tw=tw: torch.conv2d(tx, tw, None, stride, pad),
            lambda b=backward: b([True, False, False]), lambda b=backward: b([False, True, False])])
    flops = 2 * n * oh * ow * k * c * kernel * kernel
    for i, name in enumerate(("forward", "to data", "to weights")):
        if c == 1 and name == "to data":
            continue
        with torch.no_grad():
            for body in (mine[i], theirs[0][i], theirs[1][i]):
                body()
            a, last, first = minimum([mine[i], theirs[0][i], theirs[1][i]])
            other = theirs[0][i]()
        if name != "forward":
            other = [t for t in other if t is not None][0]
        reference = other.permute((2, 3, 1, 0) if name == "to weights" else (0, 2, 3, 1)).numpy()
        difference = np.abs(reference - (y, dx, dw)[i]).max()
        print(
            f"{n}x{h}x{w}x{c} -> {k}, {kernel}x{kernel}/{stride} {name:10} {threads} threads: "
            f"ours {a * 1e3:7.2f} ms {flops / a / 1e9:6.1f} GF/s, channels last {last * 1e3:7.2f}, first "
            f"{first * 1e3:7.2f} ms: their time / our time {min(last, first) / a:.2f}  (max |d| {difference:.1e})",
            flush=True)


torch.manual_seed(1)
compare(64, 28, 28, 32, 64)
if len(sys.argv) <= 3:
    for shape in ((64, 28, 28, 1, 32), (64, 14, 14, 32, 64), (64, 14, 14, 64, 64), (64, 7, 7, 64, 128)):
        compare(*shape)
    compare(64, 28, 28, 32, 64, stride=2)
    compare(64, 14, 14, 64, 64, kernel=1)
