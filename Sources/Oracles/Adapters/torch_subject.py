"""Serves a PyTorch module to `kanon check --subject`.

    kanon adapter torch > torch_subject.py
    kanon check --subject 'python3 torch_subject.py model.py:make 1,8,8'

The first argument is FILE:FUNCTION, a function without arguments that returns the module; the second the shape of one
input. A module that takes one batch [n, ...] is asked for scores; with `pair` as third argument it takes two and is
asked for a distance. A last argument in JSON is merged into the first answer: '{"claims": ["quarter-turns"]}'.
"""
import json
import os
import runpy
import sys

import numpy as np
import torch

TYPES = {"f64": "<f8", "f32": "<f4", "i64": "<i8"}
ANSWERS = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)


def receive():
    line = sys.stdin.buffer.readline()
    if not line:
        sys.exit(0)
    arrays = {}
    for entry in json.loads(line)["arrays"]:
        kind = np.dtype(TYPES[entry["type"]])
        count = int(np.prod(entry["shape"], dtype=int))
        data = sys.stdin.buffer.read(count * kind.itemsize)
        arrays[entry["name"]] = torch.tensor(np.frombuffer(data, kind).reshape(entry["shape"]))
    return arrays


def answer(header, name=None, tensor=None):
    array = None if tensor is None else np.ascontiguousarray(tensor.numpy())
    kind = "f32" if array is not None and array.dtype == np.float32 else "f64"
    header["arrays"] = [] if array is None else [{"name": name, "type": kind, "shape": list(array.shape)}]
    ANSWERS.write(json.dumps(header).encode() + b"\n")
    if array is not None:
        ANSWERS.write(array.astype(TYPES[kind]).tobytes())
    ANSWERS.flush()


file, function = sys.argv[1].rsplit(":", 1)
module = runpy.run_path(file)[function]().eval()
parameter = next(module.parameters(), None)
kind = "f64" if parameter is not None and parameter.dtype == torch.float64 else "f32"
shape = [int(n) for n in sys.argv[2].split(",")]
is_pair = "pair" in sys.argv[3:]
extra = json.loads(sys.argv[-1]) if sys.argv[-1].startswith("{") else {}
receive()
answer({"name": type(module).__name__, "signature": "pair" if is_pair else "image", "shape": shape, "type": kind, **extra})
while True:
    inputs = receive()
    try:
        with torch.no_grad():
            if is_pair:
                answer({}, "distance", module(inputs["first"][None], inputs["second"][None]))
            else:
                image = inputs["image"]
                is_batch = image.dim() == len(shape) + 1
                scores = module(image if is_batch else image[None])
                answer({}, "scores", scores if is_batch else scores[0])
    except Exception as error:
        answer({"error": f"{type(error).__name__}: {error}"})
