#!/usr/bin/env bash
# Installs those Debian packages of packages.txt that are missing. Asks nothing.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

wanted=$(sed 's/#.*//' "$setup/packages.txt")
missing=()
if ! command -v dpkg-query >/dev/null; then
    # Not Debian: nothing can be installed, but what is needed may be there.
    for program in g++ make perl python3 tshark yosys; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    [ ${#missing[@]} -eq 0 ] && exit 0
    die "this is not Debian; install by hand: ${missing[*]}" \
        "and the development files of lz4 and zlib (testbench/setup/packages.txt)"
fi
for package in $wanted; do
    state=$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    [ "${state:0:2}" = ii ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=(sudo)
else
    die "missing Debian packages, and no right to install them. As root, run:" \
        "apt-get install ${missing[*]}"
fi
say "installing ${missing[*]}"
run() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "$@" </dev/null; }
log=$build/setup-packages.log
mkdir -p "$build"
install() { run apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1; }
# The package lists of a fresh machine are old or absent; bringing them up to date needs the
# network, so it is done only where the first try fails.
if ! install; then
    run apt-get update >>"$log" 2>&1 || die "apt-get update failed" "$(tail -n 3 "$log")"
    install || die "apt-get install failed" "$(tail -n 5 "$log")" "whole log: $log"
fi
