#!/usr/bin/env python3
"""Ethanol: errors on the test frames and wall time, ours and the same model's in PyTorch, after as many steps.

usage: ethanol.py --kanon .build/release/kanon --peers DIR [--python venv/bin/python] [--threads 2]

DIR holds the peer's script, ethanol_painn.py. Ours is experiments/ethanol.yaml without its contrast and learning curve,
in a repository made for the purpose; both read experiments/data/molecules/ethanol.xyz.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--kanon", default=".build/release/kanon")
parser.add_argument("--peers", help="left out: ours alone")
parser.add_argument("--python", default=sys.executable)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
data = os.path.join(root, "experiments/data/molecules/ethanol.xyz")
kanon = os.path.abspath(options.kanon)
with tempfile.TemporaryDirectory() as folder:
    os.makedirs(folder + "/experiments/data/molecules")
    shutil.copy(data, folder + "/experiments/data/molecules/ethanol.xyz")
    text = open(os.path.join(root, "experiments/ethanol.yaml")).read()
    text = re.sub(r"(?m)^(contrast|learning|budgets):.*\n(  .*\n)*", "", text)
    open(folder + "/experiments/ethanol.yaml", "w").write(text)
    subprocess.run(["git", "init", "-q", folder], check=True)
    subprocess.run(["git", "-C", folder, "add", "-A"], check=True)
    subprocess.run(["git", "-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "-qm", "Ethanol"], check=True)
    run = subprocess.run([kanon, "run", "ethanol", "-C", folder, "--threads", str(options.threads), "--json"], capture_output=True, text=True)
    line = json.loads(run.stdout)
    test, steps, seconds = line["metrics"]["test"], line["metrics"]["steps"], line["seconds"]
    print(json.dumps(dict(framework="kanon", steps=steps, seconds=round(seconds, 1), energy_mae_meV=test["energy"]["mae"], force_mae_meV_A=test["forces"]["mae"], dipole_mae_meA=test["dipole"]["mae"])), flush=True)
if options.peers:
    command = [options.python, os.path.join(options.peers, "ethanol_painn.py"), "--epochs", str(steps // 25), "--threads", str(options.threads), "--data", data]
    print(subprocess.run(command, capture_output=True, text=True).stdout.strip().splitlines()[-1], flush=True)
