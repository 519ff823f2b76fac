"""A perceptron 64-64-10 on one fixed batch of 32, ReLU, cross-entropy, Adam lr 1e-3: one small step.
Data and weights are counter-mode SplitMix64 (uniform seed 900, labels 901, weights 11 and 12 within 1/sqrt(fan-in), biases 0)."""
import argparse, json, os, time

parser = argparse.ArgumentParser()
parser.add_argument("--framework", default="torch-eager", choices=["torch-eager", "torch-compile", "jax-jit"])
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--seconds", type=float, default=3)
a = parser.parse_args()
for key in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"): os.environ[key] = str(a.threads)
if a.framework.startswith("jax"):
    os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[-a.threads:]))
    os.environ["JAX_PLATFORMS"] = "cpu"
import numpy as np


def words(seed, n):
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (z ^ (z >> np.uint64(31))) >> np.uint64(40)


def uniform(seed, shape, low=0.0, high=1.0):
    return (low + (high - low) * (words(seed, int(np.prod(shape))).astype(np.float64) * 2.0 ** -24)).reshape(shape).astype(np.float32)


X, Y = uniform(900, (32, 64)), (words(901, 32) % np.uint64(10)).astype(np.int64)
W = [uniform(11, (64, 64), -0.125, 0.125), np.zeros(64, np.float32), uniform(12, (10, 64), -0.125, 0.125), np.zeros(10, np.float32)]
if a.framework.startswith("torch"):
    import torch, torch.nn.functional as F
    torch.set_num_threads(a.threads)
    net = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 10))
    with torch.no_grad():
        for p, w in zip(net.parameters(), W): p.copy_(torch.from_numpy(w))
    x, y = torch.from_numpy(X), torch.from_numpy(Y)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    forward = torch.compile(net) if a.framework == "torch-compile" else net

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(forward(x), y)
        loss.backward()
        optimizer.step()
        return loss.detach()
else:
    import jax, jax.numpy as jnp
    x, y = jnp.asarray(X), jnp.asarray(Y)
    P = [jnp.asarray(w) for w in W]
    state = [P, [jnp.zeros_like(p) for p in P], [jnp.zeros_like(p) for p in P], jnp.float32(0)]

    def loss_of(p):
        logits = jax.nn.relu(x @ p[0].T + p[1]) @ p[2].T + p[3]
        return (jax.nn.logsumexp(logits, 1) - jnp.take_along_axis(logits, y[:, None], 1)[:, 0]).mean()

    @jax.jit
    def update(p, m, v, t):
        loss, g = jax.value_and_grad(loss_of)(p)
        t = t + 1
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
        p = [q - 1e-3 * (a / (1 - 0.9 ** t)) / (jnp.sqrt(b / (1 - 0.999 ** t)) + 1e-8) for q, a, b in zip(p, m, v)]
        return p, m, v, t, loss

    def step():
        *state[:], loss = update(*state)
        jax.block_until_ready(state)
        return loss
for _ in range(50): loss = step()
loss = float(loss)
times, start = [], time.perf_counter()
while time.perf_counter() - start < a.seconds:
    s = time.perf_counter()
    step()
    times.append(time.perf_counter() - s)
times.sort()
print(json.dumps({"workload": "perceptron", "framework": a.framework, "threads": a.threads, "median_ms_per_step": times[len(times) // 2] * 1e3, "min_ms": times[0] * 1e3, "steps": len(times), "final_metric": loss}))
