#!/bin/bash
# gates.sh [N] [KANON]: N gates (kanon verify and kanon check) in a private clone with the ledger of this repository:
# unchanged code must give no red one. Prints the seconds of each kind of gate, and every gate that was not green.
set -u
count=${1:-200}
kanon=$(realpath "${2:-.build/release/kanon}")
root=$(git rev-parse --show-toplevel)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone -q "$root" "$folder/clone" && cd "$folder/clone" || exit 4
git fetch -q "$root" 'refs/kanon/*:refs/kanon/*' || exit 4

red=0
longest=0
for ((number = 1; number <= count; number++)); do
  begun=$(date +%s%N)
  "$kanon" verify >"$folder/verify" 2>&1
  verify=$?
  "$kanon" check >"$folder/check" 2>&1
  check=$?
  taken=$((($(date +%s%N) - begun) / 1000000))
  ((taken > longest)) && longest=$taken
  if ((verify != 0 || check != 0)); then
    red=$((red + 1))
    echo "gate $number: verify $verify, check $check"
    grep -hE 'diverged|inconclusive|broken|survived|failed' "$folder/verify" "$folder/check" | head -5
  fi
done
echo "$count gates, $red not green; the longest took $longest ms"
((red == 0))
