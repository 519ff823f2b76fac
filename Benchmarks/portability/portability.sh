#!/usr/bin/env bash
# One digest per kernel over {compiler} x {-O} x {instruction set} x {threads}, and over aarch64 when its cross
# compiler and qemu-user are installed (apt-get install gcc-aarch64-linux-gnu qemu-user). Every kernel must have one
# digest everywhere; every control must have at least two, else the comparison would see nothing. Exit 1 otherwise.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
kernels=$here/../../Sources/CKernels
build=$(mktemp -d "${TMPDIR:-/tmp}/kanon-portability-XXXXXX")
trap 'rm -rf "$build"' EXIT
declare -i jobs=$(nproc)

# compile <name> <compiler and flags ...>: all kernels and the digests into $build/<name>/digest
compile() {
  local name=$1 gcc="" vectors="" contraction="" x86="" flags source
  shift
  case $1 in *gcc*) gcc="-include $here/gcc.h -ffp-contract=off -w -Wno-psabi" contraction="-ffp-contract=fast" ;; *) gcc="" ;; esac
  case $name in *aarch64*) x86=no ;; esac
  mkdir -p "$build/$name"
  for source in "$kernels"/*.c "$kernels"/*/*.c "$here"/*.c; do
    flags=$gcc vectors=""
    # It applies clang's elementwise operations to scalars as well, which gcc.h cannot; no digest is taken of it.
    [ -n "$gcc" ] && [ "${source#"$kernels"/replay/}" != "$source" ] && continue
    # gcc knows no targets for stretches of a file: the files of an instruction set get them as flags.
    if [ -n "$gcc" ] && [ -z "$x86" ]; then
      case $source in
      *avx512*.c) vectors="-mavx512f -mavx512vl -mavx512dq -mavx512bw -mavx2 -mfma" ;;
      *avx2.c) vectors="-mavx2 -mfma" ;;
      esac
    fi
    [ "$source" = "$here/controls.c" ] && flags="$flags $contraction"
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || return 1; done
    "$@" $flags $vectors -I "$kernels/include" -c "$source" \
      -o "$build/$name/$(printf '%s' "${source##*/Sources/CKernels/}" | tr / -).o" &
  done
  wait
}

declare -A seen
failures=0
rows=0
# run <label> <command ...>: prints one row of the matrix, and adds its digests to what was seen
run() {
  local label=$1 kernel value kernels="" controls=""
  shift
  while read -r kernel value; do
    case " ${seen[$kernel]:-} " in *" $value "*) ;; *) seen[$kernel]="${seen[$kernel]:-} $value" ;; esac
    case $kernel in control-*) controls+=" ${value:0:8}" ;; *) kernels+=" $kernel $value" ;; esac
  done < <("$@" || echo "failed ${label// /-}")
  printf '%-30s %s  %s\n' "$label" "$(sha256sum <<<"$kernels" | cut -c1-16)" "$controls"
  rows=$((rows + 1))
}

header=""
for level in O0 O2; do
  for compiler in clang gcc; do
    command -v "$compiler" >/dev/null || { echo "portability: no $compiler here, its row is left out"; continue; }
    compile "$compiler-$level" "$compiler" "-$level"
    "$compiler" "$build/$compiler-$level"/*.o -o "$build/$compiler-$level/digest" -lm -lpthread
    for set in avx512 avx2 neon scalar; do
      KANON_ISA=$set "$build/$compiler-$level/digest" >/dev/null 2>&1 || continue
      if [ -z "$header" ]; then
        header=yes
        KANON_ISA=$set "$build/$compiler-$level/digest"
        printf '\n%-30s %s   %s\n' "compiler, set, threads" "all kernels" "controls: sum, multiply-add"
      fi
      for threads in 1 2 3 7; do
        run "$compiler -$level $set $threads" env KANON_ISA=$set "$build/$compiler-$level/digest" "$threads"
      done
    done
  done
done
if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null; then
  for level in O0 O2; do
    compile "gcc-aarch64-$level" aarch64-linux-gnu-gcc "-$level"
    aarch64-linux-gnu-gcc -static "$build/gcc-aarch64-$level"/*.o -o "$build/gcc-aarch64-$level/digest" -lm -lpthread
    run "aarch64 gcc -$level neon 1" qemu-aarch64 "$build/gcc-aarch64-$level/digest" 1
    if command -v clang >/dev/null; then
      compile "clang-aarch64-$level" clang --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include "-$level"
      aarch64-linux-gnu-gcc -static "$build/clang-aarch64-$level"/*.o -o "$build/clang-aarch64-$level/digest" -lm -lpthread
      run "aarch64 clang -$level neon 2" qemu-aarch64 "$build/clang-aarch64-$level/digest" 2
    fi
  done
else
  echo "portability: aarch64 is inconclusive: gcc-aarch64-linux-gnu and qemu-user are not installed"
fi

for kernel in "${!seen[@]}"; do
  count=$(wc -w <<<"${seen[$kernel]}")
  case $kernel in
  failed) echo "portability: a cell did not run:${seen[$kernel]}" && failures=$((failures + 1)) ;;
  control-*) [ "$count" -ge 2 ] || { echo "portability: $kernel never differs: nothing was compared"; failures=$((failures + 1)); } ;;
  *) [ "$count" -eq 1 ] || { echo "portability: $kernel has $count digests:${seen[$kernel]}"; failures=$((failures + 1)); } ;;
  esac
done
[ "$failures" -eq 0 ] || exit 1
echo "portability: ${#seen[@]} kernels and controls over $rows cells: one digest each, and the controls differ"
