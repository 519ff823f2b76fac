#!/usr/bin/env bash
# Our matrix products against the BLAS of an installed NumPy: builds, then measures both in turn in one process.
# usage: products.sh [threads [seconds per shape [m n k [transpose a [transpose b]]]]]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CKernels
build=${TMPDIR:-/tmp}/kanon-products-$(id -u)
mkdir -p "$build"
objects=()
for source in "$kernels"/*.c "$kernels"/*/*.c; do
  object=$build/$(printf '%s' "${source#"$kernels"/}" | tr / -).o
  objects+=("$object")
  [ "$object" -nt "$source" ] && [ -z "$(find "$kernels" -name '*.h' -newer "$object")" ] && continue
  clang -O2 -I "$kernels/include" -c "$source" -o "$object" &
done
wait
clang -O2 -Wall -I "$kernels/include" "$here/products.c" "${objects[@]}" -o "$build/products" -lm -ldl -lpthread
blas=$(python3 - <<'PYTHON'
import glob, os, numpy
print(glob.glob(os.path.join(os.path.dirname(numpy.__file__), "..", "numpy.libs", "libscipy_openblas64_*.so"))[0])
PYTHON
)
OPENBLAS_NUM_THREADS=${1:-1} exec "$build/products" "$blas" scipy_ 64_ "${1:-1}" "${@:2}"
