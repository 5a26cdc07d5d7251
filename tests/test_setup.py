"""What a newcomer meets before any of our Python runs: make, the scripts, the locks, the containers."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from geo import __version__
from geo.settings import PROJECT_ROOT

SCRIPTS = sorted([*PROJECT_ROOT.glob("scripts/*.sh"), PROJECT_ROOT / ".ci/run"])
LOCKS = sorted(PROJECT_ROOT.glob("requirements/*.txt"))
COMPOSE = PROJECT_ROOT / "docker-compose.yml"


def run(*command: str, cwd: Path = PROJECT_ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        command,
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def bash(script: str, *, cwd: Path = PROJECT_ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run lines that use the functions of the setup scripts."""
    sources = "\n".join(f'. "{PROJECT_ROOT}/scripts/{name}.sh"' for name in ("steps", "system", "node"))
    return run("bash", "-euo", "pipefail", "-c", f"{sources}\n{script}", cwd=cwd, **environment)


@pytest.mark.parametrize("target", ["run", "test", "lint", "format", "lock", "bench", "clean", "help"])
def test_make_knows_the_target(target: str):
    done = run("make", "--dry-run", target)
    assert done.returncode == 0, done.stderr


def test_help_is_german_and_names_the_two_commands():
    done = run("make")
    assert "make run" in done.stdout
    assert "make test" in done.stdout
    assert "Alles installieren" in done.stdout


def test_run_hands_the_port_on_and_the_terminal_over():
    done = run("make", "--dry-run", "run", "PORT=9000")
    assert 'exec .venv/bin/mitten up --port "$PORT"' in done.stdout


def test_ci_runs_make_test():
    assert "make --no-print-directory test" in (PROJECT_ROOT / ".ci/run").read_text()


def test_shellcheck_is_content():
    assert len(SCRIPTS) > 3
    done = run(
        shutil.which("shellcheck", path=f"{PROJECT_ROOT}/.venv/bin") or "shellcheck", "-x", *map(str, SCRIPTS)
    )
    assert done.returncode == 0, done.stdout


def test_scripts_stop_at_the_first_error():
    started = [path for path in SCRIPTS if os.access(path, os.X_OK)]
    assert len(started) >= 3
    for path in started:
        assert "set -euo pipefail" in path.read_text(), path


def test_locks_pin_and_hash_everything_and_name_no_address():
    assert {path.name for path in LOCKS} == {"bench.txt", "node.txt", "run.txt", "test.txt", "uv.txt"}
    for path in LOCKS:
        text = path.read_text()
        assert not re.search(r"https?://|file:|--(extra-)?index|--find-links", text), path
        blocks = re.split(r"\n(?=\S)", text.strip())
        assert all(re.match(r"[\w.-]+==\S+", block) and "--hash=sha256:" in block for block in blocks), path


def test_test_packages_hold_those_of_a_run():
    versions = {
        path.name: set(re.findall(r"^[\w.-]+==\S+", path.read_text(), re.MULTILINE))
        for path in LOCKS
        if path.name in ("run.txt", "test.txt")
    }
    assert versions["run.txt"]
    assert versions["run.txt"] < versions["test.txt"]


def test_every_direct_dependency_is_locked():
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["test"]
    locked = (PROJECT_ROOT / "requirements/test.txt").read_text()
    assert len(wanted) > 30
    for requirement in wanted:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        assert re.search(rf"^{re.escape(name.group())}==", locked, re.MULTILINE | re.IGNORECASE), requirement


def test_one_version_everywhere():
    project = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__
    assert yaml.safe_load(COMPOSE.read_text())["services"]["app"]["image"] == f"mitten:{__version__}"


def test_npm_lock_has_hashes_and_no_address():
    text = (PROJECT_ROOT / "web/package-lock.json").read_text()
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_a_step_prints_its_time_and_keeps_the_output(tmp_path: Path):
    done = bash('step "Probe" echo leise', cwd=tmp_path)
    assert re.fullmatch(r"Probe … \d+,\d s\n", done.stdout)
    assert "leise" in (tmp_path / ".cache/setup.log").read_text()


