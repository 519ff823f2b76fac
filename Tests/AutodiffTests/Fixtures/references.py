"""Values and gradients of array operations from PyTorch in double precision: writes references.json beside this script."""
import json, os
import numpy as np, torch
import torch.nn.functional as F

generator = np.random.default_rng(20261123)
cases = []


def case(name, shapes, body):
    arrays = {k: torch.tensor(np.round(generator.normal(size=s), 6), requires_grad=True) for k, s in shapes.items()}
    y = body(**arrays)
    weights = torch.tensor(np.round(generator.normal(size=tuple(y.shape)), 6))
    loss = (y * weights).sum()
    gradients = torch.autograd.grad(loss, list(arrays.values()))
    cases.append({
        "name": name,
        "inputs": {k: {"shape": list(a.shape), "values": a.detach().flatten().tolist()} for k, a in arrays.items()},
        "weights": weights.flatten().tolist(), "shape": list(y.shape), "values": y.detach().flatten().tolist(),
        "gradients": {k: g.flatten().tolist() for k, g in zip(arrays, gradients)},
    })


def images(x): return x.permute(0, 3, 1, 2)
def filters(w): return w.permute(3, 2, 0, 1)
def back(y): return y.permute(0, 2, 3, 1)


case("product", {"a": (3, 4), "b": (4, 5)}, lambda a, b: a @ b)
case("product of transposes", {"a": (4, 3), "b": (5, 4)}, lambda a, b: a.T @ b.T)
case("products", {"a": (2, 3, 4), "b": (2, 4, 5)}, lambda a, b: a @ b)
case("affine", {"x": (3, 4), "w": (4, 5), "b": (5,)}, lambda x, w, b: x @ w + b)
case("convolution, zero", {"x": (2, 5, 6, 3), "w": (3, 3, 3, 4), "b": (4,)}, lambda x, w, b: back(F.conv2d(images(x), filters(w), b, padding=1)))
case("convolution, circular", {"x": (2, 5, 6, 3), "w": (3, 3, 3, 4), "b": (4,)}, lambda x, w, b: back(F.conv2d(F.pad(images(x), (1, 1, 1, 1), mode="circular"), filters(w), b)))
case("convolution, strides", {"x": (1, 9, 8, 2), "w": (3, 2, 2, 3)}, lambda x, w: back(F.conv2d(images(x), filters(w), stride=(2, 3))))
case("convolution, dilated", {"x": (1, 9, 8, 2), "w": (3, 2, 2, 3)}, lambda x, w: back(F.conv2d(images(x), filters(w), dilation=(2, 3), padding=(2, 1))))
case("convolution, groups", {"x": (2, 5, 5, 4), "w": (3, 3, 2, 6)}, lambda x, w: back(F.conv2d(images(x), filters(w), groups=2, padding=1)))
case("average pool", {"x": (2, 6, 4, 3)}, lambda x: back(F.avg_pool2d(images(x), 2)))
case("maximum pool", {"x": (2, 6, 5, 3)}, lambda x: back(F.max_pool2d(images(x), (2, 2), stride=(2, 1))))
case("sum", {"x": (3, 4, 5)}, lambda x: x.sum((0, 2)))
case("maximum", {"x": (3, 4, 5)}, lambda x: x.amax((0, 2)))
case("transpose", {"x": (3, 4, 5)}, lambda x: x.permute(2, 0, 1))
case("flip", {"x": (3, 4, 5)}, lambda x: x.flip((0, 2)))
case("roll", {"x": (3, 4, 5)}, lambda x: x.roll(2, 1))
case("slice", {"x": (3, 6, 5)}, lambda x: x[:, 1:4])
case("concatenate", {"x": (3, 2), "y": (3, 4)}, lambda x, y: torch.cat([x, y], 1))
case("spread", {"x": (3, 1), "y": (4,)}, lambda x, y: x * y + torch.tanh(x))
case("gather", {"x": (4, 3)}, lambda x: x[torch.tensor([2, 0, 3, 2, 2])])
case("scatter", {"x": (5, 3)}, lambda x: torch.zeros(4, 3, dtype=torch.float64).index_add(0, torch.tensor([2, 0, 3, 2, 2]), x))
case("cross-entropy", {"x": (4, 5)}, lambda x: F.cross_entropy(x, torch.tensor([1, 0, 4, 2]), reduction="none"))
case("layer norm", {"x": (3, 8)}, lambda x: F.layer_norm(x, (8,)))
for name, body in {"relu": torch.relu, "silu": F.silu, "sigmoid": torch.sigmoid, "softplus": F.softplus, "tanh": torch.tanh, "erf": torch.erf, "rsqrt": lambda x: torch.rsqrt(x * x + 0.1), "exp": torch.exp, "sin": torch.sin, "cos": torch.cos}.items():
    case(name, {"x": (7,)}, lambda x, body=body: body(x))

# The gradient of a squared gradient, as force training takes it.
x, w = (torch.tensor(np.round(generator.normal(size=s), 6), requires_grad=True) for s in ((5, 3), (3, 4)))
energy = torch.tanh(x @ w).square().sum()
force = torch.autograd.grad(energy, x, create_graph=True)[0]
loss = force.square().sum()
cases.append({
    "name": "gradient of a gradient", "inputs": {"x": {"shape": [5, 3], "values": x.detach().flatten().tolist()}, "w": {"shape": [3, 4], "values": w.detach().flatten().tolist()}},
    "weights": [1.0], "shape": [], "values": [loss.item()],
    "gradients": {"x": torch.autograd.grad(loss, x, retain_graph=True)[0].flatten().tolist(), "w": torch.autograd.grad(loss, w)[0].flatten().tolist()},
})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json"), "w") as f:
    json.dump({"source": f"PyTorch {torch.__version__}, double precision, references.py", "cases": cases}, f, separators=(",", ":"))
