"""Settings of one installation, read from the environment (``MITTEN_…``); no secret has a default."""

import hashlib
import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_PORT = 8661
DEFAULT_VERBUND = "61-6-eins"


def default_state_dir(project_root: Path) -> Path:
    """Folder for the private cluster and caches.

    Root hands the cluster to an unprivileged account, which may not be able to enter the checkout:
    then the folder lies below ``/var/lib/mitten``, one per checkout.
    """
    if os.geteuid() != 0:
        return project_root / ".state"
    digest = hashlib.sha256(str(project_root).encode()).hexdigest()[:8]
    return Path("/var/lib/mitten") / digest


class Settings(BaseSettings):
    """What differs between installations.

    Attributes
    ----------
    database_url
        SQLAlchemy URL of any PostGIS server; empty means the private cluster.
    state_dir
        Folder of the private cluster.
    data_dir
        Folder with ``verbuende``, ``ortsteile``, ``bestand``, ``projekte``.
    web_dir
        Built web map that the API serves.
    verbund
        Verbund shown when a request names none.
    testdata
        Folder with the real files that tests and benchmarks read.
    geofabrik_url, overpass_url
        Where OpenStreetMap comes from; empty means Geofabrik and the public Overpass server.
    gtfs_url
        Timetable in the place of the one that a ``verbund.toml`` names, such as a download with a personal key.
    attachment_mb, attachments_most
        Largest size of an attachment of a project in MB (10^6 bytes), and how many a project may have.
    public_url
        Address under which people reach the server, where a web server in front changes host or scheme.
    oidc_issuer, oidc_client_id, oidc_client_secret
        OpenID Connect provider for logins and what it knows this installation by; empty means none.
    oidc_grants
        TOML file that says which claims of the provider give which roles; empty means by hand only.
    """

    model_config = SettingsConfigDict(env_prefix="MITTEN_", frozen=True)

    database_url: str = ""
    state_dir: Path = Field(default_factory=lambda: default_state_dir(PROJECT_ROOT))
    data_dir: Path = PROJECT_ROOT / "data"
    web_dir: Path = PROJECT_ROOT / "web" / "dist"
    verbund: str = DEFAULT_VERBUND
    testdata: Path = PROJECT_ROOT.parent / "shared" / "data"
    geofabrik_url: str = ""
    overpass_url: str = ""
    gtfs_url: str = ""
    attachment_mb: int = Field(default=10, ge=1, le=100)
    attachments_most: int = Field(default=20, ge=0, le=1000)
    public_url: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_grants: Path | None = None

    @property
    def verbuende_dir(self) -> Path:
        """Folder that holds one folder per Verbund."""
        return self.data_dir / "verbuende"

    @property
    def network_dir(self) -> Path:
        """Folder of the street graphs, one folder per Verbund."""
        return self.state_dir / "netz"

    @property
    def timetable_dir(self) -> Path:
        """Folder of the timetables, one folder per Verbund."""
        return self.state_dir / "fahrplan"

    @property
    def cache_dir(self) -> Path:
        """Folder of downloaded files."""
        return self.state_dir / "downloads"
