# shellcheck shell=bash
# Steps with their time, and stamps that tell what is done. Sourced by setup.sh in the project's folder.

readonly stamps=.cache/setup
readonly log=.cache/setup.log

stop() {
    printf '%s\n' "$1" >&2
    exit 1
}

# step TITLE COMMAND...: run it quietly, print title and time; on failure its last lines and where the rest is.
# The command runs in a shell of its own: inside `if` the option -e would not hold.
step() {
    local title=$1 start=$EPOCHREALTIME status=0
    shift
    mkdir -p .cache
    printf '%s … ' "$title"
    printf '\n== %s\n' "$title" >>"$log"
    set +e
    (
        set -e
        "$@"
    ) >>"$log" 2>&1 </dev/null
    status=$?
    set -e
    if [ "$status" -ne 0 ]; then
        printf 'fehlgeschlagen\n'
        tail -n 20 "$log" >&2
        stop "»$title« ist fehlgeschlagen: Die letzten Meldungen stehen oben, alle in $log; ein neuer Aufruf macht hier weiter."
    fi
    printf '%s s\n' "$(seconds_since "$start")"
}

seconds_since() {
    # EPOCHREALTIME has six decimals behind a point or, in some languages, a comma.
    local from=${1/[.,]/} now=${EPOCHREALTIME/[.,]/} tenths
    tenths=$(((now - from) / 100000))
    if [ "$tenths" -ge 100 ]; then printf '%d' $((tenths / 10)); else printf '%d,%d' $((tenths / 10)) $((tenths % 10)); fi
}

# hash_of TEXT FILE...: one hash over a text and the content of files.
hash_of() {
    local text=$1
    shift
    { printf '%s\n' "$text" && sha256sum -- "$@"; } | sha256sum | cut -d ' ' -f 1
}

# hash_of_list TEXT FILE...: the same, with further files from standard input, separated by zero bytes.
hash_of_list() {
    local files=()
    mapfile -d '' -t files < <(LC_ALL=C sort -z)
    hash_of "$@" "${files[@]}"
}

is_done() { [ "$(cat "$stamps/$1" 2>/dev/null)" = "$2" ]; }

set_done() {
    mkdir -p "$stamps"
    printf '%s\n' "$2" >"$stamps/$1"
}
