"""The peers' own environment, below `.cache`: installed from the locked file, never imported by geo or api."""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "bench"
LOCK = ROOT / "requirements" / "bench.txt"


def find_python() -> tuple[Path, str]:
    """Python of the peers' environment, and why it cannot be used ("" if it can)."""
    python, stamp = FOLDER / "venv" / "bin" / "python", FOLDER / "stamp"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python, ""
    FOLDER.mkdir(parents=True, exist_ok=True)
    uv = [str(Path(sys.prefix) / "bin" / "uv"), "--quiet"]
    steps = (
        [*uv, "venv", "--clear", "--python", sys.executable, str(FOLDER / "venv")],
        [*uv, "pip", "install", "--python", str(python), "--require-hashes", "--only-binary", ":all:",
         "-r", str(LOCK)],
    )  # fmt: skip
    for step in steps:
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            return python, f"not installed: {done.stderr.strip().splitlines()[-1:] or ['no message']}"
    stamp.write_text(wanted)
    return python, ""
