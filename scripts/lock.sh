#!/usr/bin/env bash
# Renew the locked Python requirements and the npm lock. uv.lock is not used: it records download addresses, and
# these locks must serve behind any mirror. Hashes hold the files fast, whatever mirror they come from.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
umask 022

compile() {
    local output=$1
    shift
    .venv/bin/uv --no-config pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file "requirements/$output" "$@"
}

compile uv.txt requirements/uv.in
compile node.txt requirements/node.in
compile run.txt --group build pyproject.toml
compile bench.txt requirements/bench.in
compile test.txt --group build --extra test --constraint requirements/run.txt pyproject.toml

if [ -f web/package.json ]; then
    # omit-lockfile-registry-resolved keeps addresses out of package-lock.json; the hashes stay.
    (cd web && npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund)
fi
