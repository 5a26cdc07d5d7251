# shellcheck shell=bash
# System packages: find what is missing, install it as root, else name it. Sourced by setup.sh.

readonly drop_in=/etc/postgresql-common/createcluster.d/mitten.conf

# The first Python that is new enough; 3.11 is what the locks are made for.
find_python() {
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    stop "Python 3.11 oder neuer fehlt: bitte das Paket python3 installieren (Debian 12, Ubuntu 24.04)."
}

has_postgis() {
    local version share
    for version in /usr/lib/postgresql/*/bin/initdb; do
        version=${version#/usr/lib/postgresql/}
        if [ -e "/usr/share/postgresql/${version%%/*}/extension/postgis.control" ]; then return 0; fi
    done
    share=$(pg_config --sharedir 2>/dev/null) && [ -e "$share/extension/postgis.control" ]
}

# PostgreSQL's version differs: 15 in Debian 12, 16 in Ubuntu 24.04. Ask apt, else go by the distribution.
postgis_package() {
    local package
    package=$(apt-cache --names-only search '^postgresql-[0-9]+-postgis-3$' 2>/dev/null | cut -d ' ' -f 1 | sort -V | tail -n 1)
    if [ -z "$package" ]; then
        # shellcheck source=/dev/null
        case $(. /etc/os-release 2>/dev/null && printf '%s' "${ID:-}${VERSION_ID:-}") in
        ubuntu24.04) package=postgresql-16-postgis-3 ;;
        debian13) package=postgresql-17-postgis-3 ;;
        *) package=postgresql-15-postgis-3 ;;
        esac
    fi
    printf '%s' "$package"
}

# Chromium for the browser tests: MITTEN_CHROMIUM, or a real program on the path (Ubuntu's is a snap).
has_chromium() {
    if [ -n "${MITTEN_CHROMIUM:-}" ]; then
        [ -x "$MITTEN_CHROMIUM" ]
        return
    fi
    [ -x /usr/bin/chromium ] && [[ $(readlink -f /usr/bin/chromium) != */snap ]]
}

is_ubuntu() { grep -qs '^ID=ubuntu$' /etc/os-release; }

has_compose() { command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1; }

# list_missing_packages MODE: one name a line; `postgis` stands for the version that apt offers.
list_missing_packages() {
    local python mode=$1
    python=$(find_python)
    if [ ! -x .venv/bin/python ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'
    fi
    [ -r /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
    # A run against another server needs no PostgreSQL here.
    if { [ "$mode" = test ] || [ -z "${MITTEN_DATABASE_URL:-}" ]; } && ! has_postgis; then echo postgis; fi
    if [ "$mode" = test ]; then
        has_chromium || echo chromium
        command -v pdftotext >/dev/null || echo poppler-utils
        has_compose || echo docker-compose
    fi
}

install_system_packages() {
    local packages=("$@") i
    apt-get update
    for i in "${!packages[@]}"; do
        if [ "${packages[i]}" = postgis ]; then packages[i]=$(postgis_package); fi
    done
    # Mitten runs a cluster of its own: while installing, keep Debian from creating and starting one on a TCP
    # port. The file goes again afterwards, so that a later installation by hand behaves as usual.
    mkdir -p "${drop_in%/*}"
    echo 'create_main_cluster = false' >"$drop_in"
    trap 'rm -f "$drop_in"' EXIT
    apt-get install --yes --no-install-recommends "${packages[@]}"
}

set_up_system() {
    local missing=() name mode=$1
    find_python >/dev/null # here, because a failure inside the list below would not reach this shell
    if [ -n "${MITTEN_CHROMIUM:-}" ] && ! has_chromium; then
        stop "MITTEN_CHROMIUM zeigt auf $MITTEN_CHROMIUM, dort liegt aber kein Programm: bitte den Pfad zu Chromium oder Chrome angeben."
    fi
    mapfile -t missing < <(list_missing_packages "$mode")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    if [[ " ${missing[*]} " == *" chromium "* ]] && is_ubuntu; then
        stop "Chromium fehlt, und Ubuntu liefert es nur als Snap, den die Tests nicht steuern können: bitte Chrome oder Chromium aus einer anderen Quelle installieren und MITTEN_CHROMIUM auf das Programm setzen."
    fi
    name=" ${missing[*]} "
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        name=${name/ postgis / $(postgis_package) }
        name=$(xargs <<<"$name")
        stop "Es fehlen Systempakete ($name): bitte als root »apt-get install --no-install-recommends $name« ausführen und den Aufruf wiederholen."
    fi
    export DEBIAN_FRONTEND=noninteractive
    step "Systempakete (${missing[*]})" install_system_packages "${missing[@]}"
}