def test_a_failing_step_stops_with_one_sentence(tmp_path: Path):
    done = bash('fail() { echo "kaputt"; false; echo "nie"; }; step "Probe" fail; echo weiter', cwd=tmp_path)
    assert done.returncode == 1
    assert "weiter" not in done.stdout
    assert "kaputt" in done.stderr
    assert "nie" not in done.stderr
    assert "»Probe« ist fehlgeschlagen" in done.stderr


def test_a_stamp_follows_its_inputs(tmp_path: Path):
    lines = """
        printf a > 'mit leer'
        set_done probe "$(hash_of text 'mit leer')"
        is_done probe "$(hash_of text 'mit leer')" && echo gleich
        printf b > 'mit leer'
        is_done probe "$(hash_of text 'mit leer')" || echo anders
    """
    assert bash(lines, cwd=tmp_path).stdout == "gleich\nanders\n"


def test_without_root_missing_packages_are_one_sentence(tmp_path: Path):
    lines = """
        id() { echo 1000; }
        list_missing_packages() { echo postgis; echo poppler-utils; }
        set_up_system test
    """
    done = bash(lines, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert re.search(
        r"»apt-get install --no-install-recommends postgresql-\d+-postgis-3 poppler-utils«", done.stderr
    )


def test_a_wrong_browser_is_one_sentence(tmp_path: Path):
    done = bash("set_up_system test", cwd=tmp_path, MITTEN_CHROMIUM="/nirgends/chromium")
    assert done.returncode == 1
    assert done.stderr.startswith("MITTEN_CHROMIUM zeigt auf /nirgends/chromium")


@pytest.mark.parametrize(
    ("node", "npm", "fit"),
    [
        ("v18.20.4", "11.0.0", False),
        ("v20.18.1", "11.0.0", False),
        ("v20.19.0", "11.0.0", True),
        ("v20.20.2", "10.8.2", False),
        ("v22.11.0", "11.0.0", False),
        ("v22.12.0", "11.0.0", True),
        ("v24.1.0", "11.3.0", True),
    ],
)
def test_node_is_fit_or_replaced(tmp_path: Path, node: str, npm: str, fit: bool):
    lines = f"node() {{ echo {node}; }}; npm() {{ echo {npm}; }}; is_node_fit && echo ja || echo nein"
    assert bash(lines, cwd=tmp_path).stdout == ("ja\n" if fit else "nein\n")


def compose(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    # The folder given is empty, so that a developer's own .env cannot help.
    options = ["--file", str(COMPOSE), "--project-directory", str(tmp_path), "config"]
    client = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    return run(*client, *options, **environment)


def test_compose_file_is_valid(tmp_path: Path):
    done = compose(tmp_path, POSTGRES_PASSWORD="geheim")
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert set(services) == {"app", "db"}
    assert services["app"]["depends_on"]["db"]["condition"] == "service_healthy"
    assert all(service["healthcheck"]["test"] for service in services.values())


def test_compose_has_no_default_password(tmp_path: Path):
    for environment in ({}, {"POSTGRES_PASSWORD": ""}):
        done = compose(tmp_path, **environment)
        assert done.returncode != 0
        assert "POSTGRES_PASSWORD" in done.stderr


def test_compose_opens_the_loopback_only():
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(str(port).startswith("127.0.0.1:") for port in ports)
    assert "ports" not in services["db"]


def test_the_app_container_is_confined():
    app = yaml.safe_load(COMPOSE.read_text())["services"]["app"]
    assert app["read_only"] is True
    assert app["cap_drop"] == ["ALL"]
    last_stage = (PROJECT_ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root)\w+", last_stage, re.MULTILINE)


def test_the_example_environment_holds_no_secret():
    text = (PROJECT_ROOT / ".env.example").read_text()
    assert re.search(r"^POSTGRES_PASSWORD=$", text, re.MULTILINE)


def test_the_licence_is_whole():
    text = (PROJECT_ROOT / "LICENSE").read_text()
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text
