#!/usr/bin/env bash
# Run a script of web/package.json with a Node that is new enough: scripts/web.sh test
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/steps.sh
. scripts/steps.sh
# shellcheck source=scripts/node.sh
. scripts/node.sh

if [ ! -f web/package.json ]; then exit 0; fi
use_writable_caches
set_up_node
cd web
exec npm run --if-present "$@"
