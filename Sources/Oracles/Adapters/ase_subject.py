"""Serves an ASE calculator to `kanon check --subject`.

    kanon adapter ase > ase_subject.py
    kanon check --subject 'python3 ase_subject.py "tblite.ase:TBLite(method=\"GFN2-xTB\", verbosity=0)" water.xyz'

The first argument is MODULE:EXPRESSION, evaluated inside the module; the second is a molecule in any format that ASE
reads; the third, if given, a JSON object that is merged into the first answer, such as '{"cutoff": 5.0}'.
Energies are in eV, positions in Å.
"""
import importlib
import json
import os
import sys

import numpy as np
from ase import Atoms
from ase.io import read

TYPES = {"f64": "<f8", "f32": "<f4", "i64": "<i8"}
# Calculators print; what they print goes to standard error, and the answers to a stream of our own.
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
        arrays[entry["name"]] = np.frombuffer(data, kind).reshape(entry["shape"])
    return arrays


def answer(header, arrays=()):
    header["arrays"] = [{"name": n, "type": "f64", "shape": list(np.shape(a))} for n, a in arrays]
    ANSWERS.write(json.dumps(header).encode() + b"\n")
    for _, array in arrays:
        ANSWERS.write(np.ascontiguousarray(array, "<f8").tobytes())
    ANSWERS.flush()


module, expression = sys.argv[1].split(":", 1)
calculator = eval(expression, vars(importlib.import_module(module)))
molecule = read(sys.argv[2])
receive()
hello = {"name": expression, "signature": "molecule", "species": molecule.numbers.tolist(),
         "positions": molecule.positions.tolist()}
answer({**hello, **(json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})})
while True:
    inputs = receive()
    try:
        calculator.reset()  # no warm start: an answer must not depend on the one before
        atoms = Atoms(inputs["species"], positions=inputs["positions"], calculator=calculator)
        answer({}, [("energy", atoms.get_potential_energy()), ("forces", atoms.get_forces())])
    except Exception as error:  # a calculation that does not converge says nothing about a law
        answer({"error": f"{type(error).__name__}: {error}"})
