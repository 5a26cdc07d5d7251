#!/usr/bin/env bash
# Install what is missing: system packages, Python environment, Node, the built web map.
#
#   scripts/setup.sh run     what `mitten up` needs
#   scripts/setup.sh test    the same and what the test run needs
#
# Every step compares a stamp with a hash of its inputs, so a second call does nothing and takes a moment.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
umask 022
# shellcheck source=scripts/steps.sh
. scripts/steps.sh
# shellcheck source=scripts/system.sh
. scripts/system.sh
# shellcheck source=scripts/node.sh
. scripts/node.sh

mode=${1:-run}

create_venv() {
    local python=$1
    "$python" -m venv --clear .venv
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/uv.txt
}

install_python_packages() {
    pass_pip_settings_to_uv
    # --only-binary: a machine without a compiler is the rule, so a missing wheel shall be named at once.
    .venv/bin/uv pip install --quiet --python .venv --require-hashes --only-binary :all: -r "requirements/$mode.txt"
    .venv/bin/uv pip install --quiet --python .venv --no-deps --no-build-isolation --editable .
}

set_up_python() {
    local python venv_stamp
    python=$(find_python)
    venv_stamp=$(hash_of "venv $PWD $(readlink -f "$python")" requirements/uv.txt)
    if ! is_done venv "$venv_stamp" || [ ! -x .venv/bin/uv ]; then
        rm -f "$stamps/packages" "$stamps/node" # they tell of the environment that is replaced now
        step "Python-Umgebung" create_venv "$python"
        set_done venv "$venv_stamp"
    fi
    # The test packages hold those of a run, so a run after a test has nothing to do.
    if is_done packages "$(packages_stamp test)" || is_done packages "$(packages_stamp "$mode")"; then return; fi
    step "Python-Pakete" install_python_packages
    set_done packages "$(packages_stamp "$mode")"
}

packages_stamp() { hash_of "packages $1" "requirements/$1.txt" pyproject.toml; }

web_inputs() {
    find web -type d \( -name node_modules -o -name dist -o -name generated \) -prune -o -type f -print0
}

write_openapi() {
    mkdir -p web/src/generated
    .venv/bin/mitten openapi -o web/src/generated/openapi.json
}

install_web_packages() { (cd web && npm ci --loglevel=error); }

build_web() { (cd web && npm run build); }

set_up_web() {
    local api_stamp packages_stamp web_stamp
    if [ ! -f web/package.json ]; then return; fi
    # Only a change of our code can change the interface that the web map's types are made from.
    api_stamp=$(find api geo -name '*.py' -print0 | hash_of_list api pyproject.toml)
    if ! is_done api "$api_stamp" || [ ! -f web/src/generated/openapi.json ]; then
        step "Schnittstelle für die Karte" write_openapi
        set_done api "$api_stamp"
    fi
    packages_stamp=$(hash_of npm web/package.json web/package-lock.json)
    web_stamp=$(web_inputs | hash_of_list "$packages_stamp" web/src/generated/openapi.json)
    if [ -f web/dist/index.html ] && is_done web "$web_stamp" && { [ "$mode" = run ] || [ -d web/node_modules ]; }; then
        return
    fi
    set_up_node
    if ! is_done npm "$packages_stamp" || [ ! -d web/node_modules ]; then
        step "Pakete der Karte" install_web_packages
        set_done npm "$packages_stamp"
    fi
    step "Karte bauen" build_web
    set_done web "$web_stamp"
}

case $mode in
run | test) ;;
*) stop "Unbekannter Aufruf »$mode«: bitte scripts/setup.sh run oder scripts/setup.sh test verwenden." ;;
esac
use_writable_caches
set_up_system "$mode"
set_up_python
set_up_web
